import { z } from "zod";

// What Graph sends, as far as it is used. Source: learn.microsoft.com/graph/api/resources/ followed by
// serviceprincipal, application, approleassignment, oauth2permissiongrant.

const Id = z.guid().toLowerCase();
const Text = z.string().nullish();

const Value = z.object({ id: Id, value: Text });

/** A service principal; its roles and scopes where they were asked for. */
export const Principal = z.object({
  id: Id,
  appId: Id,
  displayName: Text,
  accountEnabled: z.boolean().nullish(),
  appOwnerOrganizationId: Id.nullish(),
  verifiedPublisher: z.object({ displayName: Text }).nullish(),
  appRoles: z.array(Value).nullish(),
  oauth2PermissionScopes: z.array(Value).nullish(),
});
export type Principal = z.infer<typeof Principal>;

export const Registration = z.object({
  appId: Id,
  publisherDomain: Text,
  requiredResourceAccess: z
    .array(
      z.object({
        resourceAppId: Id,
        resourceAccess: z.array(z.object({ id: Id, type: z.enum(["Scope", "Role"]) })),
      }),
    )
    .nullish(),
});
export type Registration = z.infer<typeof Registration>;

export const RoleAssignment = z.object({
  appRoleId: Id,
  principalId: Id,
  resourceId: Id,
  resourceDisplayName: Text,
});
export type RoleAssignment = z.infer<typeof RoleAssignment>;

export const ScopeGrant = z.object({
  clientId: Id,
  /** `AllPrincipals` for everybody, `Principal` for one person. */
  consentType: z.enum(["AllPrincipals", "Principal"]),
  principalId: Id.nullish(),
  resourceId: Id,
  /** Values separated by blanks, often with one in front. */
  scope: Text,
});
export type ScopeGrant = z.infer<typeof ScopeGrant>;
