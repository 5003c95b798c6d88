import type { Command } from "../route.ts";
import { describe } from "./describe.ts";

/** Lists the scopes of nBold's kind and when each is asked for. */
export const scopes: Command = {
  name: "scopes",
  action: "scopes",
  who: "anyone",
  scope: null,
  textKey: "action.scopes.does",
  isInMenu: true,
  run: describe,
};
