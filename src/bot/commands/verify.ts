import { describeOnly } from "./describe.ts";

/** Checks what is granted in a tenant. */
export const verify = describeOnly({ name: "verify", action: "verify" });
