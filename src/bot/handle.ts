import type { InvokeResponse, TurnContext } from "botbuilder";
import { type BoundedMap, createBoundedMap } from "../core/bounded-map.ts";
import type { View } from "../core/view/index.ts";
import { describeError } from "../telemetry/index.ts";
import { answerLater } from "./answer-later.ts";
import type { GoTo } from "./courier.ts";
import type { Deliveries } from "./deliveries.ts";
import { toDeliveryKey } from "./deliveries.ts";
import { createEnds } from "./ends.ts";
import type { GateOptions } from "./gate.ts";
import type { LongWorks } from "./long-works.ts";
import type { TurnHandler } from "./permissions-bot.ts";
import { toMessageAnswer } from "./present.ts";
import type { StandingTools } from "./route.ts";
import { findRoute } from "./router.ts";
import { releaseCard, runRoute } from "./run-route.ts";
import type { Addressee } from "./send.ts";
import { createStand } from "./stand.ts";
import { personOf, type Turn } from "./turn.ts";

export interface HandlerOptions extends GateOptions {
  readonly deliveries: Deliveries;
  readonly works: LongWorks;
  readonly goTo: GoTo;
}

/** Where a turn keeps the id that log lines and error cards share. */
export const correlationKey = Symbol("correlation id");

/** A handler at work. */
interface Handling extends HandlerOptions {
  /** The newest press of each card. */
  readonly presses: BoundedMap<string>;
  readonly isRepeated?: boolean;
}

/** Cards whose newest press is kept. */
const CARDS = 5_000;

/** What every turn goes through: the duplicate check, its route, the error boundary, one log line. */
export function createHandler(given: HandlerOptions): TurnHandler {
  const options: Handling = { ...given, presses: createBoundedMap(CARDS) };
  return {
    answer: (context, turn) => answerTurn(options, context, turn),
    handle: async (context, turn) => {
      if (turn.kind === "unknown") {
        // It has no answer, and may yet say that the bot came or went.
        await remember(options.tools, context);
        return undefined;
      }
      // Without an id there is nothing to tell a repetition by.
      const isNew = turn.activityId === "" || (await options.deliveries.claim(toDeliveryKey(turn)));
      // Teams asks an invoke of the message extension up to three times, and shows the last answer.
      if (turn.kind === "extension")
        return answerTurn({ ...options, isRepeated: !isNew }, context, turn);
      if (!isNew) return turn.kind === "action" ? toMessageAnswer("") : undefined;
      return answerTurn(options, context, turn);
    },
  };
}

async function answerTurn(
  options: Handling,
  context: TurnContext,
  spoken: Turn,
): Promise<InvokeResponse | undefined> {
  const { tools, works, presses, isRepeated = false } = options;
  const turn = await withLanguage(tools, spoken);
  const correlationId = String(context.turnState.get(correlationKey) ?? "");
  const ends = createEnds(tools, { turn, correlationId, isRepeated });
  const to = toAddressee(tools, context, turn);
  const stand = createStand(options.goTo, context, turn);
  try {
    // The bot may not be a member where the message extension is used: nothing can be said there later.
    if (turn.kind !== "extension") await remember(tools, context);
    const isAwaited = notePress(presses, turn);
    const route = findRoute(turn);
    const running = { ...options, stand, turn };
    const work = runRoute(running, route);
    if (!CAN_WAIT.has(turn.kind) || (await works.isSoon(work)))
      return await ends.conclude(to, await work);
    const release = () => releaseCard(tools, turn);
    const again = (next: Turn) => runRoute({ ...running, turn: next }, findRoute(next));
    return await answerLater({ ...ends, to, stand, works, work, again, isAwaited, release });
  } catch (error) {
    return ends.fail(to, error);
  } finally {
    stand.end();
  }
}

/** What a person asked for; anything else is short, or has a shorter time. */
const CAN_WAIT: ReadonlySet<Turn["kind"]> = new Set<Turn["kind"]>(["message", "action", "submit"]);

function toAddressee(tools: StandingTools, context: TurnContext, turn: Turn): Addressee {
  const { courier, log, world } = tools;
  const person = { tenantId: turn.tenantId, personId: personOf(turn) };
  const tell = (view: View) => courier.tell(person, view, "card");
  return { context, turn, log, texts: world.texts(turn.language), tell };
}

/** @returns whether no newer press of the same card has come since */
function notePress(presses: BoundedMap<string>, turn: Turn): () => boolean {
  const { conversationId, replyToId, activityId } = turn;
  if (replyToId === undefined) return () => true;
  const card = `${conversationId} ${replyToId}`;
  presses.set(card, activityId);
  return () => (presses.get(card) ?? activityId) === activityId;
}

/** Where neither card nor client names a language that Consentry speaks, the tenant's own counts. */
async function withLanguage({ settings, log }: StandingTools, turn: Turn): Promise<Turn> {
  if (!turn.isLanguageOpen || turn.tenantId === "") return turn;
  try {
    const { language } = (await settings.read(turn.tenantId)).settings;
    return { ...turn, language };
  } catch (error) {
    log.warn("the settings of a tenant were not read", describeError(error));
    return turn;
  }
}

/** What is said later needs an address; a turn that cannot keep it is answered all the same. */
async function remember(
  { references, log }: StandingTools,
  { activity }: TurnContext,
): Promise<void> {
  try {
    await references.remember(activity);
  } catch (error) {
    log.warn("a conversation was not remembered", describeError(error));
  }
}
