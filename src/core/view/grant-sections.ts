import type { Gap, GrantRow, Remedy, TenantPermission } from "../grant/index.ts";
import { permissionName } from "./names.ts";
import {
  group,
  lines,
  list,
  type Part,
  type Parts,
  paragraphs,
  say,
  sayQuoting,
  under,
} from "./parts.ts";
import {
  bullet,
  joined,
  leftOut,
  requirementRow,
  type StateRow,
  stateTable,
  tenantLines,
  tenantPermission,
} from "./state-table.ts";
import type { Voice } from "./voice.ts";

/** What has to be configured, and how it stands. */
export function drawNeeded(voice: Voice, rows: readonly GrantRow[]): Part {
  const heading = voice.t("report.needed");
  return stateTable(voice, inPhase(voice, rows, "configured"), { id: "needed", heading });
}

/** What the vendor's approval adds. */
export function drawAdded(voice: Voice, rows: readonly GrantRow[]): Part {
  const heading = voice.t("answer.added");
  return stateTable(voice, inPhase(voice, rows, "addedOnApproval"), { id: "added", heading });
}

function inPhase(
  voice: Voice,
  rows: readonly GrantRow[],
  phase: "configured" | "addedOnApproval",
): StateRow[] {
  return rows.flatMap((one) => (one.requirement?.phase === phase ? [toStateRow(voice, one)] : []));
}

function toStateRow(voice: Voice, one: GrantRow): StateRow {
  const { t } = voice;
  const need = one.requirement as NonNullable<GrantRow["requirement"]>;
  const isLater = one.state === "missing" && need.phase === "addedOnApproval";
  const remarks = [
    ...(one.state === "wider" ? [widerLine(voice, one)] : []),
    ...one.hints
      .filter((hint) => hint !== "added-on-approval")
      .map((hint) => say(t(`report.hint.${hint}`))),
  ];
  return requirementRow(voice, need, isLater ? "later" : one.state, remarks);
}

function widerLine({ t }: Voice, { grants }: GrantRow): Part {
  const values = new Set(grants.map(({ value, id }) => value ?? id ?? ""));
  return sayQuoting(t, "report.widerBy", { by: [...values].join(", ") });
}

const TO_DO: readonly Remedy[] = ["consent", "register-and-consent", "narrow", "look"];

/** What has to be configured and is open, by what to do about it and who may. */
export function drawTodo(voice: Voice, rows: readonly GrantRow[]): Part {
  const needed = rows.filter(({ requirement }) => requirement?.phase === "configured");
  const groups = TO_DO.flatMap((remedy) => {
    const rows = needed.filter((one) => one.remedy === remedy);
    return rows.length === 0 ? [] : [drawRemedy(voice, remedy, rows)];
  });
  return under(voice.t("report.todo"), list(groups));
}

type Rows = readonly [GrantRow, ...GrantRow[]];

/** Rows that the same people may mend. */
function byRoles(rows: readonly GrantRow[]): Rows[] {
  const groups = new Map<string, Rows>();
  for (const one of rows) {
    const key = one.roles.join(" ");
    const known = groups.get(key);
    groups.set(key, known ? [...known, one] : [one]);
  }
  return [...groups.values()];
}

function drawRemedy(voice: Voice, remedy: Remedy, rows: readonly GrantRow[]): Part {
  const { t } = voice;
  const whom = byRoles(rows).flatMap((some) => [
    ...some.flatMap((one) => needLine(voice, one)),
    ...whoLines(voice, some[0].roles, "consent.part.who"),
  ]);
  return group({
    title: say(t(`report.remedy.${remedy}`)),
    lines: paragraphs([t(`report.remedy.${remedy}.do`), ...whom]),
  });
}

function needLine(voice: Voice, { requirement }: GrantRow): string[] {
  if (!requirement) return [];
  return [`• ${permissionName(voice, requirement.permission, requirement.type)}`];
}

/** The roles by their titles; nothing where nobody is named. */
export function whoLines(
  { t, local, world }: Voice,
  roles: readonly string[],
  key = "report.who",
): string[] {
  const known = world.catalogue.consent.grantRoles.filter(({ id }) => roles.includes(id));
  if (known.length === 0) return [];
  return [t(key, { roles: known.map(({ title }) => local(title)).join(", ") })];
}

/** What nothing named needs: too much, left over, and what cannot be named. */
export function drawLeftovers(voice: Voice, rows: readonly GrantRow[], limit: number): Parts {
  const inState = (state: "excess" | "ghost" | "unknown") =>
    drawLeft(
      voice,
      state,
      rows.filter((one) => one.requirement === null && one.state === state),
      limit,
    );
  return { excess: inState("excess"), ghost: inState("ghost"), unknown: inState("unknown") };
}

function drawLeft(
  voice: Voice,
  state: "excess" | "ghost" | "unknown",
  rows: readonly GrantRow[],
  limit: number,
): Part {
  if (rows.length === 0) return list([]);
  const { t } = voice;
  const roles = [...new Set(rows.flatMap((one) => one.roles))];
  return list([
    group({
      heading: say(t(`report.${state}`, { count: rows.length })),
      lead: paragraphs([t(`report.${state}Lead`)]),
      items: lines([
        ...rows.slice(0, limit).map((one) => leftLine(voice, one)),
        ...leftOut(voice, rows.length - limit),
      ]),
      after: paragraphs(whoLines(voice, roles)),
    }),
  ]);
}

function leftLine(voice: Voice, { permission, grants, hints }: GrantRow): Part {
  const { t } = voice;
  const people = new Set(grants.flatMap(({ personId }) => personId ?? []));
  const remarks = [
    ...(people.size > 0 ? [t("report.persons", { count: people.size })] : []),
    ...(hints.includes("sign-in") ? [t("report.hint.sign-in")] : []),
  ];
  return bullet(joined([tenantPermission(voice, permission), ...remarks.map(say)], ". "));
}

/** What a consent to all that is registered would grant besides. */
export function drawRequestedOnly(
  voice: Voice,
  permissions: readonly TenantPermission[],
  limit: number,
): Part {
  if (permissions.length === 0) return list([]);
  const { t } = voice;
  return list([
    group({
      heading: say(t("report.requested", { count: permissions.length })),
      lead: paragraphs([t("report.requestedLead")]),
      items: lines(tenantLines(voice, permissions, limit)),
      after: paragraphs([]),
    }),
  ]);
}

/** What could not be read, and why. */
export function gapLines({ t }: Voice, gaps: readonly Gap[]): string[] {
  return gaps.map(({ part, reason }) =>
    t("report.gap", { part: t(`report.part.${part}`), reason: t(`report.reason.${reason}`) }),
  );
}
