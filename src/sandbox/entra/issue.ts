import { randomBytes } from "node:crypto";
import { findPerson, type Person } from "../directory/people.ts";
import { tokenLifetime } from "../keys.ts";
import { type Authority, type Client, dropExpired } from "./authority.ts";
import { requireSecondFactor, requireUnblocked } from "./policies.ts";
import { EntraRefusal, invalidScope } from "./refusal.ts";
import { type AskedResource, type AskedScopes, openIdScopes } from "./scopes.ts";
import { signIdToken, signPersonToken, type TokenTraits } from "./tokens.ts";

/** What every grant that speaks for a person ends in. */
export interface PersonRequest extends TokenTraits {
  readonly client: Client;
  readonly person: Person;
  readonly scopes: AskedScopes;
  readonly amr: readonly string[];
  readonly nonce?: string;
  readonly isClientInfoWanted: boolean;
}

/** The token endpoint's answer for a person. */
export interface PersonTokens {
  readonly token_type: "Bearer";
  readonly scope: string;
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly client_info?: string;
}

/** Days that a refresh token lasts unused. */
const sessionDays = 90;

/**
 * Gives a person's tokens for the one resource that is asked for.
 * @throws EntraRefusal 65001 without consent, 50076 without second factor, 53003 for somebody
 *   who is kept out, 700022 for two resources
 */
export async function issueForPerson(
  authority: Authority,
  request: PersonRequest,
): Promise<PersonTokens> {
  const asked = requireOneResource(authority, request.scopes);
  const values = requireGranted(authority, request, asked);
  const { client, person, amr, xms_cc } = request;
  requireUnblocked(authority, person);
  requireSecondFactor(authority, person, amr);
  const clientId = client.application.appId;
  const access_token = await signPersonToken(authority, {
    person,
    clientId,
    resource: asked.resource,
    values: values.filter((value) => value !== "offline_access"),
    amr,
    ...(xms_cc && { xms_cc }),
  });
  return {
    token_type: "Bearer",
    scope: toEcho(request.scopes, asked, values),
    expires_in: tokenLifetime,
    ext_expires_in: tokenLifetime,
    access_token,
    ...(await toExtras(authority, request)),
  };
}

/** The person that a token or code names. @throws EntraRefusal 50034 */
export function requirePerson(id: string): Person {
  const person = findPerson(id);
  if (person?.id === id) return person;
  const message = `The user account ${id} does not exist in the directory.`;
  throw new EntraRefusal(50034, "invalid_grant", message);
}

function requireOneResource(authority: Authority, scopes: AskedScopes): AskedResource {
  const [first, second] = scopes.resources;
  if (first && !second) return first;
  if (!first) throw invalidScope(scopes.text, `It names no resource of ${authority.tenant.name}.`);
  const message = `The provided value for the input parameter 'scope' is not valid because it contains more than one resource. The scope '${scopes.text}' asks for ${first.resource.audience} and ${second?.resource.audience}.`;
  throw new EntraRefusal(700022, "invalid_scope", message);
}

/** All that is granted on that resource, to everybody or to the person, if what is asked for is among it. */
function requireGranted(authority: Authority, request: PersonRequest, asked: AskedResource) {
  const { client, person } = request;
  const resourceId = asked.resource.principal?.id ?? "";
  const granted = listGranted(authority, {
    clientId: client.principal.id,
    resourceId,
    personId: person.id,
  });
  const isAnyEnough = asked.isDefault || asked.values.length === 0;
  const isEnough = isAnyEnough
    ? granted.length > 0
    : asked.values.every((value) => granted.includes(value));
  if (isEnough) return granted;
  const { appId, displayName } = client.application;
  const message = `The user or administrator has not consented to use the application with ID '${appId}' named '${displayName}'. Send an interactive authorization request for this user and resource.`;
  const details = authority.switches.isSuberrorSent ? { suberror: "consent_required" } : {};
  throw new EntraRefusal(65001, "invalid_grant", message, details);
}

/** Scope values that a client holds on a resource for a person, whether for him or for everybody. */
export function listGranted(
  { directory }: Authority,
  held: { readonly clientId: string; readonly resourceId: string; readonly personId: string },
): readonly string[] {
  const rows = directory
    .listDelegated(held.clientId, "now")
    .filter((row) => row.resourceId === held.resourceId)
    .filter(({ principalId }) => principalId === null || principalId === held.personId);
  return [...new Set(rows.flatMap(({ scope }) => scope.split(" ").filter(Boolean)))];
}

/** In the form asked: a client looks its cache up by what it wrote, with the resource or without. */
function toEcho(scopes: AskedScopes, { prefix }: AskedResource, values: readonly string[]): string {
  const written = scopes.text.split(" ").filter((word) => word !== "offline_access");
  const known = new Set(written.map((word) => word.toLowerCase()));
  const others = values
    .filter((value) => value !== "offline_access" && !known.has(value.toLowerCase()))
    .map((value) => (openIdScopes.includes(value) ? value : `${prefix}${value}`))
    .filter((word) => !known.has(word.toLowerCase()));
  return [...written, ...others].join(" ");
}

async function toExtras(authority: Authority, request: PersonRequest) {
  const { client, person, scopes, nonce, isClientInfoWanted } = request;
  const clientId = client.application.appId;
  const info = { uid: person.id, utid: authority.tenant.id };
  const named = { person, clientId, ...(nonce !== undefined && { nonce }) };
  return {
    ...(scopes.openId.includes("offline_access") && {
      refresh_token: openSession(authority, request),
    }),
    ...(scopes.openId.includes("openid") && { id_token: await signIdToken(authority, named) }),
    ...(isClientInfoWanted && {
      client_info: Buffer.from(JSON.stringify(info)).toString("base64url"),
    }),
  };
}

function openSession(authority: Authority, { client, person, amr }: PersonRequest): string {
  const now = authority.now();
  // Those that have expired are known as such for as long again.
  dropExpired(authority.sessions, now - sessionDays * 86_400_000);
  const token = randomBytes(48).toString("base64url");
  const expiresAt = now + sessionDays * 86_400_000;
  const clientId = client.application.appId;
  authority.sessions.set(token, { clientId, personId: person.id, amr, expiresAt });
  return token;
}
