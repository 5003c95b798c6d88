import type { Application } from "../directory/tenant-directory.ts";
import type { Authority } from "./authority.ts";
import { appNotFound } from "./client-proof.ts";
import { type Fields, toFields } from "./fields.ts";
import { EntraRefusal, missingParameter } from "./refusal.ts";
import { requireTenant } from "./tenancy.ts";
import type { Transaction } from "./transaction.ts";

/** A consent or sign-in link whose app and redirect URI are known to be right: answers may go there. */
export interface ConsentLink {
  readonly kind: Transaction["kind"];
  readonly application: Application;
  readonly fields: Fields;
  readonly redirectUri: string;
  readonly scope: string;
  /** Undefined where the link has none; an empty one comes back as well. */
  readonly state?: string;
}

/**
 * Reads a link, from an address as well as from a form.
 * @throws EntraRefusal for what Entra shows on its own page and tells no app about: 90002, 50194, 90130,
 *   900144, 700016, 900971, 500113, 50011
 */
export function readLink(authority: Authority, transaction: Transaction): ConsentLink {
  const { kind, tenantName, search } = transaction;
  const parameters = new URLSearchParams(search);
  const fields = toFields(parameters);
  requireTenant(authority, tenantName);
  const application = requireApplication(authority, fields.require("client_id"));
  requireTenant(authority, tenantName, { application, isAdminOnly: kind === "admin-v2" });
  const redirectUri = requireRedirect(authority, application, fields.get("redirect_uri"));
  return {
    kind,
    application,
    fields,
    redirectUri,
    scope: kind === "admin-v1" ? "" : requireScope(fields),
    ...(parameters.has("state") && { state: fields.get("state") }),
  };
}

/** Single-tenant apps of other tenants are unknown here, offers of vendors are not. */
function requireApplication(authority: Authority, clientId: string): Application {
  const { directory, tenant } = authority;
  const application = directory.findApplication(clientId);
  const isOffered =
    application?.signInAudience === "AzureADMultipleOrgs" ||
    directory.findHomeTenant(clientId) === tenant.id;
  if (application && isOffered) return application;
  throw appNotFound(authority, clientId);
}

/** Compared with the registration character by character. https://learn.microsoft.com/entra/identity-platform/reply-url */
function requireRedirect(authority: Authority, application: Application, uri: string): string {
  const { appId, redirectUris } = application;
  if (uri === "") throw new EntraRefusal(900971, "invalid_request", "No reply address provided.");
  if (authority.directory.acceptsRedirect(appId, uri) && URL.canParse(uri)) return uri;
  if (redirectUris.length === 0) {
    const message = "No reply address is registered for the application.";
    throw new EntraRefusal(500113, "invalid_request", message);
  }
  const message = `The redirect URI '${uri}' specified in the request does not match the redirect URIs configured for the application '${appId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`;
  throw new EntraRefusal(50011, "invalid_request", message);
}

function requireScope(fields: Fields): string {
  const scope = fields.get("scope").trim();
  if (scope === "") throw missingParameter("scope");
  return scope;
}
