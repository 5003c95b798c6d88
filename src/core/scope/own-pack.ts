import { type EntraRole, type OwnRole, rolesFor } from "../access/index.ts";
import { formatSelection, type Selection } from "../advisor/index.ts";
import type { CatalogueFiles, PackHead, Row } from "../catalogue/index.ts";
import type { LocalText } from "../local-text.ts";
import { isOpenIdScope } from "../permission/index.ts";
import type { Registration } from "./registrations.ts";
import roleTitles from "./roles.json" with { type: "json" };
import type { OwnPermission, Scope, ScopeId } from "./scope.ts";
import { listAsked, SCOPES } from "./scopes.ts";

/** Id of the pack that Consentry's own scopes are in the catalogue. */
export const OWN_PACK = "consentry";

/** The question that tells the scenarios of that pack apart. */
const DIMENSION = "scope";

/**
 * Consentry's own scopes as scenarios of its pack; head, words and notes of it are data of the catalogue.
 * What waits for a planned call is left out: nobody is asked for it.
 * @param head of the pack: names the document that the scenarios come from
 * @returns files of the catalogue by path: `consentry/scenarios/home.json`
 */
export function toOwnPack(head: PackHead): CatalogueFiles {
  const files = SCOPES.map((scope) => [
    `${OWN_PACK}/scenarios/${scope.id}.json`,
    toScenario(head, scope),
  ]);
  return Object.fromEntries(files);
}

/** The code of the selection that asks for one of Consentry's own scopes: `1~consentry.scope_home`. */
export function toOwnSelection(id: ScopeId): string {
  return formatSelection([{ pack: OWN_PACK, choices: { [DIMENSION]: id } }]);
}

/** What one of Consentry's app registrations asks for. */
export interface OwnShare {
  readonly registration: Registration;
  readonly selection: Selection;
}

/**
 * A selection of Consentry's own scopes by the app registration that asks for each, the API's first.
 * @returns nothing where the selection has a scope of anything else
 */
export function splitByRegistration(selection: Selection): readonly OwnShare[] {
  if (selection.some(({ pack }) => pack !== OWN_PACK)) return [];
  const shares = REGISTRATIONS.map((registration) => ({
    registration,
    selection: selection.filter(({ choices }) => registrationOf(choices) === registration),
  }));
  return shares.filter((share) => share.selection.length > 0);
}

const REGISTRATIONS: readonly Registration[] = ["api", "bot"];

function registrationOf(choices: Readonly<Record<string, string>>): Registration {
  return SCOPES.find(({ id }) => id === choices[DIMENSION])?.registration ?? "api";
}

function toScenario({ document }: PackHead, scope: Scope) {
  const rows = listAsked(scope).map(toRow);
  return {
    id: scope.id,
    title: scope.title,
    purpose: scope.why,
    choices: { [DIMENSION]: [scope.id] },
    variants: [{ id: "default", configured: rows }],
    context: toContext(scope),
    notes: scope.side === "server" ? SERVER_NOTES : CLIENT_NOTES,
    sources: [{ ...document, section: scope.title }],
  };
}

/** Notes worth reading with a scope. */
const CLIENT_NOTES = ["scope-model", "who-consents"];
const SERVER_NOTES = ["service-account-or-application", "planned", "scope-model"];

function toContext({ side, enteredBy, who, includes, permissions }: Scope) {
  return {
    side,
    enteredBy,
    roles: rolesFor(who).map((role) => ROLE_TITLES[role]),
    includes,
    grants: permissions[0]?.type ?? "delegated",
  };
}

const ROLE_TITLES: Readonly<Record<EntraRole | OwnRole, LocalText>> = roleTitles;

function toRow({ value, type, justification }: OwnPermission): Row {
  const component = isOpenIdScope(value) ? "openid" : "microsoft-graph";
  return { permission: `graph:${value}`, type, component, reason: justification };
}
