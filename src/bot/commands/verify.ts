import type { Command } from "../route.ts";
import { describe } from "./describe.ts";

/** Says how grants are checked; reading them from the tenant is not built yet. */
export const verify: Command = {
  name: "verify",
  action: "verify",
  who: "anyone",
  scope: null,
  textKey: "action.verify.does",
  run: describe,
};
