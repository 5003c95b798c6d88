import type { ExportSource } from "../../../src/core/export/index.ts";
import { CODES } from "../view/examples.ts";
import { buildApp, buildGrant, buildReading, neededBy, reportFor } from "../view/readings.ts";

export function answerSource(code: string): ExportSource {
  return { kind: "subject", subject: { kind: "answer", code } };
}

/** Scenarios 1, 6 and 7 in one app registration. */
export const UNION_CODE =
  "1~autostore.destination_mail-send.sender_same.source_imap~autostore.destination_onedrive.source_file.token-vault_without~autostore.source_sign-in";

/** Scenario 2 in a tenant that has one permission of it, one for a person, and others besides. */
export function reportSource(name = "AutoStore Mail"): ExportSource {
  const [imap] = neededBy(CODES.imapOther);
  const grants = [
    ...(imap ? [buildGrant({ ...imap, reach: "tenant" })] : []),
    buildGrant({ value: "Calendars.Read" }),
    buildGrant({
      resource: null,
      resourceName: "Contoso | `payroll` $(id)",
      type: "application",
      value: null,
      id: "dddddddd-0000-4000-8000-000000000001",
    }),
  ];
  const requested = neededBy(CODES.imapOther).slice(0, 2);
  const reading = buildReading({ app: buildApp({ name }), grants, requested });
  return {
    kind: "report",
    code: CODES.imapOther,
    report: reportFor(CODES.imapOther, reading),
  };
}

export const GOLDEN_SOURCES: Readonly<Record<string, ExportSource>> = {
  "scenario-2": answerSource(CODES.imapOther),
  "union-1-6-7": answerSource(UNION_CODE),
  "scope-home": answerSource(CODES.home),
  "report-2": reportSource(),
};
