// Joins the rims to a product that listens to nothing yet. start.ts gives it settings and a store.
import { type Bot, createBot, createMessenger } from "./bot/index.ts";
import type { Settings } from "./config/index.ts";
import type { Catalogue } from "./core/catalogue/index.ts";
import type { Cloud } from "./core/cloud/index.ts";
import type { World } from "./core/view/index.ts";
import { type Consents, createApps, createConsents } from "./flows/index.ts";
import { createDirectory, toKnownResources } from "./graph/index.ts";
import { createTexts } from "./i18n/index.ts";
import {
  createAppToken,
  createBotToken,
  createCredential,
  createEgress,
  createSeal,
  listIdentityEndpoints,
} from "./identity/index.ts";
import type { Clock, Ids, Log, Store } from "./ports.ts";
import { createAuditKey, createLedger } from "./store/index.ts";

/** What the rims are joined from. */
export interface Joint {
  readonly settings: Settings;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Waits that many milliseconds, or less where the signal ends it. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly cloud: Cloud;
  readonly account: Account;
  readonly publicUrl: string;
  /** Public origin -> where it really leads; empty outside the sandbox. */
  readonly redirects: Readonly<Record<string, string>>;
}

/** Who the bot is to Entra ID. */
export interface Account {
  readonly appId: string;
  readonly tenantId: string;
  /** Used where neither a managed identity nor a certificate is set. */
  readonly appSecret: string;
}

/** A product that listens to nothing yet. */
export interface Joined {
  readonly bot: Bot;
  readonly world: World;
  readonly consents: Consents;
}

/** Joins the rims. Opens nothing and starts nothing. */
export function joinRims(joint: Joint): Joined {
  const { settings, log, clock, ids, sleep, store, catalogue, cloud, account, publicUrl } = joint;
  const { appId, tenantId } = account;
  const world: World = { catalogue, cloud, texts: createTexts, publicUrl };
  const { botToken, appToken, egress } = openIdentity(joint);
  const seal = createSeal(settings.SECRET_STATE_KEY);
  const key = createAuditKey(settings.SECRET_STATE_KEY);
  const ledger = createLedger({ store, key, clock, ids });
  const messenger = createMessenger({ appId, tenantId, cloud, botToken, sleep, store, log });
  const { courier } = messenger;
  const resources = toKnownResources(catalogue.facts);
  const graph = { token: appToken, egress, cloud, resources };
  const directory = createDirectory({ ...graph, clock, ids, sleep });
  const allowList = settings.CONSENT_CLIENT_IDS;
  const apps = createApps({ directory, store, ledger, clock, allowList });
  const tools = { world, store, ledger, directory, courier, seal, clock, ids, log, sleep };
  const consents = createConsents(tools);
  const bot = createBot({
    appId,
    cloud,
    world,
    messenger,
    apps,
    consents,
    clock,
    ids,
    log,
    seal,
    tenants: settings.ALLOWED_TENANTS ?? [tenantId],
    home: { tenantId, domains: settings.CONSENT_DOMAINS },
  });
  return { bot, world, consents };
}

function openIdentity({ settings, cloud, account, redirects, clock, log }: Joint) {
  const { appId, tenantId, appSecret: secret } = account;
  const managedIdentity = settings.BOT_MANAGED_IDENTITY;
  const endpoint = settings.IDENTITY_ENDPOINT;
  const identityEndpoints = listIdentityEndpoints({ managedIdentity, endpoint });
  const egress = createEgress(cloud, redirects, { identityEndpoints });
  const certificateFile = settings.BOT_CERTIFICATE_FILE;
  const credential = createCredential({
    managedIdentity,
    certificateFile,
    secret,
    cloud,
    egress,
    clock,
  });
  if (credential.warning) log.warn(credential.warning);
  return {
    egress,
    botToken: createBotToken({ appId, tenantId, credential, cloud, egress }),
    appToken: createAppToken({ appId, credential, cloud, egress, clock }),
  };
}
