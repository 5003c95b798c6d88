import type { Command } from "../route.ts";
import { describe } from "./describe.ts";

/** Says how an approval is asked for; requests are not built yet. */
export const request: Command = {
  name: "request",
  action: "approve",
  who: "anyone",
  scope: null,
  textKey: "action.approve.does",
  run: describe,
};
