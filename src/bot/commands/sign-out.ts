import { describeOnly } from "./describe.ts";

/** Signs a person out; until there is sign-in, it says that nobody is signed in. */
export const signOut = describeOnly({ name: "sign-out", action: "sign-out" });
