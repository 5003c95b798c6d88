import { describeOnly } from "./describe.ts";

/** Writes a result as a file or script. */
export const exportResult = describeOnly({ name: "export", action: "export" });
