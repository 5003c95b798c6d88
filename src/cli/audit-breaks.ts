import type { LedgerVerdict } from "../store/index.ts";

type Reason = Extract<LedgerVerdict, { readonly kind: "broken" }>["reason"];

/** What is said of a row that breaks the audit log. */
export const BREAKS: Readonly<Record<Reason, string>> = {
  changed: "is not what was written",
  missing: "is missing",
  added: "was not written by Consentry",
  "unknown-key": "was signed with a key that is not set: add it to SECRET_STATE_KEY, after a comma",
};
