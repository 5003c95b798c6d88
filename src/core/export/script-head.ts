import { toComment } from "./quote.ts";
import type { PlannedResource, ScriptPlan } from "./script-plan.ts";
import type { Sheet } from "./sheet.ts";
import type { SheetRow } from "./sheet-row.ts";

/** What every script says of itself, a line each and without marks of comments. */
export function listHead(sheet: Sheet, plan: ScriptPlan, lines: readonly string[]): string[] {
  const { cases, title, link, app } = sheet;
  return [
    title,
    ...(cases.length > 1 ? cases.map((one) => `- ${one.title}`) : []),
    ...(app
      ? [`For the app ${app.name} (${app.clientId}): what was missing there when it was read.`]
      : []),
    link,
    "",
    ...lines,
    ...listLeftOut(plan),
  ].map(toComment);
}

/** What a script leaves out, and why. */
function listLeftOut({ onApproval, perTeam, unknown }: ScriptPlan): string[] {
  return [
    ...leftOut("Not here, because the vendor's approval adds it:", onApproval),
    ...leftOut("Not here, because it is granted team by team when the app is installed:", perTeam),
    ...leftOut("Not here, because it could not be read whether it is granted:", unknown),
  ];
}

function leftOut(why: string, rows: readonly SheetRow[]): string[] {
  if (rows.length === 0) return [];
  return ["", why, ...rows.map((row) => `- ${row.permission} (${row.type}, ${row.resource})`)];
}

/** Lines of comments, the empty ones without a blank at their end. */
export function writeComments(mark: string, lines: readonly string[]): string {
  return lines.map((line) => `${mark} ${line}`.trimEnd()).join("\n");
}

/** A name for variables and resources, of `a-z` and underscores: `graph`, `exchange`. */
export function nameResource({ appId }: PlannedResource): string {
  return NAMES[appId] ?? `api_${appId.replaceAll("-", "_")}`;
}

/** Well-known resource apps, by app id. */
const NAMES: Readonly<Record<string, string>> = {
  "00000003-0000-0000-c000-000000000000": "graph",
  "00000002-0000-0ff1-ce00-000000000000": "exchange",
};
