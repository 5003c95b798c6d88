import { mayEnter, needsRoles, toStanding, type Who } from "../core/access/index.ts";
import { AppError } from "../core/errors.ts";
import { isAdminNeeded, type ScopeId, tokenValues } from "../core/scope/index.ts";
import type { TenantSettings } from "../core/settings/index.ts";
import {
  answerQuestion,
  createQuestion,
  drawDecidingRefusal,
  drawGuestRefusal,
  drawRoleRefusal,
  drawScopeConsent,
  drawSignInProblem,
  type View,
} from "../core/view/index.ts";
import type { Identity, Person, PersonTokenAnswer, TokenRenewal } from "../ports/index.ts";
import { askToSignIn } from "./ask-to-sign-in.ts";
import { toDeciders } from "./deciders.ts";
import { type Reply, show } from "./reply.ts";
import type { Roster } from "./roster.ts";
import type { Entry, Route, StandingTools, Visitor } from "./route.ts";
import type { Stand } from "./stand.ts";
import { personOf, type Turn } from "./turn.ts";
import { holdTurn, WAIT_MS } from "./waiting-turn.ts";

/** What decides who may take a route. */
export interface GateOptions {
  readonly tools: StandingTools;
  readonly roster: Roster;
  /** Home tenants whose people are answered. */
  readonly tenants: readonly string[];
}

/** One turn before the gate. */
interface Visit extends GateOptions, Pick<Stand, "reach"> {
  readonly turn: Turn;
}

/** Longest time that a question waits for an administrator, in milliseconds. */
const ADMIN_MS = 24 * 60 * 60_000;

/** Says whether a turn may take a route: what Teams tells of its person first, then what a token tells. */
export async function enter(visit: Visit, route: Route): Promise<Entry> {
  const { turn, tools } = visit;
  if (isForeign(visit)) return close(show(drawRefusal(tools, turn)));
  const isIn = route.who === "anyone" || (await isMember(visit));
  if (!isIn) return close(show(drawGuestRefusal(tools.world, turn.language)));
  if (needsRoles(route.who) || route.scope !== null) return enterWithToken(visit, route);
  return ENTERED;
}

/** The turn may be over by then. */
function isMember({ reach, roster, turn }: Visit): Promise<boolean> {
  return reach((context) => roster.isMember(context, turn));
}

/** In, without a token. */
export const ENTERED = {
  kind: "open",
  entered: undefined,
  visitor: undefined,
  leave: async () => undefined,
} as const satisfies Entry;

function close(reply: Reply): Entry {
  return { kind: "closed", reply };
}

function isForeign({ turn, tenants }: Visit): boolean {
  const home = turn.actor.tenantId?.toLowerCase();
  return home !== undefined && !tenants.includes(home);
}

function drawRefusal({ world }: StandingTools, { language }: Turn) {
  return answerQuestion(world, createQuestion({ kind: "refuse", language })).view;
}

async function enterWithToken(visit: Visit, { who, scope: wanted }: Route): Promise<Entry> {
  const { tools, turn } = visit;
  const scope = wanted ?? "basic";
  // Somebody without an object id has no account of the tenant, so no token of it either.
  if (turn.actor.aadObjectId === undefined)
    return close(show(drawGuestRefusal(tools.world, turn.language)));
  const person = toPerson(turn);
  const proof = await findProof(visit, person);
  if (proof.kind !== "proof") return close(await explain(visit, scope, proof));
  const { identity, fresh } = proof;
  if (identity.isGuest) return close(show(drawGuestRefusal(tools.world, turn.language)));
  const { settings } = await tools.settings.read(turn.tenantId);
  const standing = toStanding(identity, settings);
  if (!mayEnter(who, standing)) return close(show(drawRefused(visit, who, settings)));
  const visitor = { name: identity.name, standing };
  if (wanted === null || tokenValues(wanted).length === 0) return { ...ENTERED, visitor };
  return takeToken(visit, { person, scope, visitor, fresh });
}

/** Who may decide on requests is the tenant's own choice; the other routes are for the same roles everywhere. */
function drawRefused({ tools: { world }, turn }: Visit, who: Who, settings: TenantSettings): View {
  const { language } = turn;
  if (who !== "approver") return drawRoleRefusal(world, language, who);
  return drawDecidingRefusal(world, language, "not-approver", toDeciders(turn, settings));
}

/** Who acts, as what is kept about people names them. */
export function toPerson(turn: Turn): Person {
  return { tenantId: turn.tenantId, personId: personOf(turn) };
}

