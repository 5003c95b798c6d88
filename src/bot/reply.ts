import type { View } from "../core/view/index.ts";

/** What a handler returns; `present` alone sends. */
export interface Reply {
  readonly views: readonly View[];
  /**
   * `replace` puts the first view in the place of the card that was pressed, for everybody who has it;
   * `new` says it in a message of its own; `private` shows it to the person alone where that is possible.
   */
  readonly mode: "new" | "replace" | "private";
}

/** Says something in a message of its own. */
export function say(...views: readonly View[]): Reply {
  return { views, mode: "new" };
}

/** Puts a view in the place of the card that was pressed. */
export function replace(view: View): Reply {
  return { views: [view], mode: "replace" };
}

/** Shows a view to the person who pressed, and leaves the card of the others alone. */
export function show(view: View): Reply {
  return { views: [view], mode: "private" };
}

/** Nothing to say. */
export const SILENCE: Reply = { views: [], mode: "new" };
