import type { Clock } from "../../ports/index.ts";

/** Rows by id that a second reader sees later than they were written. */
export interface Replicated<Row> {
  /** Undefined takes the row away. */
  write(id: string, row: Row | undefined): void;
  /** `now`: as written; `graph`: as far as it has been replicated. */
  read(id: string, seenBy: "now" | "graph"): Row | undefined;
  list(seenBy: "now" | "graph"): readonly Row[];
}

interface Version<Row> {
  readonly row: Row | undefined;
  /** Milliseconds since 1970. */
  readonly shownAt: number;
}

/**
 * @param delay milliseconds from a write made now until it is shown
 */
export function createReplicated<Row>(clock: Clock, delay: () => number): Replicated<Row> {
  const histories = new Map<string, readonly Version<Row>[]>();
  const pick = (history: readonly Version<Row>[], seenBy: "now" | "graph") =>
    seenBy === "now" ? history.at(-1)?.row : findShown(history, clock.now())?.row;
  return {
    write: (id, row) => {
      const shownAt = clock.now() + delay();
      const known = prune(histories.get(id) ?? [], clock.now());
      histories.set(id, [...known, { row, shownAt }]);
    },
    read: (id, seenBy) => pick(histories.get(id) ?? [], seenBy),
    list: (seenBy) =>
      [...histories.values()].flatMap((history) => pick(history, seenBy) ?? []) as Row[],
  };
}

/** The newest write that has arrived, so that what was seen once never goes back. */
function findShown<Row>(history: readonly Version<Row>[], now: number): Version<Row> | undefined {
  return history.findLast(({ shownAt }) => shownAt <= now);
}

/** What no reader can see any more is forgotten. */
function prune<Row>(history: readonly Version<Row>[], now: number): readonly Version<Row>[] {
  const shown = history.findLastIndex(({ shownAt }) => shownAt <= now);
  return shown < 1 ? history : history.slice(shown);
}
