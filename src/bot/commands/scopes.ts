import { describeOnly } from "./describe.ts";

/** Lists the scopes of nBold's kind and when each is asked for. */
export const scopes = describeOnly({ name: "scopes", action: "scopes", isInMenu: true });
