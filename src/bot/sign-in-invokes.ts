import type { InvokeResponse, TurnContext } from "botbuilder";
import { z } from "zod";
import { isAdminNeeded } from "../core/scope/index.ts";
import {
  drawGuestRefusal,
  drawSignInProblem,
  type SignInProblem,
  type View,
} from "../core/view/index.ts";
import type { Ticket } from "../flows/index.ts";
import type { Person } from "../ports/index.ts";
import { describeError } from "../telemetry/index.ts";
import type { GoTo } from "./courier.ts";
import type { Deliveries } from "./deliveries.ts";
import { askAdmin, believe, toPerson } from "./gate.ts";
import type { TurnHandler } from "./permissions-bot.ts";
import { toMessage } from "./present.ts";
import type { StandingTools } from "./route.ts";
import type { Turn } from "./turn.ts";
import { holdTurn, readWaiting, WAIT_MS, type WaitingQuestion } from "./waiting-turn.ts";

/** What the invokes of a sign-in need. */
export interface SignInInvokesOptions {
  readonly tools: StandingTools;
  readonly handler: TurnHandler;
  readonly deliveries: Deliveries;
}

type Answer = (context: TurnContext, turn: Turn) => Promise<InvokeResponse>;

/**
 * Answers `signin/tokenExchange`, `signin/verifyState` and `signin/failure`; undefined for any other invoke.
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-overview
 */
export function createSignInInvokes(options: SignInInvokesOptions) {
  const answers: Readonly<Record<string, Answer>> = {
    "signin/tokenExchange": (context, turn) => exchange(options, context, turn),
    // The page has told the server itself, and the question goes on from there.
    "signin/verifyState": async () => DONE,
    "signin/failure": (context, turn) => explainFailure(options, context, turn),
  };
  return async (context: TurnContext, turn: Turn): Promise<InvokeResponse | undefined> => {
    const { name = "" } = context.activity;
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (!answer) return undefined;
    try {
      return await answer(context, turn);
    } catch (error) {
      options.tools.log.error("a sign-in failed", { name, ...describeError(error) });
      return { status: 500, body: {} };
    }
  };
}

const DONE: InvokeResponse = { status: 200, body: {} };

const Exchange = z.object({
  id: z.string().max(200),
  connectionName: z.string().max(200).optional(),
  token: z.string().max(20_000),
});

/** Every client of a person sends the same exchange; the question goes on for the first that arrives. */
async function exchange(
  { tools, handler }: SignInInvokesOptions,
  context: TurnContext,
  turn: Turn,
): Promise<InvokeResponse> {
  const { data } = Exchange.safeParse(context.activity.value);
  const refuse = (detail: string): InvokeResponse => {
    const { id = "", connectionName = "" } = data ?? {};
    return { status: 412, body: { id, connectionName, failureDetail: detail } };
  };
  if (!data) return refuse("The exchange holds no token.");
  const person = toPerson(turn);
  const waiting = await findWaiting(tools, turn, data.id);
  // In a group chat the clients of all members exchange: whoever did not ask is not signed in by it.
  if (!waiting) return DONE;
  const proof = await believe(tools, person, data.token);
  if (proof.kind === "unreachable") return explainSilence(tools, { context, turn }, data.id);
  if (proof.kind !== "proof") return refuse("The token is not accepted here.");
  if (proof.identity.isGuest) return refuseGuest(tools, { context, turn }, data.id);
  await tools.tokens.keep(proof.identity, data.token);
  if (await isButtonNeeded(tools, person, waiting)) return refuse("Consent is required.");
  const taken = readWaiting(await tools.pendings.take(person, data.id));
  if (taken) await handler.answer(context, taken.turn);
  return DONE;
}

/** What waits for that person, where they asked it. */
async function findWaiting({ pendings }: StandingTools, turn: Turn, id: string) {
  const waiting = readWaiting(await pendings.peek(toPerson(turn), id));
  return waiting?.turn.conversationId === turn.conversationId ? waiting : undefined;
}

