import type { Requirement } from "../advisor/index.ts";
import type { ConsentFacts } from "../catalogue/index.ts";
import type { Cloud } from "../cloud/index.ts";
import { grantKind } from "../grant/index.ts";
import type { LocalText } from "../local-text.ts";
import { isOpenIdScope } from "../permission/index.ts";

/** Which consent page a part leads to. */
export type Endpoint =
  /** v2 admin consent with delegated scopes by name: precise. */
  | "admin-scopes"
  /** v2 admin consent with `.default`: all that is registered on the resource. */
  | "admin-default"
  /** authorize with prompt=consent: one person for himself. */
  | "user";

/**
 * One consent link's worth of permissions. A plan on several resources has several parts, since
 * admin consent asks for one resource at a time.
 */
export interface ConsentPart {
  readonly endpoint: Endpoint;
  readonly resource: "graph" | "outlook";
  /** Values of the `scope` parameter, as they go into the link. */
  readonly scopes: readonly string[];
  readonly requirements: readonly Requirement[];
}

export interface ConsentTarget {
  /** GUID or verified domain, from {@link parseTenant}. */
  readonly tenant: string;
  /** GUID, from {@link parseClientId}. */
  readonly clientId: string;
  readonly redirectUri: string;
  /** Sealed for tenant, person, conversation and app. */
  readonly state: string;
}

/**
 * Cuts what must be granted into links.
 * Application permissions can be asked for through `.default` only; delegated scopes go by name; where
 * every scope may be granted by the person alone, the user's own consent is enough.
 * Source: learn.microsoft.com/entra/identity-platform/v2-admin-consent.
 * @param requirements what the admin configures (not what approval adds)
 */
export function planConsent(requirements: readonly Requirement[], cloud: Cloud): ConsentPart[] {
  if (requirements.length > 0 && requirements.every(mayUserGrant))
    return [
      toPart("user", requirements.every(isOutlook) ? "outlook" : "graph", requirements, cloud),
    ];
  const others = requirements.filter((requirement) => !isOpenId(requirement));
  const parts = [
    ...planResource(
      "graph",
      others.filter((requirement) => !isOutlook(requirement)),
      cloud,
    ),
    ...planResource("outlook", others.filter(isOutlook), cloud),
  ];
  return addOpenId(parts, requirements.filter(isOpenId), cloud);
}

function planResource(
  resource: ConsentPart["resource"],
  requirements: readonly Requirement[],
  cloud: Cloud,
): ConsentPart[] {
  if (requirements.length === 0) return [];
  const isApplication = requirements.some(({ type }) => type === "application");
  return [toPart(isApplication ? "admin-default" : "admin-scopes", resource, requirements, cloud)];
}

/** OpenID scopes go with a part that names its scopes: `.default` takes no others beside it. */
function addOpenId(
  parts: readonly ConsentPart[],
  openid: readonly Requirement[],
  cloud: Cloud,
): ConsentPart[] {
  if (openid.length === 0) return [...parts];
  const host = parts.find(({ endpoint }) => endpoint === "admin-scopes");
  if (!host) return [...parts, toPart("admin-scopes", "graph", openid, cloud)];
  const joined = toPart("admin-scopes", host.resource, [...host.requirements, ...openid], cloud);
  return parts.map((part) => (part === host ? joined : part));
}

function toPart(
  endpoint: Endpoint,
  resource: ConsentPart["resource"],
  requirements: readonly Requirement[],
  cloud: Cloud,
): ConsentPart {
  const base = resource === "graph" ? cloud.graphBase : cloud.outlookAppResource;
  const scopes =
    endpoint === "admin-default"
      ? [`${base}/.default`]
      : requirements.map((requirement) => scopeOf(requirement, cloud));
  return { endpoint, resource, scopes, requirements };
}

function scopeOf(requirement: Requirement, cloud: Cloud): string {
  if (isOpenId(requirement)) return requirement.permission.value;
  const base = isOutlook(requirement) ? cloud.outlookResource : cloud.graphBase;
  return `${base}/${requirement.permission.value}`;
}

/** IMAP, POP and SMTP are asked for at Outlook, whichever resource app's twin is named. */
function isOutlook({ permission }: Requirement): boolean {
  return permission.resource === "exo" || permission.tokenScope !== null;
}

function isOpenId({ permission }: Requirement): boolean {
  return isOpenIdScope(permission.value);
}

/** By definition and under the Microsoft-managed policy a plain user may grant it for himself. */
function mayUserGrant(requirement: Requirement): boolean {
  return (
    requirement.type === "delegated" &&
    requirement.form.adminConsentRequired === false &&
    requirement.form.userConsentUnderManagedPolicy === true
  );
}

/**
 * The address of a part's consent page. Every value that goes in is checked before: see parse.ts.
 * @returns an https address on the cloud's login host (on loopback in the sandbox row)
 */
export function buildConsentLink(one: ConsentPart, cloud: Cloud, target: ConsentTarget): string {
  const isUser = one.endpoint === "user";
  const path = isUser ? "oauth2/v2.0/authorize" : "v2.0/adminconsent";
  const url = new URL(`${cloud.browserLoginBase}/${encodeURIComponent(target.tenant)}/${path}`);
  const parameters = {
    client_id: target.clientId,
    ...(isUser && { response_type: "code", response_mode: "query", prompt: "consent" }),
    redirect_uri: target.redirectUri,
    scope: one.scopes.join(" "),
    state: target.state,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Titles of the directory roles that may grant all of a part, strongest facts first. */
export function mayGrant(one: ConsentPart, facts: ConsentFacts): LocalText[] {
  return rolesGranting(one, facts).map(({ title }) => title);
}

/** The directory roles that may grant all of a part, strongest facts first. */
export function rolesGranting(one: ConsentPart, facts: ConsentFacts): ConsentFacts["grantRoles"] {
  const kinds = new Set(
    one.requirements.map(({ permission: { resource }, type }) => grantKind({ type, resource })),
  );
  return facts.grantRoles.filter(
    ({ grants }) => grants.length > 0 && [...kinds].every((kind) => grants.includes(kind)),
  );
}
