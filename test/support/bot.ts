import { randomUUID } from "node:crypto";
import { type Bot, type BotOptions, createBot, type Outbound } from "../../src/bot/index.ts";
import { loadCatalogue } from "../../src/config/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import { createTexts } from "../../src/i18n/index.ts";
import { createSeal } from "../../src/identity/index.ts";
import { buildActivity, buildClaims, tenantId } from "./activities.ts";
import { createFakeClock, createFakeLog, type FakeLog } from "./fakes.ts";
import { type SimulatedChannel, startSimulatedChannel } from "./simulated-channel.ts";

/** A bot on a simulated Connector, without HTTP in front of it. */
export interface BotStage {
  readonly bot: Bot;
  readonly appId: string;
  readonly channel: SimulatedChannel;
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

/** Each stage has a bot and keys of its own: the SDK keeps both process-wide. */
export async function startBotStage(options: Partial<BotOptions> = {}): Promise<BotStage> {
  const channel = await startSimulatedChannel();
  const { origin } = channel;
  const appId = randomUUID();
  const cloud = findCloud("sandbox", { origin, tenantId });
  const catalogue = await loadCatalogue();
  const log = createFakeLog();
  const waits: number[] = [];
  const bot = createBot({
    appId,
    tenantId,
    tenants: [tenantId],
    clientIds: "*",
    home: { tenantId, domains: [] },
    cloud,
    world: { catalogue, cloud, texts: createTexts, publicUrl: "http://127.0.0.1:3978" },
    botToken: async () => "bot-token",
    seal: createSeal(),
    clock: createFakeClock(),
    ids: { next: randomUUID },
    log,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
    ...options,
  });
  const claims: BotStage["claims"] = (overrides = {}) =>
    buildClaims({ aud: appId, serviceurl: origin, ...overrides });
  const deliverWith: BotStage["deliverWith"] = (token, overrides = {}) => {
    const body = buildActivity({ id: randomUUID(), serviceUrl: origin, ...overrides });
    return bot.receive({ authorization: `Bearer ${token}`, body }, "correlation-1");
  };
  return {
    bot,
    appId,
    channel,
    log,
    waits,
    claims,
    deliverWith,
    deliver: async (overrides) =>
      deliverWith(await channel.signAsChannel(claims()), { ...overrides }),
    stop: channel.stop,
  };
}
