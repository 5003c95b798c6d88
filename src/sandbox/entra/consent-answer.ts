import type { Person } from "../directory/people.ts";
import type { Answer } from "../http.ts";
import type { Authority } from "./authority.ts";
import type { ConsentLink } from "./consent-link.ts";
import { EntraRefusal, toDescription } from "./refusal.ts";

/** Sends the person back to the app. */
export function toRedirect(link: ConsentLink, answer: Readonly<Record<string, string>>): Answer {
  return { status: 302, headers: { location: toReturnAddress(link, answer) }, body: "" };
}

/** The redirect URI with an answer in its query, or in its fragment where the link asks for that. */
export function toReturnAddress(
  { redirectUri, state, fields }: ConsentLink,
  answer: Readonly<Record<string, string>>,
): string {
  const address = new URL(redirectUri);
  const all = { ...answer, ...(state !== undefined && { state }) };
  if (fields.get("response_mode") === "fragment") {
    address.hash = new URLSearchParams(all).toString();
  } else {
    for (const [name, value] of Object.entries(all)) address.searchParams.set(name, value);
  }
  return address.href;
}

/**
 * What an accepted admin consent says. Version 1 names no scopes.
 * https://learn.microsoft.com/entra/identity-platform/v2-admin-consent#successful-response
 */
export function toAccepted({ tenant }: Authority, { kind, scope }: ConsentLink) {
  const answer = { admin_consent: "True", tenant: tenant.id };
  return kind === "admin-v1" ? answer : { ...answer, scope };
}

/** An error that the app is told about; answers of admin consent say that they are one. */
export function toFailure(authority: Authority, { kind }: ConsentLink, refusal: EntraRefusal) {
  return {
    error: refusal.error,
    error_description: toDescription(authority, refusal),
    ...(kind !== "authorize" && { admin_consent: "True" }),
  };
}

/** Leaving the account picker says no more than this. */
export const cancelled = { error: "access_denied", error_subcode: "cancel" } as const;

/**
 * What a refused consent says.
 * https://learn.microsoft.com/entra/identity-platform/v2-admin-consent#error-response
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function toDeclined(authority: Authority, link: ConsentLink) {
  const message = "The resource owner or authorization server denied the request.";
  if (link.kind === "authorize" || authority.switches.refusal === "seen") return cancelled;
  if (link.kind === "admin-v1") {
    const error_description = "The admin canceled the request";
    return { error: "permission_denied", error_description };
  }
  return toFailure(authority, link, new EntraRefusal(65004, "consent_required", message));
}

/** https://learn.microsoft.com/entra/identity/enterprise-apps/application-sign-in-unexpected-user-consent-error */
export function needsAdmin(
  { tenant }: Authority,
  { application }: ConsentLink,
  { userPrincipalName }: Person,
): EntraRefusal {
  const message = `The grant requires admin permission. '${userPrincipalName}' may not grant what '${application.displayName}' asks for in ${tenant.name}.`;
  return new EntraRefusal(90094, "access_denied", message);
}
