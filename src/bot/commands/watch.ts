import { describeOnly } from "./describe.ts";

/** Tells of drift. */
export const watch = describeOnly({ name: "watch", action: "watch" });
