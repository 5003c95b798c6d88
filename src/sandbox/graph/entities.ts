import { type DirectoryUser, toMailAddress } from "../directory/people.ts";
import { type Tenant, verifiedDomains } from "../directory/tenant.ts";
import type {
  Application,
  DelegatedGrant,
  RoleAssignment,
  ServicePrincipal,
} from "../directory/tenant-directory.ts";

/**
 * Graph v1.0 has no publisherName on it, beta does.
 * https://learn.microsoft.com/graph/api/resources/serviceprincipal
 */
export function toPrincipalView(principal: ServicePrincipal) {
  const { displayName, appId, appOwnerOrganizationId } = principal;
  return {
    id: principal.id,
    deletedDateTime: null,
    accountEnabled: principal.accountEnabled,
    appDisplayName: displayName,
    appId,
    appOwnerOrganizationId,
    appRoleAssignmentRequired: false,
    displayName,
    homepage: null,
    loginUrl: null,
    logoutUrl: null,
    notes: null,
    servicePrincipalNames: [appId],
    servicePrincipalType: principal.servicePrincipalType,
    tags: ["WindowsAzureActiveDirectoryIntegratedApp"],
    verifiedPublisher: toVerifiedPublisher(principal.verifiedPublisher.displayName),
    appRoles: principal.appRoles.map((role) => ({
      allowedMemberTypes: role.allowedMemberTypes,
      description: role.displayName,
      displayName: role.displayName,
      id: role.id,
      isEnabled: role.isEnabled,
      origin: "Application",
      value: role.value,
    })),
    oauth2PermissionScopes: principal.oauth2PermissionScopes.map((scope) => ({
      adminConsentDescription: scope.adminConsentDisplayName,
      adminConsentDisplayName: scope.adminConsentDisplayName,
      id: scope.id,
      isEnabled: scope.isEnabled,
      type: scope.type,
      userConsentDescription: null,
      userConsentDisplayName: null,
      value: scope.value,
    })),
  };
}

function toVerifiedPublisher(displayName: string | null) {
  return { displayName, verifiedPublisherId: null, addedDateTime: null };
}

/** https://learn.microsoft.com/graph/api/resources/application */
export function toApplicationView(application: Application, verifiedPublisher: string | null) {
  const { id, appId, displayName, signInAudience, identifierUris } = application;
  return {
    id,
    deletedDateTime: null,
    appId,
    displayName,
    identifierUris,
    publisherDomain: verifiedDomains[0],
    signInAudience,
    tags: [],
    requiredResourceAccess: application.requiredResourceAccess,
    web: { redirectUris: application.redirectUris },
    verifiedPublisher: toVerifiedPublisher(verifiedPublisher),
  };
}

/** https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant */
export function toGrantView({ clientId, consentType, id, ...rest }: DelegatedGrant) {
  const { principalId, resourceId, scope } = rest;
  return { clientId, consentType, id, principalId, resourceId, scope };
}

/** https://learn.microsoft.com/graph/api/resources/approleassignment */
export function toAssignmentView(assignment: RoleAssignment) {
  return {
    id: assignment.id,
    deletedDateTime: null,
    appRoleId: assignment.appRoleId,
    createdDateTime: assignment.createdDateTime,
    principalDisplayName: assignment.principalDisplayName,
    principalId: assignment.principalId,
    principalType: assignment.principalType,
    resourceDisplayName: assignment.resourceDisplayName,
    resourceId: assignment.resourceId,
  };
}

/** https://learn.microsoft.com/graph/api/resources/organization */
export function toOrganizationView({ id, name, names }: Tenant) {
  const domains = names.filter((domain) => domain !== id.toLowerCase());
  return {
    id,
    deletedDateTime: null,
    displayName: name,
    tenantType: "AAD",
    verifiedDomains: domains.map((domain, index) => ({
      capabilities: "Email, OfficeCommunicationsOnline",
      isDefault: index === 0,
      isInitial: domain.endsWith(".onmicrosoft.com"),
      name: domain,
      type: "Managed",
    })),
  };
}

/** The properties that a user has by default. https://learn.microsoft.com/graph/api/resources/user */
export function toUserView(user: DirectoryUser) {
  const { id, name, userPrincipalName, title, locale } = user;
  const [givenName, surname] = name.split(" ");
  return {
    businessPhones: [],
    displayName: name,
    givenName,
    jobTitle: title,
    mail: toMailAddress(user),
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: locale,
    surname,
    userPrincipalName,
    id,
  };
}
