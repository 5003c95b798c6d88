import { isGuid } from "../guid.ts";

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[a-z]{2,63}$`);
const EMPTY_GUID = "00000000-0000-0000-0000-000000000000";

/** Authorities that stand for many tenants: consent there could land in a stranger's. */
const SHARED = new Set(["common", "organizations", "consumers"]);

export type ParsedTenant =
  | { readonly kind: "ok"; readonly tenant: string }
  | { readonly kind: "invalid"; readonly reason: "missing" | "shared" | "malformed" };

/** Reads a tenant: its GUID or a verified domain; never `common` or another shared authority. */
export function parseTenant(text: string | undefined): ParsedTenant {
  const tenant = (text ?? "").trim().toLowerCase();
  if (tenant === "") return { kind: "invalid", reason: "missing" };
  if (SHARED.has(tenant)) return { kind: "invalid", reason: "shared" };
  const fits = isRealGuid(tenant) || (tenant.length <= 253 && DOMAIN.test(tenant));
  return fits ? { kind: "ok", tenant } : { kind: "invalid", reason: "malformed" };
}

export type ParsedClientId =
  | { readonly kind: "ok"; readonly clientId: string }
  | { readonly kind: "invalid"; readonly reason: "missing" | "malformed" };

/** Reads the client id (application id) of an app registration: a GUID. */
export function parseClientId(text: string | undefined): ParsedClientId {
  const clientId = (text ?? "").trim().toLowerCase();
  if (clientId === "") return { kind: "invalid", reason: "missing" };
  return isRealGuid(clientId) ? { kind: "ok", clientId } : { kind: "invalid", reason: "malformed" };
}

function isRealGuid(text: string): boolean {
  return isGuid(text) && text !== EMPTY_GUID;
}
