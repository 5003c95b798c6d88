import { createHash } from "node:crypto";
import { decodeJwt, errors, type JWTPayload } from "jose";
import { z } from "zod";
import { type Authority, type Code, toConnectorIssuer, toIssuer } from "./authority.ts";
import type { Grant } from "./grant.ts";
import { issueForPerson, type PersonTokens, requirePerson } from "./issue.ts";
import { EntraRefusal } from "./refusal.ts";
import { readScopes } from "./scopes.ts";

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow */
export async function redeemAssertion(authority: Authority, grant: Grant): Promise<PersonTokens> {
  const { client, fields } = grant;
  if (fields.require("requested_token_use") !== "on_behalf_of") {
    const message = "The 'requested_token_use' parameter has to be 'on_behalf_of'.";
    throw new EntraRefusal(90100, "invalid_request", message);
  }
  const scope = fields.require("scope");
  const assertion = fields.require("assertion");
  const claims = await verifyAssertion(authority, grant, assertion);
  return issueForPerson(authority, {
    ...toRequest(grant),
    client,
    person: requirePerson(claims.oid),
    scopes: readScopes(authority, client.application, scope),
    amr: authority.signIns.get(claims.uti)?.amr ?? [],
  });
}

/** What an assertion has to say to stand for a person. */
const PersonClaims = z.object({
  oid: z.string(),
  scp: z.string().min(1),
  uti: z.string().default(""),
});

async function verifyAssertion(authority: Authority, { client }: Grant, assertion: string) {
  const claims = await verify(authority, assertion);
  const { appId, identifierUris } = client.application;
  const audiences: readonly unknown[] = [appId, `api://${appId}`, ...identifierUris];
  if (!audiences.includes(claims.aud)) {
    throw badAssertion(
      50013,
      "Assertion failed audience check. [Reason - The audience does not match the app.]",
    );
  }
  if (claims.idtyp === "app") {
    const message = `Application '${appId}' is not allowed to make application on-behalf-of calls.`;
    throw new EntraRefusal(7000114, "unauthorized_client", message);
  }
  const parsed = PersonClaims.safeParse(claims);
  if (parsed.success) return parsed.data;
  throw badAssertion(
    240002,
    "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant.",
  );
}

/** Signature and time first, against what the token itself claims; then whether that may be claimed. */
async function verify(authority: Authority, assertion: string): Promise<JWTPayload> {
  try {
    const { iss = "", aud = "" } = decodeJwt(assertion);
    const audience = typeof aud === "string" ? aud : "";
    const claims = await authority.keys.verify(assertion, { issuer: iss, audience });
    const issuers = [toIssuer(authority), toConnectorIssuer(authority.tenant.id)];
    if (issuers.includes(iss)) return claims;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw badAssertion(500133, "Assertion is not within its valid time range.");
    }
    if (!(error instanceof errors.JOSEError)) throw error;
  }
  throw badAssertion(
    50013,
    "Assertion failed signature validation. [Reason - The key was not found.]",
  );
}

function badAssertion(number: number, message: string): EntraRefusal {
  return new EntraRefusal(number, "invalid_grant", message);
}

/**
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token
 */
export async function redeemCode(authority: Authority, grant: Grant): Promise<PersonTokens> {
  const { client, fields } = grant;
  const { application } = client;
  const redirectUri = fields.require("redirect_uri");
  const code = takeCode(authority, application.appId, fields.require("code"));
  requireSame(code, { redirectUri, verifier: fields.get("code_verifier") });
  const all = readScopes(authority, application, code.scope);
  const asked = fields.get("scope");
  // Consent may span resources, a token has one: the first, where the request names none.
  const scopes = asked
    ? readScopes(authority, application, asked)
    : { ...all, resources: all.resources.slice(0, 1) };
  return issueForPerson(authority, {
    ...toRequest(grant),
    client,
    person: requirePerson(code.personId),
    scopes,
    amr: code.amr,
    ...(code.nonce !== undefined && { nonce: code.nonce }),
  });
}

/** A code works once, whatever comes of it. */
function takeCode(authority: Authority, clientId: string, text: string): Code {
  const code = authority.codes.get(text);
  if (!code || code.clientId !== clientId || code.expiresAt <= authority.now()) {
    const message =
      "The provided authorization code or refresh token has expired due to inactivity or is not valid. Send a new interactive authorization request for this user and resource.";
    throw badAssertion(70008, message);
  }
  if (code.isRedeemed) {
    const message =
      "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.";
    throw badAssertion(54005, message);
  }
  authority.codes.set(text, { ...code, isRedeemed: true });
  return code;
}

function requireSame(
  code: Code,
  given: { readonly redirectUri: string; readonly verifier: string },
) {
  if (code.redirectUri !== given.redirectUri) {
    const message = `The redirect URI '${given.redirectUri}' specified in the request does not match the one of the authorization request.`;
    throw badAssertion(50011, message);
  }
  const { challenge } = code;
  const computed = createHash("sha256").update(given.verifier).digest("base64url");
  // A verifier without a challenge is refused too: it means that two requests were mixed up.
  if (challenge === undefined ? given.verifier === "" : computed === challenge) return;
  const message =
    "The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.";
  throw badAssertion(50148, message);
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#refresh-the-access-token */
export async function redeemSession(authority: Authority, grant: Grant): Promise<PersonTokens> {
  const { client, fields } = grant;
  const session = authority.sessions.get(fields.require("refresh_token"));
  if (session?.clientId !== client.application.appId) {
    throw badAssertion(70000, "Provided grant is invalid or malformed.");
  }
  if (session.expiresAt <= authority.now()) {
    throw badAssertion(700082, "The refresh token has expired due to inactivity.");
  }
  const scope = fields.require("scope");
  return issueForPerson(authority, {
    ...toRequest(grant),
    client,
    person: requirePerson(session.personId),
    scopes: readScopes(authority, client.application, scope),
    amr: session.amr,
  });
}

function toRequest({ fields, traits }: Grant) {
  return { ...traits, isClientInfoWanted: fields.get("client_info") === "1" };
}
