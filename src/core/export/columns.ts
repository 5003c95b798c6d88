import type { Sheet } from "./sheet.ts";
import type { SheetRow } from "./sheet-row.ts";

/** A column of the table, its title in the reader's language. */
export interface Column {
  readonly title: string;
  readonly read: (row: SheetRow) => string;
}

/** Every column that a sheet has something for, as people read it. */
export function listColumns({ voice: { t }, kind, rows }: Sheet): Column[] {
  const column = (name: string, read: Column["read"]): Column => ({
    title: t(`export.head.${name}`),
    read,
  });
  const all = [
    column("permission", ({ permission }) => permission),
    column("type", ({ type }) => t(`permission.type.${type}`)),
    column("resource", ({ resource }) => resource),
    column("resourceAppId", ({ resourceAppId }) => resourceAppId ?? ""),
    column("id", ({ id }) => id ?? ""),
    ...(kind === "report" ? [column("state", (row) => stateOf(t, row))] : []),
    column("phase", ({ phase }) => (phase ? t(`export.phase.${phase}`) : "")),
    column("consent", ({ consent }) => (consent ? t(`table.consent.${consent}`) : "")),
    column("plain", ({ plain }) => plain),
    column("why", ({ why }) => whyOf(why)),
    column("sources", ({ sources }) => sources.join("; ")),
    column("errata", ({ errata }) => errata.join(", ")),
  ];
  return all.filter(({ read }) => rows.some((row) => read(row) !== ""));
}

type Texts = Sheet["voice"]["t"];

function stateOf(t: Texts, { state, phase, coveredBy }: SheetRow): string {
  if (state === null) return "";
  // Nobody has to configure it, so it is not missing.
  if (state === "missing" && phase === "addedOnApproval") return t("export.state.later");
  const word = t(`export.state.${state}`);
  return coveredBy.length === 0 ? word : `${word}: ${coveredBy.join(", ")}`;
}

function whyOf(why: SheetRow["why"]): string {
  return why.map(({ title, text }) => `${title}: ${text}`).join("\n");
}
