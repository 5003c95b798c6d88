import { describeOnly } from "./describe.ts";

/** Signs a person in. */
export const signIn = describeOnly({ name: "sign-in", action: "sign-in" });
