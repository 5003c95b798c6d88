import type { Command } from "../route.ts";
import { describe } from "./describe.ts";

/** Says how the language is chosen: that of what is written, else that of Teams. Nothing is stored. */
export const language: Command = {
  name: "language",
  action: "language",
  who: "anyone",
  scope: null,
  textKey: "action.language.does",
  run: describe,
};
