import type { Sheet } from "./sheet.ts";
import type { SheetRow } from "./sheet-row.ts";

/** Grows when a name in the file changes its meaning. */
const VERSION = 1;

/** Everything of a sheet under fixed English names; texts for people are in the reader's language. */
export function toJson(sheet: Sheet): string {
  const { kind, title, lead, cases, rows, errata, sections, link, app, voice } = sheet;
  const { permissions, retirements } = voice.world.catalogue.facts.asOf;
  const value = {
    format: "consentry-permissions",
    version: VERSION,
    language: voice.language,
    kind,
    title,
    lead,
    link,
    factsAsOf: { permissions, retirements },
    ...(app && { app: { ...app, readAt: new Date(app.readAt).toISOString() } }),
    cases,
    permissions: rows.map((row) => toEntry(row, kind)),
    errata,
    sections,
    factSources: [...new Set(rows.flatMap(({ facts }) => facts))],
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function toEntry(row: SheetRow, kind: Sheet["kind"]) {
  const { permission, type, resource, resourceAppId, id, phase, consent, plain } = row;
  const { why, sources, errata, state, coveredBy, isPerTeam } = row;
  return {
    permission,
    type,
    resource,
    resourceAppId,
    id,
    ...(kind === "report" && { state, coveredBy }),
    phase,
    adminConsent: consent,
    isPerTeam,
    plain,
    why: why.map((one) => ({ case: one.title, reason: one.text })),
    sources,
    errata,
  };
}
