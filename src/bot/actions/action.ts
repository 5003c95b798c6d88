import { z } from "zod";
import { ACTIONS } from "../../core/understanding/index.ts";
import { defineAction } from "../route.ts";
import { runCommand } from "./run-command.ts";
import { Code } from "./selection.ts";

/** A button that does what a command does, about a selection or about nothing. */
export const action = defineAction({
  verb: "action",
  who: "anyone",
  scope: null,
  input: z.strictObject({ action: z.enum(ACTIONS), s: Code.optional() }),
  run: (turn, wanted, tools) => runCommand(turn, { action: wanted.action, code: wanted.s }, tools),
});
