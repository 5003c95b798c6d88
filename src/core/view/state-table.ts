import type { Requirement } from "../advisor/index.ts";
import type { TenantPermission } from "../grant/index.ts";
import { resourceName, typeName } from "./names.ts";
import { group, hide, label, lines, list, type Part, row, say, sayQuoting } from "./parts.ts";
import type { Voice } from "./voice.ts";

/** Rows that a table shows before the rest is folded away. */
const PAGE = 20;

/** A permission and how it stands, in words. */
export interface StateRow {
  readonly permission: Part;
  readonly remarks: readonly Part[];
  readonly type: string;
  readonly state: State;
}

/** How a permission stands; said in words, and only underlined by its look. */
export type State = keyof typeof LOOKS;

const PLAIN = { color: "Default", weight: "Default" } as const;

const LOOKS = {
  granted: { color: "Good", weight: "Default" },
  missing: { color: "Attention", weight: "Bolder" },
  wider: { color: "Warning", weight: "Default" },
  unknown: { color: "Warning", weight: "Bolder" },
  later: PLAIN,
  excess: PLAIN,
  ghost: PLAIN,
} as const;

/** Rows of permission · type · state: a list of one table, or of none where there are no rows. */
export function stateTable(
  voice: Voice,
  rows: readonly StateRow[],
  { id, heading }: { readonly id: string; readonly heading: string },
): Part {
  if (rows.length === 0) return list([]);
  const { t } = voice;
  const parts = rows.map((one) => drawRow(voice, one));
  const rest = parts.slice(PAGE);
  const more = group({
    id: hide(`more-${id}`),
    title: label(t("table.more", { count: rest.length })),
    rows: list(rest),
  });
  return list([
    group({
      heading: say(heading),
      head: row({
        permission: say(t("table.head.permission")),
        type: say(t("table.head.type")),
        state: say(t("table.head.state")),
      }),
      rows: list(parts.slice(0, PAGE)),
      more: list(rest.length === 0 ? [] : [more]),
    }),
  ]);
}

function drawRow({ t }: Voice, { permission, remarks, type, state }: StateRow): Part {
  return row({
    permission,
    remarks: lines(remarks),
    type: say(type),
    state: say(t(`state.${state}`)),
    color: hide(LOOKS[state].color),
    weight: hide(LOOKS[state].weight),
  });
}

/** The row of something needed. Microsoft Graph goes without saying. */
export function requirementRow(
  voice: Voice,
  need: Requirement,
  state: State,
  remarks: readonly Part[] = [],
): StateRow {
  const isGraph = need.permission.resource === "graph";
  const resource = isGraph ? [] : [say(resourceName(voice.world.catalogue, need.permission))];
  return {
    permission: say(need.permission.value),
    remarks: [...resource, ...remarks],
    type: typeName(voice, need.type),
    state,
  };
}

/** "Mail.Send (Application), Microsoft Graph": a permission as the tenant names it. */
export function tenantPermission(voice: Voice, permission: TenantPermission): Part {
  const value = permission.value ?? permission.id ?? voice.t("permission.unnamed");
  return sayQuoting(
    voice.t,
    "permission.line",
    { value, resource: permission.resourceName },
    { type: typeName(voice, permission.type) },
  );
}

/** Parts one after the other in one line. */
export function joined(parts: readonly Part[], separator = " "): Part {
  return {
    data: parts.map(({ data }) => String(data)).join(separator),
    text: [parts.flatMap(({ text }) => text).join(separator)],
  };
}

/** Permissions of a tenant one under the other, as many as there is room for. */
export function tenantLines(
  voice: Voice,
  permissions: readonly TenantPermission[],
  limit: number,
): Part[] {
  const shown = permissions.slice(0, limit).map((one) => bullet(tenantPermission(voice, one)));
  return [...shown, ...leftOut(voice, permissions.length - limit)];
}

/** How many more there are, where not all are shown. */
export function leftOut({ t }: Voice, count: number): Part[] {
  return count <= 0 ? [] : [say(t("report.more", { count }))];
}

/** A line of a list. */
export function bullet(part: Part): Part {
  return joined([say("•"), part]);
}
