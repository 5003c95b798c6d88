import { describeOnly } from "./describe.ts";

/** Posts a result to a chat or a channel. */
export const share = describeOnly({ name: "share", action: "share" });
