import type { PermissionFacts } from "../core/permission/index.ts";
import {
  ACCESS_AS_USER_ID,
  PRE_AUTHORIZED_CLIENTS,
  toRequiredResourceAccess,
} from "../core/scope/index.ts";

/** Where browsers come back to after a consent. */
const CONSENT_CALLBACK = "${{PUBLIC_URL}}/consent/callback";

/**
 * The app registration through which people sign in: it exposes `access_as_user` to Teams, and requests the
 * delegated permissions of Consentry's scopes.
 * `groupMembershipClaims` is what brings `wids` into its tokens. Source:
 * learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function toApiManifest(facts: PermissionFacts): unknown {
  return {
    id: "${{API_OBJECT_ID}}",
    appId: "${{API_ID}}",
    displayName: "Consentry-api${{APP_NAME_SUFFIX}}",
    identifierUris: ["api://${{BOT_DOMAIN}}/botid-${{BOT_ID}}"],
    signInAudience: "AzureADMyOrg",
    groupMembershipClaims: "DirectoryRole",
    api: {
      requestedAccessTokenVersion: 2,
      oauth2PermissionScopes: [ACCESS_AS_USER],
      preAuthorizedApplications: PRE_AUTHORIZED_CLIENTS.map(({ appId }) => ({
        appId,
        delegatedPermissionIds: [ACCESS_AS_USER_ID],
      })),
    },
    optionalClaims: {
      accessToken: [toClaim("idtyp"), toClaim("acct")],
      idToken: [toClaim("acct")],
      saml2Token: [],
    },
    requiredResourceAccess: toRequiredResourceAccess("api", facts),
    web: toWeb(["${{PUBLIC_URL}}/auth/end", CONSENT_CALLBACK]),
  };
}

/** The bot's app registration: it talks to the Bot Connector, and holds what the jobs do as Consentry. */
export function toBotManifest(facts: PermissionFacts): unknown {
  return {
    id: "${{BOT_OBJECT_ID}}",
    appId: "${{BOT_ID}}",
    displayName: "Consentry-bot${{APP_NAME_SUFFIX}}",
    identifierUris: [],
    signInAudience: "AzureADMyOrg",
    api: { requestedAccessTokenVersion: 2 },
    optionalClaims: { accessToken: [toClaim("idtyp")], idToken: [], saml2Token: [] },
    requiredResourceAccess: toRequiredResourceAccess("bot", facts),
    web: toWeb([CONSENT_CALLBACK]),
  };
}

const ACCESS_AS_USER = {
  id: ACCESS_AS_USER_ID,
  value: "access_as_user",
  type: "User",
  isEnabled: true,
  adminConsentDisplayName: "Use Consentry as the signed-in person",
  adminConsentDescription:
    "Lets Teams call Consentry on behalf of the person who is signed in to Teams.",
  userConsentDisplayName: "Use Consentry as you",
  userConsentDescription: "Lets Teams call Consentry on your behalf.",
};

function toClaim(name: string) {
  return { name, essential: false, additionalProperties: [] };
}

function toWeb(redirectUris: readonly string[]) {
  const implicitGrantSettings = {
    enableIdTokenIssuance: false,
    enableAccessTokenIssuance: false,
  };
  return { redirectUris, implicitGrantSettings };
}
