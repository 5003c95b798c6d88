import { createHash } from "node:crypto";
import type { JWTPayload } from "jose";
import type { Person } from "../directory/people.ts";
import type { Application } from "../directory/tenant-directory.ts";
import type { TokenLife } from "../keys.ts";
import {
  type Authority,
  type Client,
  dropExpired,
  toConnectorIssuer,
  toIssuer,
} from "./authority.ts";
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
    ...(isClaimed(resource, "idtyp") && { idtyp: "app" }),
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
  readonly life?: TokenLife;
}

/**
 * A person's token for an app, also the one that Teams gives a tab or a bot for its own API.
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function signPersonToken(authority: Authority, grant: PersonGrant): Promise<string> {
  const { person, clientId, resource, values, amr, xms_cc, life } = grant;
  const isFirst = resource.version === 1;
  const name = person.userPrincipalName;
  const common = toCommon(authority, clientId, resource);
  rememberSignIn(authority, common.uti, amr);
  return authority.keys.sign(
    {
      ...common,
      ...(isFirst ? { upn: name, unique_name: name, amr } : { preferred_username: name }),
      ...(xms_cc && { xms_cc }),
      ...toIdentity(person, clientId),
      ...(isClaimed(resource, "acct") && { acct: toAccountKind(person) }),
      ...toRoles(person, resource.application),
      scp: values.join(" "),
    },
    life,
  );
}

/** Hours that a token lives at most. */
const rememberedHours = 24;

/** Only tokens of version 1 say how somebody signed in; Entra knows it of all of its tokens. */
function rememberSignIn({ signIns, now }: Authority, uti: string, amr: readonly string[]): void {
  dropExpired(signIns, now());
  signIns.set(uti, { amr, expiresAt: now() + rememberedHours * 3_600_000 });
}

/**
 * `wids` are role template ids; they stand in tokens for apps that ask for them only.
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
function toRoles(person: Person, application: Application | undefined): JWTPayload {
  return application?.groupMembershipClaims ? { wids: person.directoryRoles } : {};
}

/**
 * Whether a token for that API carries an optional claim; Microsoft's own APIs carry `idtyp`.
 * https://learn.microsoft.com/entra/identity-platform/optional-claims-reference
 */
function isClaimed({ application }: Resource, claim: string): boolean {
  return application ? application.accessTokenClaims.includes(claim) : claim === "idtyp";
}

/** https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference */
export function signIdToken(
  authority: Authority,
  { person, clientId, nonce }: { person: Person; clientId: string; nonce?: string },
): Promise<string> {
  const application = authority.directory.findApplication(clientId);
  return authority.keys.sign({
    aud: clientId,
    iss: toIssuer(authority),
    ...toIdentity(person, clientId),
    ...toRoles(person, application),
    ...(application?.idTokenClaims.includes("acct") && { acct: toAccountKind(person) }),
    ...(nonce !== undefined && { nonce }),
    preferred_username: person.userPrincipalName,
    tid: authority.tenant.id,
    uti: authority.ids.next(),
    ver: "2.0",
  });
}

/** `acct`: 0 for members of the tenant, 1 for guests. */
function toAccountKind({ userRole }: Person): 0 | 1 {
  return userRole === "guest" ? 1 : 0;
}

function toIdentity(person: Person, clientId: string): JWTPayload {
  // Subjects are pairwise: no two apps see the same one for a person.
  const sub = createHash("sha256").update(`${person.id} ${clientId}`).digest("base64url");
  return { name: person.name, oid: person.id, sub };
}

/** Version 1 names the client `appid`, version 2 `azp`. */
function toCommon(authority: Authority, clientId: string, resource: Resource) {
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
