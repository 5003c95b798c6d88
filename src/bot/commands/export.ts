import type { Command } from "../route.ts";
import { describe } from "./describe.ts";

/** Says how a result is exported; exports are not built yet. */
export const exportResult: Command = {
  name: "export",
  action: "export",
  who: "anyone",
  scope: null,
  textKey: "action.export.does",
  run: describe,
};
