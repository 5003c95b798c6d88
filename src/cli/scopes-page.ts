import { localize } from "../core/local-text.ts";
import { isOpenIdScope } from "../core/permission/index.ts";
import {
  type Call,
  isAskedFor,
  listCallsOf,
  listSignInUsesOf,
  OWN_REGISTRY,
  type OwnPermission,
  SCOPES,
  type Scope,
  type ScopeId,
  tokenValues,
} from "../core/scope/index.ts";

/** Lines of the page on Consentry's own permissions, below its title. */
export function scopesPage(): readonly string[] {
  return [
    "Consentry asks for the permissions of a scope only when its context is entered, and for no other.",
    "Answers from the catalogue take no sign-in and no permission.",
    "",
    "![Where Consentry asks for permissions](scopes.svg)",
    "",
    "| scope | entered by | who | side | includes | app registration | asks Microsoft Graph for |",
    "|---|---|---|---|---|---|---|",
    ...SCOPES.map(toSummaryRow),
    "",
    "People sign in through the API, jobs without a person through the bot; a token of one is good for nothing at the other.",
    "`Admin consent` is by definition; a policy of the tenant may ask for more.",
    "A permission marked *planned* waits for calls that are not built yet: no sign-in, no consent link and no app registration names it, and nobody is asked for it.",
    "",
    ...SCOPES.flatMap(toSection),
    "## Calls of Microsoft Graph",
    "",
    "Each call runs under the scopes named beside it, and one of the permissions suffices.",
    "",
    "| call | method | path | what for | scopes | least privileged | also accepted here |",
    "|---|---|---|---|---|---|---|",
    ...OWN_REGISTRY.calls.map(toCallRow),
    "",
    ...OWN_REGISTRY.calls.flatMap(({ id, note }) => (note ? [`- \`${id}\`: ${note}`] : [])),
  ];
}

function toSummaryRow(scope: Scope): string {
  const { id, enteredBy, who, side, includes, registration } = scope;
  const asks = tokenValues(id).map(code).join(", ") || "nothing";
  const held = includes.map(toLink).join(", ") || "-";
  return `| ${toLink(id)} | ${localize(enteredBy, "en")} | ${who} | ${side} | ${held} | ${registration} | ${asks} |`;
}

function toLink(id: ScopeId): string {
  const { title } = SCOPES.find((scope) => scope.id === id) as Scope;
  const anchor = localize(title, "en").toLowerCase().replaceAll(" ", "-");
  return `[${id}](#${anchor})`;
}

function toSection(scope: Scope): readonly string[] {
  return [
    `## ${localize(scope.title, "en")}`,
    "",
    localize(scope.why, "en"),
    "",
    ...toTable(scope),
    "",
  ];
}

function toTable(scope: Scope): readonly string[] {
  if (scope.permissions.length === 0) {
    const held = scope.includes.map(toLink).join(", ");
    return [`It holds no permission of its own: what ${held} holds is enough.`];
  }
  return [
    "| permission | type | origin | admin consent | justification | calls |",
    "|---|---|---|---|---|---|",
    ...scope.permissions.map((permission) => toPermissionRow(scope, permission)),
  ];
}

function toPermissionRow(scope: Scope, permission: OwnPermission): string {
  const { value, type, origin, adminConsent, justification } = permission;
  const isPlanned = !isAskedFor(OWN_REGISTRY, scope, permission);
  const name = isPlanned ? `${code(value)} *planned*` : code(value);
  const consent = adminConsent ? "Yes" : "No";
  return `| ${name} | ${type} | ${origin} | ${consent} | ${localize(justification, "en")} | ${toUses(scope, permission)} |`;
}

function toUses(scope: Scope, permission: OwnPermission): string {
  if (isOpenIdScope(permission.value))
    return listSignInUsesOf(OWN_REGISTRY, scope, permission)
      .map(({ gives }) => gives)
      .join(" ");
  return listCallsOf(OWN_REGISTRY, scope, permission)
    .map((call) => code(`${call.method} ${addressOf(call)}`))
    .join("<br>");
}

function toCallRow(call: Call): string {
  const { id, method, purpose, scopes, least, accepts, isPlanned, source } = call;
  const name = `[\`${id}\`](${source})${isPlanned ? " *planned*" : ""}`;
  const also = accepts.map(code).join(", ") || "-";
  return `| ${name} | ${method} | ${code(addressOf(call))} | ${purpose} | ${scopes.map(toLink).join(", ")} | ${least.map(code).join(", ")} | ${also} |`;
}

function addressOf({ version, path }: Call): string {
  return version === "beta" ? `/beta${path}` : path;
}

function code(text: string): string {
  return `\`${text}\``;
}
