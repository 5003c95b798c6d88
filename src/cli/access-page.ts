import { actions, commands, extensionRoutes } from "../bot/index.ts";
import {
  ENTRA_ROLES,
  type EntraRole,
  mayEnter,
  type OwnRole,
  STRANGER,
  type Standing,
  type Who,
} from "../core/access/index.ts";
import type { ScopeId } from "../core/scope/index.ts";
import { DEFAULT_SETTINGS } from "../core/settings/index.ts";
import { TAB_ROUTES, type TabRoute } from "../core/tab-api/index.ts";
import { createTexts } from "../i18n/index.ts";

/** Something that may be entered or not. */
export interface Entrance {
  /** `verify`, `action:verify`, `GET /api/settings` */
  readonly name: string;
  readonly who: Who;
  readonly scope: ScopeId | null;
}

/** Everything that people can enter, by where they do so. */
export const ENTRANCES: Readonly<
  Record<"Commands" | "Buttons of cards" | "Message extension" | "The tab", readonly Entrance[]>
> = {
  Commands: commands.map(({ name, who, scope }) => ({ name, who, scope })),
  "Buttons of cards": actions.map(({ verb, who, scope }) => ({ name: verb, who, scope })),
  "Message extension": extensionRoutes,
  "The tab": Object.values<TabRoute>(TAB_ROUTES).map(({ method, path, who, scope }) => ({
    name: `${method} ${path}`,
    who,
    scope,
  })),
};

/** Who may come, by the heading of a column: one person for each role, one without any, and a guest. */
export const VISITORS: Readonly<Record<string, Standing>> = toVisitors();

function toVisitors(): Record<string, Standing> {
  const t = createTexts("en");
  const roles: readonly (EntraRole | OwnRole)[] = [
    ...Object.values(ENTRA_ROLES),
    "catalog-manager",
    "approver",
  ];
  const decide: ReadonlySet<EntraRole | OwnRole> = new Set(DEFAULT_SETTINGS.approval.roles);
  const holders = roles.map((role) => {
    const given = decide.has(role) ? [role, "approver" as const] : [role];
    return [t(`role.${role}`), { isMember: true, roles: new Set(given) }] as const;
  });
  return {
    Guest: STRANGER,
    Member: { isMember: true, roles: new Set() },
    ...Object.fromEntries(holders),
  };
}

/** The lines of docs/access.md. */
export function accessPage(): readonly string[] {
  return [
    "Who may take which route, in the chat and in the tab. People of other tenants may take none.",
    "Who decides on requests is said in Settings, by name or by role; the table shows the roles that do until then.",
    "In the chat a route with a scope, or with a role, first signs its person in; a route of the tab always knows who asks.",
    "Microsoft Graph and Entra ID decide for themselves besides: a member who may check the tenant still sees there only what their account may see.",
    "",
    ...Object.entries(ENTRANCES).flatMap(([title, entrances]) => [
      `## ${title}`,
      "",
      `| route | scope | ${Object.keys(VISITORS).join(" | ")} |`,
      `|---|---|${"---|".repeat(Object.keys(VISITORS).length)}`,
      ...entrances.map(toRow),
      "",
    ]),
  ];
}

function toRow({ name, who, scope }: Entrance): string {
  const cells = Object.values(VISITORS).map((standing) => (mayEnter(who, standing) ? "yes" : "no"));
  return `| \`${name}\` | ${scope ?? "-"} | ${cells.join(" | ")} |`;
}
