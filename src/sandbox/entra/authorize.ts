import type { Person } from "../directory/people.ts";
import type { Authority } from "./authority.ts";
import type { Ask, AskedPermission } from "./consent-ask.ts";
import type { ConsentLink } from "./consent-link.ts";
import { listGranted } from "./issue.ts";
import { EntraRefusal } from "./refusal.ts";
import { openIdScopes } from "./scopes.ts";

/**
 * What an authorization request has wrong, for its app to hear.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code
 * @throws EntraRefusal 900144 or 70007, which stay on the page
 */
export function findProtocolError({ fields }: ConsentLink): EntraRefusal | undefined {
  if (!["", "query", "fragment"].includes(fields.get("response_mode"))) {
    const message = "The returned value of 'response_mode' is not supported here.";
    throw new EntraRefusal(70007, "unsupported_response_mode", message);
  }
  if (fields.require("response_type") !== "code") {
    const message = "The provided value for the input parameter 'response_type' is not allowed.";
    return new EntraRefusal(70005, "unsupported_response_type", message);
  }
  if (fields.get("prompt") === "none") {
    const message = "A silent sign-in request was sent but no user is signed in.";
    return new EntraRefusal(50058, "login_required", message);
  }
  return findChallengeError(fields.get("code_challenge"), fields.get("code_challenge_method"));
}

/** 32 bytes of SHA-256 in base64url; challenges that are the verifier itself are not taken. */
function findChallengeError(challenge: string, method: string): EntraRefusal | undefined {
  if (challenge === "" && method === "") return undefined;
  if (method === "S256" && /^[\w-]{43}$/.test(challenge)) return undefined;
  const message = "Invalid size of Code_Challenge parameter.";
  return new EntraRefusal(501491, "invalid_request", message);
}

/**
 * What a sign-in has to stop and ask for: everything with `prompt=consent`, otherwise what is missing.
 * The scopes of OpenID Connect alone stop nobody whom the app holds something for already.
 */
export function listOpen(
  authority: Authority,
  { link, ask, person }: { link: ConsentLink; ask: Ask; person: Person },
): readonly AskedPermission[] {
  const { permissions } = ask;
  if (isConsentForced(link)) return permissions;
  const client = authority.directory.findPrincipal(link.application.appId);
  if (!client) return permissions;
  const open = permissions.filter(({ resource, value }) => {
    const ids = { clientId: client.id, resourceId: resource.id, personId: person.id };
    return !listGranted(authority, ids).includes(value);
  });
  const isKnown = authority.directory
    .listDelegated(client.id, "now")
    .some(({ principalId }) => principalId === null || principalId === person.id);
  const isSignInOnly = open.every(({ value }) => openIdScopes.includes(value));
  return isKnown && isSignInOnly ? [] : open;
}

export function isConsentForced({ fields }: ConsentLink): boolean {
  return fields.get("prompt").split(" ").includes("consent");
}
