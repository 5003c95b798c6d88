import type { Command } from "../route.ts";
import { describe } from "./describe.ts";

/** Says how drift is watched; watches are not built yet. */
export const watch: Command = {
  name: "watch",
  action: "watch",
  who: "anyone",
  scope: null,
  textKey: "action.watch.does",
  run: describe,
};
