import type { InvokeResponse, TurnContext } from "botbuilder";
import { AppError, type ErrorCode } from "../core/errors.ts";
import { drawError, type View } from "../core/view/index.ts";
import { describeError } from "../telemetry/index.ts";
import type { Deliveries } from "./deliveries.ts";
import { toDeliveryKey } from "./deliveries.ts";
import { enter, type GateOptions } from "./gate.ts";
import type { TurnHandler } from "./permissions-bot.ts";
import { present, sayPlainly, toMessageAnswer } from "./present.ts";
import { toPlainAnswer } from "./present-extension.ts";
import { type Reply, show } from "./reply.ts";
import type { StandingTools, Tools } from "./route.ts";
import { type Found, findRoute } from "./router.ts";
import { runEntered } from "./run-asked.ts";
import { keepPrivate } from "./targeted.ts";
import { personOf, type Turn } from "./turn.ts";

export interface HandlerOptions extends GateOptions {
  readonly deliveries: Deliveries;
}

/** Where a turn keeps the id that log lines and error cards share. */
export const correlationKey = Symbol("correlation id");

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
  options: HandlerOptions & { readonly isRepeated?: boolean },
  context: TurnContext,
  spoken: Turn,
): Promise<InvokeResponse | undefined> {
  const { clock, log } = options.tools;
  const turn = await withLanguage(options.tools, spoken);
  keepPrivate(context, turn);
  const tell = (view: View) => tellAlone(options.tools, turn, view);
  const to = { context, turn, log, texts: options.tools.world.texts(turn.language), tell };
  const started = clock.now();
  const line = startLine(context, turn);
  try {
    // The bot may not be a member where the message extension is used: nothing can be said there later.
    if (turn.kind !== "extension") await remember(options.tools, context);
    const route = findRoute(turn);
    const reply = await runRoute(options, context, route, turn);
    const answer = await present(to, reply);
    if (!options.isRepeated) note(options.tools, turn, reply);
    log.info("turn", { ...line, route: route.name, outcome: "done", ms: clock.now() - started });
    return answer;
  } catch (error) {
    const { code, seconds } = toFault(error);
    log.error("turn failed", { ...line, ...describeError(error), code, ms: clock.now() - started });
    return apologize(options, to, { code, seconds, correlationId: line.correlationId });
  }
}

function toFault(error: unknown): Pick<Fault, "code" | "seconds"> {
  return error instanceof AppError ? error : { code: "ERR_TURN_FAILED" };
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

/** Results are kept beside the turn: nobody waits for it, and none that fails breaks an answer. */
function note({ results }: StandingTools, turn: Turn, { result }: Reply): void {
  if (result) void results.note({ tenantId: turn.tenantId, personId: personOf(turn) }, result);
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

/** The verb is not logged: whoever sends it writes it, and the route of a known one tells. */
function startLine(context: TurnContext, { kind, place, tenantId, actor }: Turn) {
  const correlationId = String(context.turnState.get(correlationKey) ?? "");
  return { correlationId, kind, place, tenantId, personId: actor.aadObjectId };
}

async function runRoute(
  options: HandlerOptions,
  context: TurnContext,
  route: Found,
  turn: Turn,
): Promise<Reply> {
  const tools: Tools = {
    ...options.tools,
    enter: (wanted) => enter({ ...options, context, turn }, wanted),
    goOn: (waiting) => {
      keepPrivate(context, waiting);
      return runRoute(options, context, findRoute(waiting), waiting);
    },
    entered: undefined,
  };
  const reply = await runEntered(route, tools, (entered) => route.run(entered));
  if (reply.mode === "replace" && !route.keepsRequest) await release(tools, turn);
  return reply;
}

/** The card shows something else now: what becomes of a consent request is not put there any more. */
async function release({ consents, log }: StandingTools, turn: Turn): Promise<void> {
  const { tenantId, conversationId, replyToId: activityId } = turn;
  if (activityId === undefined) return;
  try {
    await consents.release({ tenantId, conversationId, activityId });
  } catch (error) {
    log.warn("a card was not released", describeError(error));
  }
}

/** Tells a view in the person's own chat. @returns false where there is none */
function tellAlone({ courier }: StandingTools, turn: Turn, view: View): Promise<boolean> {
  const person = { tenantId: turn.tenantId, personId: personOf(turn) };
  return courier.tell(person, view, "card");
}

type To = Parameters<typeof present>[0];
type Fault = {
  readonly code: ErrorCode;
  readonly correlationId: string;
  readonly seconds?: number | undefined;
};

/** Says what happened and how to ask about it; in plain words when the card is what failed. */
async function apologize({ tools }: HandlerOptions, to: To, fault: Fault) {
  const { world, log } = tools;
  try {
    const view = drawError(world, to.turn.language, fault);
    try {
      return await present(to, show(view));
    } catch (error) {
      log.error("the error card failed", { ...describeError(error), ...fault });
      if (to.turn.invoke) return toPlainAnswer(to.turn.invoke, view);
      if (to.turn.kind !== "action") await sayPlainly(to, view);
    }
  } catch (error) {
    // Nothing reaches the person any more; the log is what is left.
    log.error("the apology failed", { ...describeError(error), ...fault });
  }
  return to.turn.kind === "action" ? toErrorAnswer(fault) : undefined;
}

function toErrorAnswer({ code, correlationId }: Fault): InvokeResponse {
  const value = { code, message: correlationId };
  return {
    status: 200,
    body: { statusCode: 500, type: "application/vnd.microsoft.error", value },
  };
}
