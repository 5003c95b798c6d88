import {
  mayEnter,
  needsRoles,
  rolesFor,
  STRANGER,
  type Standing,
} from "../../core/access/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { ScopeId } from "../../core/scope/index.ts";
import type { TabRoute } from "../../core/tab-api/index.ts";
import type { Identity, ScopedToken } from "../../ports/index.ts";
import { type Caller, type Refusal, refuse } from "./call.ts";
import type { Limits } from "./limits.ts";
import { readRequest, type Said } from "./read-request.ts";
import { readStanding } from "./read-standing.ts";
import type { TabRequest } from "./request.ts";
import type { TabTools } from "./tools.ts";

/** What the guard needs besides the request. */
export interface Gate {
  readonly tools: TabTools;
  readonly language: Language;
  readonly correlationId: string;
  readonly limits: Limits;
}

/** Somebody who may take the route, and what they said. */
export interface Passed {
  readonly kind: "passed";
  readonly caller: Caller;
  readonly said: Said;
}

/**
 * Lets a request through to its handler, or says why not: token, rate, roles, then what it says. Nothing of
 * a body is read for somebody who may not take the route.
 */
export async function passGate(
  route: TabRoute,
  request: TabRequest,
  { tools, language, correlationId, limits }: Gate,
): Promise<Passed | Refusal> {
  const known = await identify(request, tools, correlationId);
  if (known.kind === "refused") return known;
  const { identity, assertion } = known;
  const refusal = limits.checkRate(identity) ?? (await checkRoles(route, identity, tools));
  if (refusal) return refusal;
  const said = await readRequest(route, request);
  if (said.kind === "refused") return said;
  const tokenOf = (scope: ScopeId) => toToken(tools, { identity, assertion, scope });
  const caller = { tools, identity, language, correlationId, tokenOf };
  return { kind: "passed", caller, said };
}

interface Known {
  readonly kind: "known";
  readonly identity: Identity;
  /** The token as it came. */
  readonly assertion: string;
}

async function identify(
  { mark, authorization }: TabRequest,
  { verifyToken, log }: TabTools,
  correlationId: string,
): Promise<Known | Refusal> {
  const assertion = /^Bearer ([\w.~+/=-]{1,16384})$/i.exec(authorization ?? "")?.[1];
  if (mark !== "1" || assertion === undefined) return refuse("unauthorized");
  const verdict = await verifyToken(assertion);
  switch (verdict.kind) {
    case "ok":
      return { kind: "known", identity: verdict.identity, assertion };
    case "refused":
      log.info("a token was refused", { correlationId, reason: verdict.reason });
      return refuse(verdict.reason === "tenant" ? "guest" : "unauthorized");
    case "unreachable":
      return refuse("unreachable");
    default:
      return verdict satisfies never;
  }
}

/** The store is asked only where roles decide. */
async function checkRoles(
  { who }: TabRoute,
  identity: Identity,
  tools: TabTools,
): Promise<Refusal | undefined> {
  const isMember = !identity.isGuest;
  if (!isMember && who !== "anyone") return refuse("guest");
  const standing: Standing = needsRoles(who)
    ? await readStanding(tools, identity)
    : { ...STRANGER, isMember };
  return mayEnter(who, standing) ? undefined : refuse("forbidden", { needed: rolesFor(who) });
}

interface Asked {
  readonly identity: Identity;
  readonly assertion: string;
  readonly scope: ScopeId;
}

function toToken({ tokens }: TabTools, { identity, assertion, scope }: Asked): ScopedToken {
  const { tenantId, personId } = identity;
  return {
    tenantId,
    personId,
    scope,
    get: (renewal) =>
      tokens.acquire({ tenantId, personId }, scope, {
        fresh: assertion,
        ...(renewal && { renewal }),
      }),
  };
}
