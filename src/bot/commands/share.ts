import type { Command } from "../route.ts";
import { describe } from "./describe.ts";

/** Says how a result is shared; sharing is not built yet. */
export const share: Command = {
  name: "share",
  action: "share",
  who: "anyone",
  scope: null,
  textKey: "action.share.does",
  run: describe,
};
