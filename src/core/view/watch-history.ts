import { formatDay } from "./dates.ts";
import { group, hide, list, type Part, say, under } from "./parts.ts";
import type { Voice } from "./voice.ts";

/** What one look has counted. */
export interface WatchLook {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly granted: number;
  readonly needed: number;
  readonly excess: number;
}

/** Looks that say the same, one after the other. */
interface Run {
  readonly first: WatchLook;
  readonly last: WatchLook;
  readonly count: number;
}

/** Runs that are shown, the newest ones. */
const MOST_RUNS = 6;

/**
 * The latest looks as a small chart: a row for as long as nothing changed, with a bar of up to three pieces
 * whose widths are their counts. Each piece says its count, so that nothing is told by its color alone.
 */
export function drawHistory(voice: Voice, history: readonly WatchLook[]): Part {
  const runs = toRuns(history).slice(-MOST_RUNS).reverse();
  const items = list(runs.map((run) => drawRun(voice, run)));
  return under(voice.t("watch.history"), items);
}

function toRuns(history: readonly WatchLook[]): Run[] {
  const runs: Run[] = [];
  for (const look of history) {
    const run = runs.at(-1);
    if (run && isSame(run.last, look))
      runs[runs.length - 1] = { ...run, last: look, count: run.count + 1 };
    else runs.push({ first: look, last: look, count: 1 });
  }
  return runs;
}

function isSame(one: WatchLook, other: WatchLook): boolean {
  return (
    one.granted === other.granted && one.needed === other.needed && one.excess === other.excess
  );
}

function drawRun(voice: Voice, { first, last, count }: Run): Part {
  const { t, language } = voice;
  const [from, to] = [first, last].map(({ at }) =>
    formatDay(new Date(at).toISOString().slice(0, 10), language),
  ) as [string, string];
  const days = from === to ? from : t("watch.history.days", { from, to });
  const { granted, needed, excess } = last;
  const missing = needed - granted;
  return group({
    days: say(count === 1 ? days : t("watch.history.looks", { days, count })),
    bars: inOneLine(
      list([
        ...drawBar(voice, "granted", granted),
        ...drawBar(voice, "missing", missing),
        ...drawBar(voice, "excess", excess),
      ]),
    ),
  });
}

function inOneLine({ data, text }: Part): Part {
  return { data, text: [text.join(" · ")] };
}

const STYLES = { granted: "good", missing: "attention", excess: "warning" } as const;
/** Width that a number needs beside large ones: a phone shows three of them in a row. */
const LEAST_WIDTH = 2;
const MOST_WIDTH = 12;

function drawBar({ t }: Voice, kind: keyof typeof STYLES, count: number): Part[] {
  if (count <= 0) return [];
  const width = Math.min(Math.max(count, LEAST_WIDTH), MOST_WIDTH);
  return [
    group({
      width: hide(width),
      style: hide(STYLES[kind]),
      text: say(t(`watch.history.${kind}`, { count })),
    }),
  ];
}
