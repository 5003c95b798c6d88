import type { LedgerVerdict } from "../store/index.ts";

type Reason = Extract<LedgerVerdict, { readonly kind: "broken" }>["reason"];

/** What is said of a row that breaks the audit log. */
export const BREAKS: Readonly<Record<Reason, string>> = {
  changed: "is not what was written",
  missing: "is missing",
  added: "was not written by Consentry",
  "unknown-key": "was signed with a key that is not set: add it to SECRET_STATE_KEY, after a comma",
};

/** What is said of a tenant's audit log. */
export function describeVerdict(verdict: LedgerVerdict): string {
  if (verdict.kind === "intact") {
    const end = verdict.hash === null ? "" : `, the last one with the hash ${verdict.hash}`;
    return `the audit log is whole, ${verdict.lines} lines${end}.`;
  }
  const { reason, row, line, after } = verdict;
  const name = [line === null ? "" : `line ${line}`, row === null ? "" : `(${row})`];
  const place = after === null ? "" : ` The last good line before it is ${after}.`;
  return `the audit log is broken: ${name.join(" ").trim()} ${BREAKS[reason]}.${place}`;
}
