import type { InvokeResponse, TurnContext } from "botbuilder";
import { AppError, type ErrorCode } from "../core/errors.ts";
import {
  answerQuestion,
  createQuestion,
  drawError,
  drawGuestRefusal,
  type View,
} from "../core/view/index.ts";
import { describeError } from "../telemetry/index.ts";
import type { Deliveries } from "./deliveries.ts";
import { toDeliveryKey } from "./deliveries.ts";
import type { TurnHandler } from "./permissions-bot.ts";
import { present, sayPlainly, toMessageAnswer } from "./present.ts";
import { type Reply, show } from "./reply.ts";
import type { Roster } from "./roster.ts";
import type { StandingTools, Tools } from "./route.ts";
import { type Found, findRoute } from "./router.ts";
import { personOf, type Turn } from "./turn.ts";

export interface HandlerOptions {
  readonly tools: StandingTools;
  readonly roster: Roster;
  readonly deliveries: Deliveries;
  /** Home tenants whose people are answered. */
  readonly tenants: readonly string[];
}

/** Where a turn keeps the id that log lines and error cards share. */
export const correlationKey = Symbol("correlation id");

/** What every turn goes through: the duplicate check, its route, the error boundary, one log line. */
export function createHandler(options: HandlerOptions): TurnHandler {
  return {
    handle: async (context, turn) => {
      if (turn.kind === "unknown") return undefined;
      // Without an id there is nothing to tell a repetition by.
      const isNew = turn.activityId === "" || (await options.deliveries.claim(toDeliveryKey(turn)));
      if (!isNew) return turn.kind === "action" ? toMessageAnswer("") : undefined;
      return answerTurn(options, context, turn);
    },
  };
}

async function answerTurn(
  options: HandlerOptions,
  context: TurnContext,
  turn: Turn,
): Promise<InvokeResponse | undefined> {
  const { clock, log } = options.tools;
  const aside = (view: View) => tellAside(options.tools, turn, view);
  const to = { context, turn, log, aside };
  const started = clock.now();
  const line = startLine(context, turn);
  try {
    await remember(options.tools, context);
    const route = findRoute(turn);
    const answer = await present(to, await runRoute(options, context, route, turn));
    log.info("turn", { ...line, route: route.name, outcome: "done", ms: clock.now() - started });
    return answer;
  } catch (error) {
    const code: ErrorCode = error instanceof AppError ? error.code : "ERR_TURN_FAILED";
    log.error("turn failed", { ...line, ...describeError(error), code, ms: clock.now() - started });
    return apologize(options, to, { code, correlationId: line.correlationId });
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
  const { tenants, roster } = options;
  const tools: Tools = { ...options.tools, isMember: () => roster.isMember(context, turn) };
  const home = turn.actor.tenantId;
  const isForeign = home !== undefined && !tenants.includes(home.toLowerCase());
  // Roles and scopes need a token of the person; until there is sign-in, nobody has one.
  const isOpen = route.who === "anyone" || route.who === "member";
  if (isForeign || !isOpen || route.scope !== null) return show(drawRefusal(tools, turn));
  if (route.who === "member" && !(await tools.isMember()))
    return show(drawGuestRefusal(tools.world, turn.language));
  const reply = await route.run(turn, tools);
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

/** Tells a view in the person's own chat. @returns the one line that the others may read */
async function tellAside(
  { courier, world }: StandingTools,
  turn: Turn,
  view: View,
): Promise<string> {
  const person = { tenantId: turn.tenantId, personId: personOf(turn) };
  const isTold = await courier.tell(person, view, "card");
  return world.texts(turn.language)(isTold ? "bot.aside.told" : "bot.aside.open");
}

function drawRefusal({ world }: StandingTools, { language }: Turn): View {
  return answerQuestion(world, createQuestion({ kind: "refuse", language })).view;
}

type To = Parameters<typeof present>[0];
type Fault = { readonly code: ErrorCode; readonly correlationId: string };

/** Says what happened and how to ask about it; in plain words when the card is what failed. */
async function apologize({ tools }: HandlerOptions, to: To, fault: Fault) {
  const { world, log } = tools;
  try {
    const view = drawError(world, to.turn.language, fault);
    try {
      return await present(to, show(view));
    } catch (error) {
      log.error("the error card failed", { ...describeError(error), ...fault });
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
