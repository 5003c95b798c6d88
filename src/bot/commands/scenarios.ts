import type { Command } from "../route.ts";
import { describe } from "./describe.ts";

/** Lists the documented set-ups. */
export const scenarios: Command = {
  name: "scenarios",
  action: "scenarios",
  who: "anyone",
  scope: null,
  textKey: "action.scenarios.does",
  isInMenu: true,
  run: describe,
};
