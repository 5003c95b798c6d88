import { describeOnly } from "./describe.ts";

/** Lists earlier requests. */
export const history = describeOnly({ name: "history", action: "history" });
