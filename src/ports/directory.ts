import type { EntraRole } from "../core/access/index.ts";
import type { AppRecord, TenantReading } from "../core/grant/index.ts";
import type { TokenRefusal } from "../core/job-access/index.ts";

/** What came of asking a tenant's directory. Everything but `read` is an outcome, not a fault. */
export type DirectoryAnswer<Value> =
  | { readonly kind: "read"; readonly value: Value }
  /** The tenant has no such app. */
  | { readonly kind: "absent" }
  /** Consentry may not read there; `consent`: Directory.Read.All is not granted to it. */
  | { readonly kind: "not-connected"; readonly reason: "consent" | TokenRefusal }
  /** Microsoft asks to wait: ask again after so many seconds. */
  | { readonly kind: "busy"; readonly seconds: number }
  /** No answer, or one that makes no sense. */
  | { readonly kind: "unreachable" };

/** A tenant's directory, read only. */
export interface Directory {
  /**
   * Reads what is granted to an app and what it requests, with at most four requests.
   * @param clientId a GUID in lower case
   */
  readApp(tenantId: string, clientId: string): Promise<DirectoryAnswer<TenantReading>>;
  /**
   * Finds apps of the tenant by client id or by the beginning of their name, at most ten: those that have
   * the very name come first, without regard to case.
   * @param text as typed; no more than 120 characters are looked at
   */
  findApps(tenantId: string, text: string): Promise<DirectoryAnswer<readonly AppRecord[]>>;
}

/** Who has roles of Entra ID in a tenant, and where mail reaches people, as jobs may read it. */
export interface RoleHolders {
  /**
   * People who have one of the roles, directly and now; at most a hundred, and whether there are more. What
   * was read is kept for some minutes. Not among them: members of groups that have the role, and people who
   * are only eligible for it.
   */
  list(
    tenantId: string,
    roles: readonly EntraRole[],
  ): Promise<DirectoryAnswer<{ readonly people: readonly RoleHolder[]; readonly isCut: boolean }>>;
  /**
   * Mail addresses of people by object id; nobody who is gone, or has none.
   * @param personIds at most a hundred are looked up
   */
  listAddresses(
    tenantId: string,
    personIds: readonly string[],
  ): Promise<DirectoryAnswer<ReadonlyMap<string, string>>>;
}

/** Somebody who has a role. */
export interface RoleHolder {
  /** Entra object id, lower case. */
  readonly id: string;
  readonly name: string;
  readonly mail: string | null;
}
