import { randomUUID } from "node:crypto";
import {
  type Bot,
  type BotOptions,
  createBot,
  createMessenger,
  type Messenger,
  type Outbound,
} from "../../src/bot/index.ts";
import type { RetryOptions } from "../../src/bot/retry.ts";
import { loadCatalogue } from "../../src/config/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import { drawRequest, type World } from "../../src/core/view/index.ts";
import { createApprovals, findApprovers } from "../../src/flows/approvals/index.ts";
import {
  createApps,
  createConsents,
  createLateAnswers,
  createOnce,
  createPendings,
  createRecalls,
  createResults,
  createServiceAccounts,
  createSettingsKeeper,
  createShares,
  createSignIns,
} from "../../src/flows/index.ts";
import { createLetters } from "../../src/flows/outbox/index.ts";
import { createWatches } from "../../src/flows/watches/index.ts";
import { createTexts } from "../../src/i18n/index.ts";
import { createSeal, createVisitProof } from "../../src/identity/index.ts";
import type { RoleHolders } from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore } from "../../src/store/index.ts";
import { buildActivity, buildClaims, tenantId } from "./activities.ts";
import { createFakeClock, createFakeLog, type FakeLog } from "./fakes.ts";
import { createFakeDirectory } from "./flows.ts";
import { createFakePersonTokens, createFakeVerifier } from "./people.ts";
import { forgetSdkKeys } from "./sdk-keys.ts";
import { type SimulatedChannel, startSimulatedChannel } from "./simulated-channel.ts";

/** A bot on a simulated Connector, without HTTP in front of it. */
export interface BotStage {
  readonly bot: Bot;
  readonly appId: string;
  readonly messenger: Messenger;
  readonly world: World;
  readonly channel: SimulatedChannel;
  readonly references: Messenger["references"];
  readonly log: FakeLog;
  /** Waits that the retry rule asked for, in milliseconds. */
  readonly waits: readonly number[];
  /** Delivers an activity with a good token. */
  deliver(overrides?: Readonly<Record<string, unknown>>): Promise<Outbound>;
  /** Delivers an activity with that token. */
  deliverWith(token: string, overrides?: Readonly<Record<string, unknown>>): Promise<Outbound>;
  claims(overrides?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  stop(): Promise<void>;
}

/** What a stage may be made of besides the bot's own options. */
export interface BotStageOptions extends Partial<BotOptions>, Partial<RetryOptions> {
  /** @default gives a text that nobody verifies */
  readonly botToken?: () => Promise<string>;
}

/** Time between two activities: nobody types faster. */
const BETWEEN_MS = 5_000;

/** Each stage has a bot and keys of its own: the SDK keeps both process-wide. */
export async function startBotStage(options: BotStageOptions = {}): Promise<BotStage> {
  forgetSdkKeys();
  const channel = await startSimulatedChannel();
  const { origin } = channel;
  const appId = randomUUID();
  const cloud = options.cloud ?? findCloud("sandbox", { origin, tenantId });
  const catalogue = await loadCatalogue();
  const log = createFakeLog();
  const waits: number[] = [];
  const clock = options.clock ?? createFakeClock();
  const ids = { next: randomUUID };
  const world = {
    catalogue,
    cloud,
    texts: createTexts,
    publicUrl: "http://127.0.0.1:3978",
    botId: "00000000-0000-4000-8000-00000000b071",
  };
  let now = 0;
  const sleep = async (milliseconds: number) => {
    waits.push(milliseconds);
    now += milliseconds;
  };
  const botToken = async () => "bot-token";
  const seal = createSeal();
  const store = await openStore({ file: ":memory:" });
  const directory = createFakeDirectory();
  const ledger = createLedger({ store, key: createAuditKey(), clock, ids });
  const messenger = createMessenger({
    appId,
    tenantId,
    cloud,
    botToken,
    sleep,
    ticks: () => now,
    store,
    log,
    ...options,
    clock,
  });
  const { courier, audiences } = messenger;
  const tools = { world, store, ledger, directory, courier, seal, clock, ids, log, sleep };
  const apps = createApps({
    directory,
    store,
    ledger,
    clock,
    allowList: async () => "*",
    ownApps: [],
  });
  const tokens = options.tokens ?? createFakePersonTokens();
  const prove = createVisitProof;
  const settings = createSettingsKeeper({ store, ledger });
  const { publicUrl } = world;
  const once = createOnce({ store, clock });
  const roleHolders: RoleHolders = {
    list: async () => ({ kind: "read", value: { people: [], isCut: false } }),
    listAddresses: async () => ({ kind: "read", value: new Map() }),
  };
  const approvals = createApprovals({
    ...tools,
    catalogue,
    draw: (language, request, role) => drawRequest(world, language, request, { role }),
    letters: createLetters(tools),
    settings,
    roleHolders,
  });
  const bot = createBot({
    appId,
    tenants: [tenantId],
    files: { put: async () => false },
    home: { tenantId, domains: [] },
    cloud,
    world,
    messenger,
    apps,
    appsOf: () => apps,
    results: createResults({ store, clock, log }),
    tokens,
    verifyToken: createFakeVerifier(),
    signIns: createSignIns({
      tokens,
      serviceAccounts: createServiceAccounts({ store, ledger, tokens }),
      seal,
      once,
      clock,
      ids,
      log,
      publicUrl,
      prove,
    }),
    signOut: tokens.forget,
    pendings: createPendings({ store, seal, clock, ids }),
    once,
    recalls: createRecalls({ store, clock, log }),
    lateAnswers: createLateAnswers({ world, store, courier, clock, ids, log }),
    store,
    settings,
    shares: createShares({ ...tools, audiences, settings }),
    watches: createWatches({
      ...tools,
      letters: createLetters({ clock, ids }),
      settings,
      teamsAppId: null,
    }),
    workplace: {
      listTeams: async () => ({ kind: "read", value: [] }),
      listChannels: async () => ({ kind: "absent" }),
    },
    teamsAppId: null,
    forget: async () => {},
    api: { clientId: randomUUID(), uri: `api://127.0.0.1/botid-${appId}` },
    consents: createConsents(tools),
    approvals,
    roleHolders,
    findApprovers: async ({ tenantId: tenant, personId }) => {
      const read = await settings.read(tenant);
      const person = { tenantId: tenant, requesterId: personId };
      return findApprovers({ roleHolders }, person, read.settings);
    },
    seal,
    clock,
    ids,
    log,
    ...options,
  });
  const claims: BotStage["claims"] = (overrides = {}) =>
    buildClaims({ aud: appId, serviceurl: origin, ...overrides });
  const deliverWith: BotStage["deliverWith"] = (token, overrides = {}) => {
    now += BETWEEN_MS;
    const body = buildActivity({ id: randomUUID(), serviceUrl: origin, ...overrides });
    return bot.receive({ authorization: `Bearer ${token}`, body }, "correlation-1");
  };
  return {
    bot,
    appId,
    messenger,
    world,
    channel,
    references: messenger.references,
    log,
    waits,
    claims,
    deliverWith,
    deliver: async (overrides) =>
      deliverWith(await channel.signAsChannel(claims()), { ...overrides }),
    stop: async () => {
      await channel.stop();
      await store.close();
    },
  };
}
