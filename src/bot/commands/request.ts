import { describeOnly } from "./describe.ts";

/** Asks an approver. */
export const request = describeOnly({ name: "request", action: "approve" });