/** Nobody can be believed just now, which a page would not change: the question waits for another try. */
async function explainSilence(
  tools: StandingTools,
  { context, turn }: Arrival,
  id: string,
): Promise<InvokeResponse> {
  const waiting = readWaiting(await tools.pendings.take(toPerson(turn), id));
  if (!waiting) return DONE;
  const pending = await holdTurn(tools, waiting.turn, waiting.scope, WAIT_MS);
  await tellProblem(tools, { context, turn }, { kind: "unreachable", pending });
  return DONE;
}

/** The question ends: no page makes a guest a member. */
async function refuseGuest(
  tools: StandingTools,
  { context, turn }: Arrival,
  id: string,
): Promise<InvokeResponse> {
  const taken = await tools.pendings.take(toPerson(turn), id);
  if (taken) await tell(tools, { context, turn }, drawGuestRefusal(tools.world, turn.language));
  return DONE;
}

/** True where the person can do something on the page that the button of the card opens. */
async function isButtonNeeded(
  { tokens }: StandingTools,
  person: Person,
  { scope }: WaitingQuestion,
): Promise<boolean> {
  const { kind } = await tokens.acquire(person, scope);
  return kind === "sign-in" || (kind === "consent" && !isAdminNeeded(scope));
}

/** What goes on after a sign-in page: the question that waited for it, where it was asked. */
export async function goOnAfterPage(
  { tools, handler, goTo }: Omit<SignInInvokesOptions, "deliveries"> & { readonly goTo: GoTo },
  { tenantId, personId, pending }: Ticket,
  end: "signed-in" | "needs-admin",
): Promise<void> {
  if (pending === undefined) return;
  const person = { tenantId, personId };
  const taken = readWaiting(await tools.pendings.take(person, pending));
  if (!taken) return;
  const { turn, scope } = taken;
  if (end === "needs-admin") {
    // Entra ID has just said that this tenant lets nobody consent for themselves.
    const view = (await askAdmin(tools, turn, scope)).views[0];
    if (view) await tools.courier.tell(person, view, "card");
    return;
  }
  const isReached = await goTo(tenantId, turn.conversationId, async (context) => {
    await handler.answer(context, turn);
  });
  if (!isReached) tools.log.warn("a question found no way back", { tenantId, place: turn.place });
}

const Failure = z.object({ code: z.string().regex(/^[\w.-]{1,80}$/) });

/** Teams shows nothing of its own failure, so it is said here. */
async function explainFailure(
  { tools, deliveries }: SignInInvokesOptions,
  context: TurnContext,
  turn: Turn,
): Promise<InvokeResponse> {
  const code = Failure.safeParse(context.activity.value).data?.code ?? "unknown";
  tools.log.warn("a client could not sign a person in", { code, place: turn.place });
  // The clients of all members of a group chat try, and each client of a person: one word to who asked.
  const question = await tools.pendings.newest(toPerson(turn));
  const name = `signin/failure ${question}`;
  const isOurs =
    question !== undefined && (await deliveries.claimName(turn.tenantId, name)) !== "again";
  if (isOurs) await tellProblem(tools, { context, turn }, { kind: "client", code });
  return DONE;
}

/** An invoke of a sign-in, as it came. */
interface Arrival {
  readonly context: TurnContext;
  readonly turn: Turn;
}

function tellProblem(tools: StandingTools, arrival: Arrival, problem: SignInProblem) {
  return tell(tools, arrival, drawSignInProblem(tools.world, arrival.turn.language, problem));
}

/** Tells the person alone. */
async function tell(
  { courier }: StandingTools,
  { context, turn }: Arrival,
  view: View,
): Promise<void> {
  if (turn.place === "personal") await context.sendActivity(await toMessage(view));
  else await courier.tell(toPerson(turn), view, "card");
}
