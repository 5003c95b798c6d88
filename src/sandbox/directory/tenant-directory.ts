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
  /** Consent pages show it; Graph has it in beta only. */
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
  /** Which of a person's groups and roles stand in tokens for its API. */
  readonly groupMembershipClaims: "DirectoryRole" | null;
  /** Names of the optional claims of access tokens for its API. */
  readonly accessTokenClaims: readonly string[];
  /** The same of ID tokens. */
  readonly idTokenClaims: readonly string[];
  /** Apps that get tokens for its API without consent. */
  readonly preAuthorizedClients: readonly string[];
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
  /** Those of other tenants too, as a consent page finds them. */
  findApplication(appId: string): Application | undefined;
  /** By object id or by app id. */
  findPrincipal(idOrAppId: string): ServicePrincipal | undefined;
  /** Registrations that live in this tenant. */
  listApplications(): readonly Application[];
  /** Registrations that live elsewhere and are offered to this tenant. */
  listForeignApplications(): readonly Application[];
  /** What the tenant's service principal of that app says, or will say once the tenant has met the app. */
  describeApp(appId: string): ServicePrincipal | undefined;
  /** Tenant in which that app's registration lives. */
  findHomeTenant(appId: string): string | undefined;
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
  /** False while a new service principal is not shown by Graph yet. */
  isReplicated(principalObjectId: string): boolean;
  /**
   * True for a redirect URI of that registration. Before the product's address is known (learnAddress)
   * any loopback address with the path of one passes.
   */
  acceptsRedirect(appId: string, redirectUri: string): boolean;
  /**
   * From now on registrations have redirect URIs below that address, and Consentry's API has an
   * identifier URI with its host.
   * @param publicUrl without a slash at the end
   */
  learnAddress(publicUrl: string): void;
  /** Milliseconds from a write until Graph shows it; 0 at start. */
  replicationDelayMs: number;
  /** As after a start: apps, grants, delay. The address stays. */
  reset(): void;
}
