import { describeOnly } from "./describe.ts";

/** Says how the language is chosen: that of what is written, else that of Teams. Nothing is stored. */
export const language = describeOnly({ name: "language", action: "language" });
