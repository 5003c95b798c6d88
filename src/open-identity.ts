// Makes what the product proves itself with, and what it takes people's word by. join.ts joins it.
import { PRE_AUTHORIZED_CLIENTS } from "./core/scope/index.ts";
import {
  createAppToken,
  createBotToken,
  createCredential,
  createEgress,
  createJobTokens,
  createPersonTokens,
  createSeal,
  createVerifyToken,
  type Egress,
  type JobTokenOptions,
  listIdentityEndpoints,
  TOKEN_SEAL,
} from "./identity/index.ts";
import type { Joint } from "./joint.ts";

/** Tenants whose people may talk to Consentry. */
export function listTenants({ settings, account }: Joint): readonly string[] {
  return settings.ALLOWED_TENANTS ?? [account.tenantId];
}

/** As Teams knows a tab with a bot: learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-register-aad */
export function toApiUri({ settings, account, publicUrl }: Joint): string {
  return settings.API_URI ?? `api://${new URL(publicUrl).host}/botid-${account.appId}`;
}

/**
 * Makes tokens, their seal, what verifies people, and the one way out. Asks nothing yet.
 * @param jobs as whom the jobs of a tenant act
 */
export function openIdentity(
  joint: Joint,
  jobs: Pick<JobTokenOptions, "readModel" | "hasAccount">,
) {
  const { settings, cloud, account, redirects, log, store } = joint;
  const clock = joint.tokenClock ?? joint.clock;
  const { appId, tenantId, apiId } = account;
  const managed = [settings.BOT_MANAGED_IDENTITY, settings.API_MANAGED_IDENTITY];
  const identityEndpoints = listIdentityEndpoints({
    managedIdentity: managed.find((id) => id !== undefined),
    endpoint: settings.IDENTITY_ENDPOINT,
  });
  const egress = createEgress(cloud, redirects, { identityEndpoints });
  const credential = openCredential(joint, egress, "bot");
  const apiCredential = openCredential(joint, egress, "api");
  const appToken = createAppToken({ appId, credential, cloud, egress, clock });
  const tokens = createPersonTokens({
    apiId,
    credential: apiCredential,
    cloud,
    egress,
    clock,
    store,
    seal: createSeal(settings.SECRET_STATE_KEY, TOKEN_SEAL),
    log,
  });
  return {
    egress,
    tokens,
    botToken: createBotToken({ appId, tenantId, credential, cloud, egress }),
    jobToken: createJobTokens({ appToken, personTokens: tokens, ...jobs }),
    verifyToken: createVerifyToken({
      apiId,
      apiUri: toApiUri(joint),
      tenants: listTenants(joint),
      clients: PRE_AUTHORIZED_CLIENTS.map(({ appId: client }) => client),
      cloud,
      egress,
      clock,
    }),
  };
}

function openCredential(
  { settings, cloud, account, clock, tokenClock = clock, log }: Joint,
  egress: Egress,
  registration: "bot" | "api",
) {
  const isBot = registration === "bot";
  const credential = createCredential({
    registration,
    managedIdentity: isBot ? settings.BOT_MANAGED_IDENTITY : settings.API_MANAGED_IDENTITY,
    certificateFile: isBot ? settings.BOT_CERTIFICATE_FILE : settings.API_CERTIFICATE_FILE,
    secret: isBot ? account.appSecret : account.apiSecret,
    cloud,
    egress,
    clock: tokenClock,
  });
  if (credential.warning) log.warn(credential.warning);
  return credential;
}
