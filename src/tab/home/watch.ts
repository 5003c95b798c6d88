import { html, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Outcome } from "../failure.ts";
import type { Context } from "../view/context.ts";
import { type BadgeColor, drawBadge, drawDisclosure } from "../view/controls.ts";
import { drawLoad } from "../view/loading.ts";
import type { WatchDetail } from "./watch-detail.ts";

type Row = TabOutput<"listWatches">["watches"][number];

/** A watched app that opens and closes. */
export interface WatchSection {
  /** What the list says of it: the same again changes nothing of what is known here since. */
  put(row: Row): void;
  draw(): TemplateResult;
}

export interface WatchOptions {
  readonly row: Row;
  /** It was stopped, or somebody else has changed it: the list is asked for anew. */
  readonly ended: () => Promise<void>;
}

export function createWatch(context: Context, { row: first, ended }: WatchOptions): WatchSection {
  const { t } = context;
  const id = `watch-${first.clientId}`;
  const kept = { row: first };
  let listed = first;
  let isOpen = false;
  const detail = context.load(async (): Promise<Outcome<WatchDetail>> => {
    const made = await import("./watch-detail.ts").catch(() => undefined);
    return made
      ? { kind: "ok", value: made.createWatchDetail(context, { id, kept, ended }) }
      : { kind: "failed", failure: { code: "offline" } };
  });
  const toggle = (): void => {
    isOpen = !isOpen;
    if (isOpen) void detail.want();
    context.redraw();
  };
  return {
    put: (next) => {
      if (next === listed) return;
      listed = next;
      kept.row = next;
    },
    draw: () => {
      const { app, title } = kept.row;
      const state = stateOf(kept.row);
      const beside = drawBadge(t(`tab.watches.state.${state}`), COLORS[state]);
      const body = () => html`${drawLoad(context, detail, (made) => made.draw())}`;
      const below = html`<p class="fine about">${title}</p>`;
      return drawDisclosure({ id, title: app, isOpen, toggle, level: 3, beside, below, body });
    },
  };
}

type State = "found" | "unread" | "paused" | "snoozed" | "quiet";

function stateOf({ findings, problem, snoozedUntil, pausedAt }: Row): State {
  if (pausedAt !== null) return "paused";
  if (problem.length > 0) return "unread";
  if (findings.length > 0) return "found";
  return snoozedUntil === null ? "quiet" : "snoozed";
}

const COLORS: Readonly<Record<State, BadgeColor>> = {
  found: "warning",
  unread: "danger",
  paused: "danger",
  snoozed: "subtle",
  quiet: "success",
};
