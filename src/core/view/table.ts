import type { Requirement } from "../advisor/index.ts";
import type { Economy } from "./economy.ts";
import { type Consent, caseTitle, consentOf, resourceName, typeName } from "./names.ts";
import { group, hide, label, list, optional, type Part, paragraphs, row, say } from "./parts.ts";
import type { Voice } from "./voice.ts";

/** Rows that a table shows before the rest is folded away. */
const PAGE = 20;

export interface TableOptions {
  /** Tells the table's folded part from others on the card. */
  readonly id: string;
  readonly heading: string;
  /** A sentence under the heading. @default none */
  readonly lead?: string;
  /** Tells which cases need a row, as a union must. @default not at all */
  readonly cases?: Economy["cases"];
  /** What else a row says under its permission. @default nothing */
  readonly remarks?: (need: Requirement) => readonly string[];
}

/**
 * Permissions as rows of permission · type · admin consent: a list of one table, or of none where
 * there are no rows.
 */
export function permissionTable(
  voice: Voice,
  requirements: readonly Requirement[],
  options: TableOptions,
): Part {
  if (requirements.length === 0) return list([]);
  const rows = requirements.map((need) => permissionRow(voice, need, options));
  const rest = rows.slice(PAGE);
  return list([
    group({
      heading: say(options.heading),
      lead: paragraphs([
        ...(options.lead ? [options.lead] : []),
        ...includedLine(voice, requirements),
      ]),
      head: headRow(voice),
      rows: list(rows.slice(0, PAGE)),
      more: rest.length === 0 ? list([]) : list([moreRows(voice, options.id, rest)]),
    }),
  ]);
}

/** How many of the rows another scope holds already, where one does. */
function includedLine({ t, local }: Voice, requirements: readonly Requirement[]): string[] {
  const included = requirements.filter(({ reasons }) => reasons.every((one) => one.row.includedIn));
  if (included.length === 0) return [];
  const titles = included.flatMap(({ reasons }) =>
    reasons.flatMap(({ found, row: { includedIn } }) =>
      found.pack.scenarios.filter(({ id }) => id === includedIn).map(({ title }) => local(title)),
    ),
  );
  const scope = [...new Set(titles)].join(", ");
  const count = requirements.length - included.length;
  return [t("table.included", { count, scope, included: included.length })];
}

function headRow({ t }: Voice): Part {
  return row({
    permission: say(t("table.head.permission")),
    type: say(t("table.head.type")),
    consent: say(t("table.head.consent")),
  });
}

function permissionRow(voice: Voice, need: Requirement, { cases, remarks }: TableOptions): Part {
  const consent = consentOf(voice.world.catalogue, need.permission, need.form);
  return row({
    permission: say(need.permission.value),
    remarks: paragraphs([...rowRemarks(voice, need, cases), ...(remarks?.(need) ?? [])]),
    type: say(typeName(voice, need.type)),
    consent: say(voice.t(`table.consent.${consent}`)),
  });
}

function rowRemarks(voice: Voice, need: Requirement, cases: TableOptions["cases"]): string[] {
  const { t, world } = voice;
  const isGraph = need.permission.resource === "graph" && !need.permission.key.startsWith("rsc:");
  const included = need.reasons.flatMap(({ found, row: { includedIn } }) =>
    found.pack.scenarios.filter(({ id }) => id === includedIn),
  );
  return [
    ...(isGraph ? [] : [resourceName(world.catalogue, need.permission)]),
    ...included.map(({ title }) => t("table.row.included", { scope: voice.local(title) })),
    ...neededBy(voice, need, cases),
  ];
}

function neededBy(voice: Voice, need: Requirement, cases: TableOptions["cases"]): string[] {
  const titles = [...new Set(need.reasons.map(({ found }) => caseTitle(voice, found)))];
  if (cases === "titles")
    return [voice.t("table.row.neededBy", { cases: titles.join(voice.t("source.join")) })];
  return cases === "counted" ? [voice.t("table.row.count", { count: titles.length })] : [];
}

function moreRows({ t }: Voice, id: string, rows: readonly Part[]): Part {
  return group({
    id: hide(`more-${id}`),
    title: label(t("table.more", { count: rows.length })),
    rows: list(rows),
  });
}

/** Explains the words that the consent column uses: a list of one block. */
export function consentLegend(voice: Voice, requirements: readonly Requirement[]): Part {
  const used = new Set(
    requirements.map((need) => consentOf(voice.world.catalogue, need.permission, need.form)),
  );
  const order: readonly Consent[] = ["yes", "no", "policy", "unknown"];
  const lines = order.filter((consent) => used.has(consent));
  const texts = lines.map((consent) => voice.t(`legend.consent.${consent}`));
  return optional(texts.length > 0 ? group({ lines: paragraphs(texts) }) : undefined);
}