/** Who somebody is, or why that cannot be told. */
type Proof =
  | {
      readonly kind: "proof";
      readonly identity: Identity;
      /** The token that came with the press, where it could not be kept. */
      readonly fresh?: string | undefined;
    }
  | { readonly kind: "sign-in" }
  /** The keys that verify a token could not be had. */
  | { readonly kind: "unreachable" };

/** Who is signed in: by the token that came with the press, or by what is kept. */
async function findProof({ tools, turn }: Visit, person: Person): Promise<Proof> {
  const { assertion } = turn;
  if (assertion === undefined) {
    const identity = await tools.tokens.find(person);
    return identity ? { kind: "proof", identity } : { kind: "sign-in" };
  }
  const proof = await believe(tools, person, assertion);
  if (proof.kind !== "proof") return proof;
  const isKept = await keepSignIn(tools, proof.identity, assertion);
  return isKept ? proof : { ...proof, fresh: assertion };
}

/** A token that came with the press is good for that press, although nobody will remember it. */
async function keepSignIn(
  { tokens, log }: StandingTools,
  identity: Identity,
  assertion: string,
): Promise<boolean> {
  try {
    await tokens.keep(identity, assertion);
    return true;
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith("ERR_STORE_")) throw error;
    log.warn("a sign-in was not kept", { code: error.code });
    return false;
  }
}

/** The identity of a token when it holds and is that person's. */
export async function believe(
  { verifyToken, log }: Pick<StandingTools, "verifyToken" | "log">,
  { tenantId, personId }: Person,
  assertion: string,
): Promise<Proof> {
  const verdict = await verifyToken(assertion);
  if (verdict.kind !== "ok") {
    log.warn("a token of a client was refused", {
      reason: verdict.kind === "refused" ? verdict.reason : verdict.kind,
    });
    return { kind: verdict.kind === "refused" ? "sign-in" : verdict.kind };
  }
  const { identity } = verdict;
  const isTheirs = identity.tenantId === tenantId && identity.personId === personId;
  if (isTheirs) return { kind: "proof", identity };
  log.warn("a token of a client was somebody else's", { tenantId });
  return { kind: "sign-in" };
}

interface Asking {
  readonly person: Person;
  readonly scope: ScopeId;
  readonly visitor: Visitor;
  readonly fresh: string | undefined;
}

async function takeToken(
  visit: Visit,
  { person, scope, visitor, ...asking }: Asking,
): Promise<Entry> {
  const { tokens } = visit.tools;
  const given = asking.fresh === undefined ? {} : { fresh: asking.fresh };
  const first = await tokens.acquire(person, scope, given);
  if (first.kind !== "token") return close(await explain(visit, scope, first));
  // What a call of Microsoft Graph meets in the middle counts once the route is through.
  let last: PersonTokenAnswer = first;
  const token = {
    ...person,
    scope,
    get: async (renewal?: TokenRenewal) => {
      if (renewal) last = await tokens.acquire(person, scope, { ...given, renewal });
      return last;
    },
  };
  const leave = async () => (last.kind === "token" ? undefined : explain(visit, scope, last));
  return { kind: "open", entered: { token, standing: visitor.standing }, visitor, leave };
}

/** What to say to a person who got no token. */
async function explain(
  { tools, turn }: Visit,
  scope: ScopeId,
  answer: Exclude<PersonTokenAnswer, { kind: "token" }>,
): Promise<Reply> {
  switch (answer.kind) {
    case "sign-in":
      return askToSignIn(tools, turn, { scope, obstacle: "sign-in" });
    case "step-up":
      return askToSignIn(tools, turn, { scope, obstacle: "proof", claims: answer.claims });
    case "consent":
      if (isAdminNeeded(scope)) return askAdmin(tools, turn, scope);
      return askToSignIn(tools, turn, { scope, obstacle: "sign-in" });
    case "refused":
      return show(drawSignInProblem(tools.world, turn.language, { kind: "refused" }));
    case "blocked":
      return show(drawSignInProblem(tools.world, turn.language, answer));
    case "busy":
    case "unreachable": {
      const pending = await holdTurn(tools, turn, scope, WAIT_MS);
      return show(drawSignInProblem(tools.world, turn.language, { ...answer, pending }));
    }
    default:
      return answer satisfies never;
  }
}

/** Holds the question for a day, and says who may allow the scope. */
export async function askAdmin(tools: StandingTools, turn: Turn, scope: ScopeId): Promise<Reply> {
  const pending = await holdTurn(tools, turn, scope, ADMIN_MS);
  const { clientId } = tools.api;
  return show(drawScopeConsent(tools.world, turn.language, { scope, clientId, pending }));
}
