import type { Application } from "../directory/tenant-directory.ts";
import type { Authority } from "./authority.ts";
import { EntraRefusal, tenantNotFound } from "./refusal.ts";

/** What a request is, once its app is known. */
export interface TenancyRequest {
  readonly application: Application;
  /** The grant of a token request. */
  readonly grantType?: string;
  /** True where people with personal accounts cannot be meant: admin consent. */
  readonly isAdminOnly?: boolean;
}

/**
 * Checks what a path says instead of a tenant. `organizations` and `common` are for multitenant apps.
 * https://learn.microsoft.com/entra/identity-platform/v2-protocols#endpoints
 * @throws EntraRefusal 90002, 50194, 90130 or 9001023
 */
export function requireTenant(authority: Authority, name: string, request?: TenancyRequest): void {
  const wanted = name.toLowerCase();
  if (authority.tenant.names.includes(wanted)) return;
  if (!["common", "organizations", "consumers"].includes(wanted)) throw tenantNotFound(name);
  if (request) requireShared(wanted, request);
}

function requireShared(name: string, { application, grantType, isAdminOnly }: TenancyRequest) {
  const { appId, displayName, signInAudience } = application;
  const named = `Application '${appId}'(${displayName})`;
  if (signInAudience === "AzureADMyOrg") {
    const message = `${named} is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such applications created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.`;
    throw new EntraRefusal(50194, "invalid_request", message);
  }
  if (grantType === "client_credentials") {
    const message =
      "The grant type is not supported over the /common or /consumers endpoints. Please use the tenant-specific endpoint.";
    throw new EntraRefusal(9001023, "invalid_request", message);
  }
  if (name === "organizations" || (name === "common" && !isAdminOnly)) return;
  const message = `${named} is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.`;
  throw new EntraRefusal(90130, "invalid_request", message);
}
