import { describeOnly } from "./describe.ts";

/** Lists the documented set-ups. */
export const scenarios = describeOnly({ name: "scenarios", action: "scenarios", isInMenu: true });
