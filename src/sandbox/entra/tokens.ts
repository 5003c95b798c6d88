import { createHash } from "node:crypto";
import type { JWTPayload } from "jose";
import type { Person } from "../directory/people.ts";
import { type Authority, type Client, toConnectorIssuer, toIssuer } from "./authority.ts";
import type { Resource } from "./resources.ts";

/** What every access token of a request carries, whoever it is for. */
export interface TokenTraits {
  /** Client capabilities (`CP1`): the resource may answer with a claims challenge. */
  readonly xms_cc?: readonly string[];
}

/**
 * An app's own token: its app roles on that resource as of now, as Graph reads them.
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function signAppToken(
  authority: Authority,
  client: Client,
  grant: TokenTraits & { readonly resource: Resource },
): Promise<string> {
  const { resource, xms_cc } = grant;
  const { principal } = client;
  const roles = findRoles(authority, client, resource);
  return authority.keys.sign({
    ...toCommon(authority, client.application.appId, resource),
    ...toProof(client, resource),
    ...(xms_cc && { xms_cc }),
    ...(roles.length > 0 && { roles }),
    idtyp: "app",
    oid: principal.id,
    sub: principal.id,
  });
}

function findRoles({ directory }: Authority, { principal }: Client, resource: Resource): string[] {
  const offered = resource.principal?.appRoles ?? [];
  const held = directory
    .listAssignments(principal.id, "now")
    .filter(({ resourceId }) => resourceId === resource.principal?.id);
  return held.flatMap(({ appRoleId }) => offered.find(({ id }) => id === appRoleId)?.value ?? []);
}

/** Who a delegated token is for, and what it may do there. */
export interface PersonGrant extends TokenTraits {
  readonly person: Person;
  readonly clientId: string;
  readonly resource: Resource;
  readonly values: readonly string[];
  /** How the person signed in: `pwd`, `mfa`. */
  readonly amr: readonly string[];
}

/**
 * A person's token for an app, also the one that Teams gives a tab or a bot for its own API.
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function signPersonToken(authority: Authority, grant: PersonGrant): Promise<string> {
  const { person, clientId, resource, values, amr, xms_cc } = grant;
  const isFirst = resource.version === 1;
  const name = person.userPrincipalName;
  return authority.keys.sign({
    ...toCommon(authority, clientId, resource),
    ...(isFirst ? { upn: name, unique_name: name, amr } : { preferred_username: name }),
    ...(xms_cc && { xms_cc }),
    ...toIdentity(person, clientId),
    scp: values.join(" "),
  });
}

/** https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference */
export function signIdToken(
  authority: Authority,
  { person, clientId, nonce }: { person: Person; clientId: string; nonce?: string },
): Promise<string> {
  return authority.keys.sign({
    aud: clientId,
    iss: toIssuer(authority),
    ...toIdentity(person, clientId),
    ...(nonce !== undefined && { nonce }),
    preferred_username: person.userPrincipalName,
    tid: authority.tenant.id,
    uti: authority.ids.next(),
    ver: "2.0",
  });
}

/** `wids` are role template ids; Entra sends them to apps with `groupMembershipClaims` only. */
function toIdentity(person: Person, clientId: string): JWTPayload {
  // Subjects are pairwise: no two apps see the same one for a person.
  const sub = createHash("sha256").update(`${person.id} ${clientId}`).digest("base64url");
  return { name: person.name, oid: person.id, sub, wids: person.directoryRoles };
}

/** Version 1 names the client `appid`, version 2 `azp`. */
function toCommon(authority: Authority, clientId: string, resource: Resource): JWTPayload {
  const { tenant, ids } = authority;
  const isFirst = resource.version === 1;
  return {
    aud: resource.audience,
    iss: isFirst ? toConnectorIssuer(tenant.id) : toIssuer(authority),
    ...(isFirst ? { appid: clientId } : { azp: clientId }),
    tid: tenant.id,
    uti: ids.next(),
    ver: isFirst ? "1.0" : "2.0",
  };
}

/** `1` stands for a secret, `2` for a certificate. */
function toProof({ credential }: Client, { version }: Resource): JWTPayload {
  const acr = credential === "secret" ? "1" : "2";
  return version === 1 ? { appidacr: acr } : { azpacr: acr };
}
