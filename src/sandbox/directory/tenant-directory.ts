/** A delegated permission that a resource app offers, as Graph lists it. */
export interface PermissionScope {
  readonly id: string;
  readonly value: string;
  /** Who may consent by definition. */
  readonly type: "User" | "Admin";
  readonly adminConsentDisplayName: string;
  readonly isEnabled: boolean;
}

/** An application permission that a resource app offers, as Graph lists it. */
export interface AppRole {
  readonly id: string;
  readonly value: string;
  readonly displayName: string;
  readonly allowedMemberTypes: readonly string[];
  readonly isEnabled: boolean;
}

/** https://learn.microsoft.com/graph/api/resources/serviceprincipal */
export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly publisherName: string | null;
  readonly verifiedPublisher: { readonly displayName: string | null };
  readonly appOwnerOrganizationId: string | null;
  readonly servicePrincipalType: "Application";
  readonly accountEnabled: boolean;
  readonly oauth2PermissionScopes: readonly PermissionScope[];
  readonly appRoles: readonly AppRole[];
}

/** https://learn.microsoft.com/graph/api/resources/application */
export interface Application {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly signInAudience: "AzureADMyOrg" | "AzureADMultipleOrgs";
  readonly identifierUris: readonly string[];
  readonly requiredResourceAccess: readonly RequiredResource[];
  readonly redirectUris: readonly string[];
  /** The simulated credentials; Graph never shows them. */
  readonly secret?: string;
  readonly certificatePem?: string;
}

export interface RequiredResource {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: "Scope" | "Role" }[];
}

/** https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant; `scope` starts with a blank. */
export interface DelegatedGrant {
  readonly id: string;
  readonly clientId: string;
  readonly consentType: "AllPrincipals" | "Principal";
  readonly principalId: string | null;
  readonly resourceId: string;
  readonly scope: string;
}

/** https://learn.microsoft.com/graph/api/resources/approleassignment */
export interface RoleAssignment {
  readonly id: string;
  readonly appRoleId: string;
  readonly principalId: string;
  readonly principalType: "ServicePrincipal";
  readonly principalDisplayName: string;
  readonly resourceId: string;
  readonly resourceDisplayName: string;
  readonly createdDateTime: string;
}

/**
 * The simulated tenant's directory. Writes hold at once for tokens and consent pages; Graph shows them
 * after the replication delay, as a real directory does.
 */
export interface TenantDirectory {
  findApplication(appId: string): Application | undefined;
  /** By object id or by app id. */
  findPrincipal(idOrAppId: string): ServicePrincipal | undefined;
  listApplications(): readonly Application[];
  listPrincipals(): readonly ServicePrincipal[];
  /** Delegated grants of a client, by its service principal's object id; `now` gives what holds now, `graph` what Graph shows. */
  listDelegated(clientObjectId: string, seenBy: "now" | "graph"): readonly DelegatedGrant[];
  listAssignments(clientObjectId: string, seenBy: "now" | "graph"): readonly RoleAssignment[];
  /** A known app that this tenant has not met before gets its service principal, as consent does. */
  ensurePrincipal(appId: string): ServicePrincipal;
  /** Adds values to the one row of client, resource and principal (null: everybody). */
  grantDelegated(grant: {
    clientObjectId: string;
    resourceObjectId: string;
    values: readonly string[];
    personId: string | null;
  }): void;
  assignRole(assignment: {
    clientObjectId: string;
    resourceObjectId: string;
    appRoleId: string;
  }): void;
  /** Takes one value of a delegated grant, or one assignment, away. @returns false for an unknown one */
  revoke(grantId: string, value?: string): boolean;
  /** Milliseconds from a write until Graph shows it; 0 at start. */
  replicationDelayMs: number;
  /** As after a start: apps, grants, delay. */
  reset(): void;
}
