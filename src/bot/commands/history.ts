import type { Command } from "../route.ts";
import { describe } from "./describe.ts";

/** Says what the history will show; it is not built yet. */
export const history: Command = {
  name: "history",
  action: "history",
  who: "anyone",
  scope: null,
  textKey: "action.history.does",
  run: describe,
};
