import type { Catalogue } from "../../core/catalogue/index.ts";
import {
  ACCESS_AS_USER_ID,
  PRE_AUTHORIZED_CLIENTS,
  toRequiredResourceAccess,
} from "../../core/scope/index.ts";
import { toGuid } from "./ids.ts";
import type { SeedApp } from "./seed.ts";
import { type Registration, toRegistration } from "./sow.ts";
import type { Tenant } from "./tenant.ts";
import type { Application } from "./tenant-directory.ts";

/** An app registration of Consentry's own. */
export interface OwnApp {
  readonly appId: string;
  readonly name: string;
  readonly secret: string;
}

/** Consentry's two registrations: jobs come through the bot's, people through the API's. */
export interface OwnApps {
  readonly botApp: OwnApp;
  readonly apiApp: OwnApp;
}

/** Client id of Teams on the web: who asks for the tokens that Teams gives here. */
export const teamsWebClient = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";

/** The scope that Teams asks for. */
export const accessAsUser = "access_as_user";

/** An id for the API where none is given. */
export function toApiId(botId: string): string {
  return toGuid(`api:${botId.toLowerCase()}`);
}

/** The bot's registration requests what jobs read with, and exposes nothing. */
export function toBotRegistration(
  { botApp }: OwnApps,
  catalogue: Catalogue,
  tenant: Tenant,
): Registration {
  const requiredResourceAccess = toRequiredResourceAccess("bot", catalogue.facts);
  return toOwn(botApp, { requiredResourceAccess }, { catalogue, tenant });
}

/** The API's registration requests what people consent to, and lets Teams speak for them. */
export function toApiRegistration(
  apps: OwnApps,
  catalogue: Catalogue,
  tenant: Tenant,
): Registration {
  const requiredResourceAccess = toRequiredResourceAccess("api", catalogue.facts);
  const made = toOwn(
    apps.apiApp,
    {
      requiredResourceAccess,
      groupMembershipClaims: "DirectoryRole",
      accessTokenClaims: ["acct", "idtyp"],
      idTokenClaims: ["acct"],
      preAuthorizedClients: PRE_AUTHORIZED_CLIENTS.map(({ appId }) => appId),
    },
    { catalogue, tenant },
  );
  const scope = {
    id: ACCESS_AS_USER_ID,
    value: accessAsUser,
    type: "User" as const,
    adminConsentDisplayName: "Use Consentry as the signed-in person",
    isEnabled: true,
  };
  return {
    ...made,
    redirectPaths: [...made.redirectPaths, "/auth/end"],
    principal: { ...made.principal, oauth2PermissionScopes: [scope] },
  };
}

/** What an administrator has granted to them before anybody looked. */
export function toOwnGrants(apps: OwnApps): readonly Pick<SeedApp, "appId" | "granted">[] {
  return [
    { appId: apps.botApp.appId, granted: [["graph:Directory.Read.All", "application"]] },
    { appId: apps.apiApp.appId, granted: [["graph:Directory.Read.All", "delegated"]] },
  ];
}

/** `api://<host>/botid-<bot>`: what Teams asks tokens for once the app has a tab beside its bot. */
export function toIdentifierUri(publicUrl: string, botId: string): string {
  return `api://${new URL(publicUrl).host}/botid-${botId.toLowerCase()}`;
}

function toOwn(
  { appId, name, secret }: OwnApp,
  traits: Partial<Application>,
  { catalogue, tenant }: { readonly catalogue: Catalogue; readonly tenant: Tenant },
): Registration {
  const app: SeedApp = {
    appId: appId.toLowerCase(),
    name,
    publisher: tenant.name,
    verifiedPublisher: null,
    requested: [],
    granted: [],
  };
  const made = toRegistration(app, catalogue, tenant);
  return { ...made, application: { ...made.application, ...traits, secret } };
}
