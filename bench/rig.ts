import { setTimeout } from "node:timers/promises";
import { type Content, nextActivity, type TurnKind } from "./activities.ts";
import { type Bot, type Child, startChild } from "./child.ts";
import type { Counted, ServicesReport, ServicesRequest } from "./fake-services.ts";
import { load } from "./load.ts";
import { readCpu, readMemory } from "./process-figures.ts";
import type { Setup } from "./setup.ts";
import { median, quantile } from "./statistics.ts";
import { createIssuer } from "./tokens.ts";
import { prepareAsked } from "./world.ts";

/** The fake services and all that is needed to ask a bot something. */
export interface Rig {
  /** What bots are told. */
  readonly setup: Setup;
  readonly tokens: readonly string[];
  readonly content: Content;
  readonly isVerbose: boolean;
  /** What the connector got since the last look. */
  take(): Promise<Counted>;
  stop(): Promise<void>;
}

/** Starts the fake services, and draws the card that all turns are answered with. */
export async function startRig(isVerbose: boolean): Promise<Rig> {
  const issuer = await createIssuer();
  const file = new URL(import.meta.resolve("./fake-services.ts"));
  const services: Child<ServicesRequest, ServicesReport> = await startChild(file, {
    told: issuer.jwks,
    isVerbose,
  });
  const origin = `http://127.0.0.1:${services.port}`;
  const asked = await prepareAsked(origin);
  await services.ask({ expect: JSON.stringify(asked.card) });
  return {
    setup: { origin, card: asked.card },
    tokens: await issuer.sign(origin),
    content: { serviceUrl: origin, texts: asked.texts, selection: asked.selection },
    isVerbose,
    take: async () => (await services.ask("take")).counted as Counted,
    stop: () => services.kill(),
  };
}

/** How a run of turns went. */
export interface Figures {
  /** CPU of the bot per turn, in µs. */
  readonly cpu: number;
  /** In ms. */
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
  /** In MiB. */
  readonly memory: number;
  /** Requests to the connector per turn. */
  readonly sent: number;
  /** What was wrong with the answers; empty when each turn was answered with the card. */
  readonly fault: string;
}

export interface Run {
  readonly kind: TurnKind;
  readonly total: number;
  readonly connections: number;
}

/** Asks without counting what arrives at the connector: several bots may be warmed at once. */
export async function warm(rig: Rig, bot: Bot, run: Run): Promise<void> {
  await load(toLoad(rig, bot, run));
}

/** Measures turns of one bot while nothing else of ours runs. */
export async function measure(rig: Rig, bot: Bot, run: Run): Promise<Figures> {
  await rig.take();
  const before = readCpu(bot.pid);
  const { latencies, elapsed, wrong } = await load(toLoad(rig, bot, run));
  // What a bot still does after its answer belongs to the turn.
  await setTimeout(20);
  const cpu = ((readCpu(bot.pid) - before) * 1000) / run.total;
  const counted = await rig.take();
  return {
    cpu,
    p50: median(latencies),
    p99: quantile(latencies, 0.99),
    perSecond: run.total / (elapsed / 1000),
    memory: readMemory(bot.pid),
    sent: (counted.posts + counted.puts) / run.total,
    fault: findFault(run, wrong, counted),
  };
}

export interface FirstTurn {
  /** Until the answer, in ms. */
  readonly elapsed: number;
  /** Of the bot's whole life so far, in ms. */
  readonly cpu: number;
  /** In MiB. */
  readonly memory: number;
  /** As in {@link Figures}. */
  readonly fault: string;
}

/** Asks a bot that has just started its first question. */
export async function askFirst(rig: Rig, bot: Bot): Promise<FirstTurn> {
  const run = { kind: "message", total: 1, connections: 1 } as const;
  await rig.take();
  const { elapsed, wrong } = await load(toLoad(rig, bot, run));
  const used = { cpu: readCpu(bot.pid), memory: readMemory(bot.pid) };
  return { elapsed, ...used, fault: findFault(run, wrong, await rig.take()) };
}

/** Messages are answered by one POST each; a click must not cause any, and what it puts must be right. */
function findFault({ kind, total }: Run, wrong: number, { posts, puts, right }: Counted): string {
  const wanted = kind === "message" ? total : 0;
  if (wrong > 0) return `${wrong} of ${total} answers wrong`;
  if (posts !== wanted) return `${posts} replies to ${total} turns`;
  return right === posts + puts ? "" : `${posts + puts - right} replies without the card`;
}

function toLoad(rig: Rig, { port }: Bot, { kind, total, connections }: Run) {
  const text = JSON.stringify(rig.setup.card);
  return {
    port,
    tokens: rig.tokens,
    total,
    connections,
    next: () => nextActivity(kind, rig.content),
    isRight: (status: number, body: string) =>
      status >= 200 && status < 300 && isAnswer(kind, body, text),
  };
}

/** @param card as JSON, which clicks are answered with */
function isAnswer(kind: TurnKind, body: string, card: string): boolean {
  if (kind === "query") return body.includes('"attachmentLayout":"list"');
  return kind === "message" || body.includes(card);
}
