// Knows the Bot Framework: who may talk to us, what an activity says, how a reply is sent.
// Must not know permissions or words: handlers ask core, which answers with views.
// A new command is a file in commands/, a new card verb a file in actions/.
import type { Request, Response } from "botbuilder";
import type { LateAnswers, Once } from "../flows/index.ts";
import type { Store } from "../ports/index.ts";
import type { AdapterOptions } from "./adapter.ts";
import { commands } from "./commands/index.ts";
import { createDeliveries } from "./deliveries.ts";
import { createFence, type Inbound } from "./fence.ts";
import { correlationKey, createHandler } from "./handle.ts";
import { createKeptAnswers } from "./kept-answers.ts";
import { type Alarm, createLongWorks } from "./long-works.ts";
import type { Messenger } from "./messenger.ts";
import { PermissionsBot } from "./permissions-bot.ts";
import { createRoster } from "./roster.ts";
import type { StandingTools } from "./route.ts";
import { createSignInInvokes, goOnAfterPage } from "./sign-in-invokes.ts";
import { answerTab, type TabAnswer, type TabAsk } from "./tab.ts";

export { actions } from "./actions/index.ts";
export { commands } from "./commands/index.ts";
export { extensionRoutes } from "./extension/index.ts";
export type { Inbound } from "./fence.ts";
export { createMessenger, type Messenger } from "./messenger.ts";
export type { TabAnswer, TabAsk } from "./tab.ts";

/** What handlers work with and the bot does not make itself. */
type Given = Omit<
  StandingTools,
  "answers" | "commands" | "references" | "courier" | "audiences" | "ownAppId"
>;

/** What the bot needs besides the Bot Framework. */
export interface BotOptions extends Given, Pick<AdapterOptions, "appId" | "cloud"> {
  /** The one adapter, and what speaks through it outside turns. */
  readonly messenger: Messenger;
  /** Ids of the tenants whose people may talk to the bot. */
  readonly tenants: readonly string[];
  /** Lets each turn be handled once, whichever replica it comes to. */
  readonly once: Once;
  /** Answers that come after their turn. */
  readonly lateAnswers: LateAnswers;
  readonly store: Store;
  /** Waits until a turn takes too long. @default real time */
  readonly alarm?: Alarm;
}

/** What goes back to the Bot Connector. */
export interface Outbound {
  readonly status: number;
  readonly body?: unknown;
}

/** Takes activities and answers them. */
export interface Bot {
  /** Answers one POST to /api/messages. Never throws; no text of an error leaves it. */
  receive(inbound: Inbound, correlationId: string): Promise<Outbound>;
  /** Answers somebody in the tab as in the chat; what takes a conversation is sent there. */
  answer(ask: TabAsk): Promise<TabAnswer>;
  /** Waits for what goes on after its turn, up to five seconds, and tells of what is not done then. */
  stop(): Promise<void>;
}

/** Makes the bot; it listens to nothing by itself. */
export function createBot(options: BotOptions): Bot {
  const { log, clock, tenants, world } = options;
  const deliveries = createDeliveries(options);
  const { adapter, references, courier, audiences, goTo } = options.messenger;
  const works = createLongWorks(options.alarm);
  const tools: StandingTools = {
    ...options,
    ownAppId: options.appId,
    answers: createKeptAnswers(world),
    references,
    courier,
    audiences,
    commands,
  };
  const fence = createFence(options);
  const handler = createHandler({
    tools,
    roster: createRoster(clock),
    deliveries,
    tenants,
    works,
    lateAnswers: options.lateAnswers,
    goTo,
  });
  const signIn = createSignInInvokes({ tools, handler, deliveries });
  const bot = new PermissionsBot({ handler, signIn, texts: world.texts, log });
  options.signIns.listen((ticket, end) => goOnAfterPage({ tools, handler, goTo }, ticket, end));
  return {
    stop: works.stop,
    answer: (ask) => answerTab(tools, ask),
    receive: async (inbound, correlationId) => {
      const verdict = fence(inbound);
      if (verdict.kind === "refused") {
        const { status, reason } = verdict;
        log.warn("an activity was refused", { correlationId, status, reason });
        return { status, body: { error: reason } };
      }
      let hasRun = false;
      const answered = await process(adapter, inbound, async (context) => {
        hasRun = true;
        context.turnState.set(correlationKey, correlationId);
        await bot.run(context);
      });
      const isOurs = answered.status < 400 || (hasRun && answered.status < 500);
      if (isOurs) return answered;
      // The SDK says 500 with the error's text: where a signature is wrong, and where a turn breaks.
      const [status, error] = hasRun ? [500, "fault"] : [401, "token"];
      log.warn("the SDK gave up", { correlationId, status, error });
      return { status, body: { error } };
    },
  };
}

type Adapter = Messenger["adapter"];
type Logic = Parameters<PermissionsBot["run"]>[0];

/** Runs the SDK on plain data: it wants a request and a response, and gets what it touches of them. */
async function process(
  adapter: Adapter,
  { authorization = "", body }: Inbound,
  logic: (context: Logic) => Promise<void>,
): Promise<Outbound> {
  const sent: { status: number; body?: unknown } = { status: 200 };
  const request = { method: "POST", headers: { authorization }, body } as Request;
  const response: Response = {
    socket: undefined,
    status: (code: number) => {
      sent.status = code;
    },
    send: (value: unknown) => {
      sent.body = value;
    },
    header: () => undefined,
    end: () => undefined,
  };
  await adapter.process(request, response, logic);
  return sent;
}
