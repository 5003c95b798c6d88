import type { InvokeResponse, TurnContext } from "botbuilder";
import { AppError } from "../core/errors.ts";
import type { View } from "../core/view/index.ts";
import type { LateAnswers } from "../flows/index.ts";
import { describeError } from "../telemetry/index.ts";
import { answerLater } from "./answer-later.ts";
import type { GoTo } from "./courier.ts";
import type { Deliveries } from "./deliveries.ts";
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
import { keepPrivate } from "./targeted.ts";
import { personOf, type Turn } from "./turn.ts";

export interface HandlerOptions extends GateOptions {
  readonly deliveries: Deliveries;
  readonly works: LongWorks;
  readonly lateAnswers: LateAnswers;
  readonly goTo: GoTo;
}

/** Where a turn keeps the id that log lines and error cards share. */
export const correlationKey = Symbol("correlation id");

/** A handler at work. */
interface Handling extends HandlerOptions {
  readonly isRepeated?: boolean;
}

/** What every turn goes through: the duplicate check, its route, the error boundary, one log line. */
export function createHandler(options: HandlerOptions): TurnHandler {
  return {
    answer: (context, turn) => answerTurn(options, context, turn),
    handle: async (context, turn) => {
      if (turn.kind === "unknown") {
        // It has no answer, and may yet say that the bot came or went.
        await remember(options.tools, context);
        return undefined;
      }
      // Without an id there is nothing to tell a repetition by.
      const delivered = turn.activityId === "" ? "first" : await options.deliveries.claim(turn);
      const isRepeated = delivered === "again";
      // Teams asks an invoke of the message extension up to three times, and shows the last answer.
      if (turn.kind === "extension") return answerTurn({ ...options, isRepeated }, context, turn);
      if (isRepeated) return turn.kind === "action" ? toMessageAnswer("") : undefined;
      const isDoubtful = delivered === "unknown" && isLate(options.tools, context);
      if (isDoubtful || delivered === "left") return refuseTurn(options, context, turn);
      try {
        return await answerTurn(options, context, turn);
      } finally {
        if (turn.activityId !== "") void options.deliveries.finish(turn);
      }
    },
  };
}

/** Age at which a delivery counts as a repetition: Teams sends an activity at once, and again after 15 seconds. */
const LATE_MS = 10_000;

function isLate({ clock }: StandingTools, { activity }: TurnContext): boolean {
  return clock.now() - new Date(activity.timestamp ?? Number.NaN).getTime() >= LATE_MS;
}

/** Another replica had it, and nobody knows how far it came: it is neither done again nor passed over. */
async function refuseTurn(
  { tools }: Handling,
  context: TurnContext,
  turn: Turn,
): Promise<InvokeResponse | undefined> {
  const correlationId = String(context.turnState.get(correlationKey) ?? "");
  const ends = createEnds(tools, { turn, correlationId, isRepeated: false });
  const fault = new AppError("ERR_TURN_ENDED", "a turn broke off, or nobody can tell");
  keepPrivate(context, turn);
  return ends.fail(toAddressee(tools, context, turn), fault);
}

async function answerTurn(
  options: Handling,
  context: TurnContext,
  spoken: Turn,
): Promise<InvokeResponse | undefined> {
  const { tools, works, deliveries, isRepeated = false } = options;
  const turn = await withLanguage(tools, spoken);
  const correlationId = String(context.turnState.get(correlationKey) ?? "");
  const ends = createEnds(tools, { turn, correlationId, isRepeated });
  const to = toAddressee(tools, context, turn);
  const stand = createStand(options.goTo, context, turn);
  try {
    // The bot may not be a member where the message extension is used: nothing can be said there later.
    if (turn.kind !== "extension") await remember(tools, context);
    const route = findRoute(turn);
    const running = { ...options, stand, turn };
    const work = runRoute(running, route);
    if (!CAN_WAIT.has(turn.kind) || (await works.isSoon(work)))
      return await ends.conclude(to, await work);
    const isAwaited = () => deliveries.isNewestPress(turn);
    const release = () => releaseCard(tools, turn);
    const again = (next: Turn) => runRoute({ ...running, turn: next }, findRoute(next));
    const late = { ...ends, to, stand, works, work, correlationId };
    const { lateAnswers } = options;
    return await answerLater({ ...late, lateAnswers, again, isAwaited, release });
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
