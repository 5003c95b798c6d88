import type { Requirement } from "../advisor/index.ts";
import type { ConsentFacts } from "../catalogue/index.ts";
import type { Cloud } from "../cloud/index.ts";

/** The OpenID scopes: of no resource, asked for by their bare names. */
const OPENID_SCOPES = new Set(["openid", "profile", "email", "offline_access"]);

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
  /** Sealed, single use. */
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
  const openid = requirements.filter(isOpenId);
  const outlook = requirements.filter((need) => !isOpenId(need) && need.permission.tokenScope);
  const others = requirements.filter((need) => !isOpenId(need) && !need.permission.tokenScope);
  if (requirements.length > 0 && requirements.every(mayUserGrant))
    return [
      part(
        "user",
        outlook.length > 0 && others.length === 0 ? "outlook" : "graph",
        requirements,
        cloud,
      ),
    ];
  const groups = [
    ["graph", others],
    ["outlook", outlook],
  ] as const;
  const filled = groups.filter(([, needs]) => needs.length > 0);
  if (filled.length === 0 && openid.length > 0)
    return [part("admin-scopes", "graph", openid, cloud)];
  return filled.map(([resource, needs], index) => {
    const isApplication = needs.some((need) => need.type === "application");
    const endpoint = isApplication ? "admin-default" : "admin-scopes";
    return part(endpoint, resource, index === 0 ? [...needs, ...openid] : needs, cloud);
  });
}

function part(
  endpoint: Endpoint,
  resource: ConsentPart["resource"],
  requirements: readonly Requirement[],
  cloud: Cloud,
): ConsentPart {
  const base = resource === "graph" ? cloud.graphBase : cloud.outlookResource;
  const scopes =
    endpoint === "admin-default"
      ? [`${base}/.default`]
      : requirements.map((need) => scopeOf(need, cloud));
  return { endpoint, resource, scopes, requirements };
}

function scopeOf(need: Requirement, cloud: Cloud): string {
  if (isOpenId(need)) return need.permission.value;
  const base = need.permission.tokenScope ? cloud.outlookResource : cloud.graphBase;
  return `${base}/${need.permission.value}`;
}

function isOpenId(need: Requirement): boolean {
  return OPENID_SCOPES.has(need.permission.value);
}

/** By definition and under the Microsoft-managed policy a plain user may grant it for himself. */
function mayUserGrant(need: Requirement): boolean {
  return (
    need.type === "delegated" &&
    need.form.adminConsentRequired === false &&
    need.form.userConsentUnderManagedPolicy === true
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
export function mayGrant(one: ConsentPart, facts: ConsentFacts): string[] {
  const kinds = new Set(one.requirements.map(grantKind));
  return facts.grantRoles
    .filter(({ grants }) => grants.length > 0 && [...kinds].every((kind) => grants.includes(kind)))
    .map(({ title }) => title);
}

function grantKind(need: Requirement): "delegated" | "exo-application" | "graph-application" {
  if (need.type === "delegated") return "delegated";
  return need.permission.resource === "exo" ? "exo-application" : "graph-application";
}
