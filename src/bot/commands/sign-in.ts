import type { Command } from "../route.ts";
import { describe } from "./describe.ts";

/** Says what signing in will be for; it is not built yet. */
export const signIn: Command = {
  name: "sign-in",
  action: "sign-in",
  who: "anyone",
  scope: null,
  textKey: "action.sign-in.does",
  run: describe,
};
