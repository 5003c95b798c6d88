import type { Command } from "../route.ts";
import { describe } from "./describe.ts";

/** Says that nobody is signed in yet. */
export const signOut: Command = {
  name: "sign-out",
  action: "sign-out",
  who: "anyone",
  scope: null,
  textKey: "action.sign-out.does",
  run: describe,
};
