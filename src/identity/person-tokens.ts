import { decodeJwt } from "jose";
import { createBoundedMap } from "../core/bounded-map.ts";
import type { Cloud } from "../core/cloud/index.ts";
import type { ScopeId } from "../core/scope/index.ts";
import type {
  Clock,
  Identity,
  Log,
  Person,
  PersonTokenAnswer,
  PersonTokens,
  Seal,
  Store,
  TokenRenewal,
} from "../ports/index.ts";
import { toAuthorizeUrl, toScopes } from "./authorize-url.ts";
import type { Credential } from "./credential.ts";
import type { Egress } from "./egress.ts";
import { type Acquired, createPersonClient, type TokenWish } from "./person-client.ts";
import { noteRefusal, REFRESH_LIFE, redeemCode } from "./redeem-code.ts";
import {
  createTokenRows,
  isNewer,
  type KeptTokens,
  type TokenRows,
  toKeptIdentity,
} from "./token-rows.ts";
import { type TokenWatch, watchTokens } from "./token-watch.ts";

/** The API's app registration, and where what people bring is kept. */
export interface PersonTokenOptions {
  readonly apiId: string;
  readonly credential: Credential;
  readonly cloud: Cloud;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly store: Store;
  /** Made with the label and limit of `TOKEN_SEAL`. */
  readonly seal: Seal;
  readonly log: Log;
  /** People of whom it is remembered that Entra ID wants them to wait. @default 1000 */
  readonly limit?: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Characters of a cache that is worth keeping: the row has to open again. */
const MAX_CACHE = 32_768;

/** What is remembered of a person in this process; no token. */
interface Line {
  readonly watch: TokenWatch;
  /** When the last token of a scope came from the endpoint, in milliseconds since 1970. */
  readonly issuedAt: Map<ScopeId, number>;
  /** Calls under way. */
  readonly pending: Map<string, Promise<PersonTokenAnswer>>;
  isForgotten: boolean;
}

interface Tools extends PersonTokenOptions {
  readonly rows: TokenRows;
}

/** Makes the tokens of people. Each call has an MSAL client of its own, with what is kept of that person. */
export function createPersonTokens(options: PersonTokenOptions): PersonTokens {
  const tools: Tools = { ...options, rows: createTokenRows(options) };
  const { rows, clock, egress, limit = 1000 } = tools;
  const lines = createBoundedMap<Line>(limit);
  const openLine = (person: Person): Line => {
    const key = `${person.tenantId} ${person.personId}`;
    const line = lines.get(key) ?? createLine(egress, clock);
    lines.set(key, line);
    return line;
  };
  const change: TokenRows["change"] = (person, decide) =>
    changeUnlessForgotten(rows, { person, line: openLine(person) }, decide);
  return {
    keep: (identity, assertion) => keep(change, identity, assertion),
    find: async (person) => {
      const identity = (await rows.read(person))?.identity;
      return identity && identity.expiresAt > clock.now() ? identity : undefined;
    },
    acquire: async (person, scope, { fresh, renewal } = {}) => {
      const scopes = toScopes(options.cloud, scope);
      const line = openLine(person);
      const ask: Ask = { person, scope, scopes, fresh, renewal, line };
      return renewal ? acquire(tools, ask) : acquireOnce(tools, ask);
    },
    authorizeUrl: (ask) => toAuthorizeUrl(options, ask),
    redeem: (ask) => redeemCode({ ...tools, change }, ask),
    forget: async (person) => {
      const key = `${person.tenantId} ${person.personId}`;
      const line = lines.get(key);
      if (line) line.isForgotten = true;
      lines.delete(key);
      await rows.remove(person);
    },
  };
}

function createLine(egress: Egress, clock: Clock): Line {
  const watch = watchTokens(egress.networkClient, clock);
  return { watch, issuedAt: new Map(), pending: new Map(), isForgotten: false };
}

function keep(change: TokenRows["change"], identity: Identity, assertion: string): Promise<void> {
  const { tenantId, personId } = identity;
  const proof = {
    until: identity.expiresAt,
    identity: toKeptIdentity(identity),
    issuedAt: readIssue(assertion),
  };
  let wasThere = false;
  return change({ tenantId, personId }, (kept) => {
    // Another replica has signed the person out while this one wrote.
    if (wasThere && !kept) return undefined;
    wasThere = kept !== undefined;
    return isNewer(proof, kept) ? { ...kept, ...proof, assertion } : undefined;
  });
}

/**
 * Writes for a person, unless a sign-out comes while it runs: that one may find the row not written yet, and
 * then it goes afterwards.
 */
async function changeUnlessForgotten(
  rows: TokenRows,
  { person, line }: Pick<Ask, "person" | "line">,
  decide: Parameters<TokenRows["change"]>[1],
): Promise<void> {
  let isWritten = false;
  await rows.change(person, (kept) => {
    const next = line.isForgotten ? undefined : decide(kept);
    isWritten = next !== undefined;
    return next;
  });
  if (isWritten && line.isForgotten) await rows.remove(person);
}

/** When a token was issued, in seconds since 1970; undefined where it does not say. */
function readIssue(token: string): number | undefined {
  try {
    return decodeJwt(token).iat;
  } catch {
    // Whoever keeps an assertion has verified it; this is about order only.
    return undefined;
  }
}

interface Ask {
  readonly person: Person;
  readonly scope: ScopeId;
  readonly scopes: string[];
  readonly fresh: string | undefined;
  readonly renewal: TokenRenewal | undefined;
  readonly line: Line;
}

/** Callers at the same time share one request. */
function acquireOnce(tools: Tools, ask: Ask): Promise<PersonTokenAnswer> {
  const { pending } = ask.line;
  const key = `${ask.scope} ${ask.fresh ?? ""}`;
  const under = pending.get(key) ?? acquire(tools, ask).finally(() => pending.delete(key));
  pending.set(key, under);
  return under;
}

/**
 * A sign-in on a page goes first: it can carry more proof than what Teams gives. Where it does not do any
 * longer, the assertion speaks.
 */
async function acquire(tools: Tools, ask: Ask): Promise<PersonTokenAnswer> {
  const kept = await tools.rows.read(ask.person);
  const bySession = kept?.session && (await useSession(tools, ask, kept));
  if (bySession && bySession.kind !== "sign-in" && bySession.kind !== "step-up") return bySession;
  const assertion = ask.fresh ?? kept?.assertion;
  if (assertion === undefined) return bySession || { kind: "sign-in" };
  const byAssertion = await useAssertion(tools, ask, { assertion, kept });
  // More proof at the page is what helps where the assertion is used up.
  return byAssertion.kind === "sign-in" && bySession ? bySession : byAssertion;
}

async function useSession(tools: Tools, ask: Ask, kept: KeptTokens): Promise<PersonTokenAnswer> {
  const { identity, session } = kept;
  if (!identity) return { kind: "sign-in" };
  const client = createPersonClient(tools, toCall(ask, session));
  const acquired = await client.askSilently(identity.personId, toWish(ask, tools.clock));
  if (acquired.kind === "sign-in")
    await write(tools, ask, (now) => drop(now, "session", { spent: session, clock: tools.clock }));
  if (acquired.kind === "acquired" && acquired.changed !== undefined) {
    const { changed } = acquired;
    await write(tools, ask, (now) => {
      // Another sign-in took its place, or another replica renewed it: theirs is the newer one.
      if (now?.session === undefined || now.session !== session) return undefined;
      return { ...prolong(now, ask.person, tools.clock), session: changed };
    });
  }
  return toTokenAnswer(tools, ask, acquired);
}

/** Takes out a proof that Entra ID does not take any more. Without another one nobody is signed in. */
function drop(
  kept: KeptTokens | undefined,
  proof: "session" | "assertion",
  { spent, clock }: { readonly spent: string | undefined; readonly clock: Clock },
): KeptTokens | undefined {
  if (!kept || kept[proof] !== spent) return undefined;
  const other = proof === "session" ? "assertion" : "session";
  return kept[other] === undefined ? { until: clock.now() } : { ...kept, [proof]: undefined };
}

/** A session that is kept as somebody else's lasts as long as it is used. */
function prolong(kept: KeptTokens, { personId }: Person, clock: Clock): KeptTokens {
  const { identity } = kept;
  if (!identity || identity.personId === personId) return kept;
  const until = clock.now() + REFRESH_LIFE;
  return { ...kept, until, identity: { ...identity, expiresAt: until } };
}

async function useAssertion(
  tools: Tools,
  ask: Ask,
  { assertion, kept }: { readonly assertion: string; readonly kept: KeptTokens | undefined },
): Promise<PersonTokenAnswer> {
  const client = createPersonClient(tools, toCall(ask, kept?.cache));
  const acquired = await client.askOnBehalf(assertion, toWish(ask, tools.clock));
  if (acquired.kind === "sign-in" && ask.fresh === undefined)
    await write(tools, ask, (now) =>
      drop(now, "assertion", { spent: assertion, clock: tools.clock }),
    );
  if (acquired.kind === "acquired" && acquired.changed !== undefined) {
    const cache = toKeptCache(acquired.changed);
    await write(tools, ask, (now) => {
      if (now) return { ...now, cache };
      // What was there and is not any more was signed out, here or on another replica.
      const isSignedOut = kept !== undefined || ask.fresh === undefined;
      return isSignedOut ? undefined : { until: tools.clock.now() + HOUR, cache };
    });
  }
  return toTokenAnswer(tools, ask, acquired);
}

function toCall({ person, line }: Ask, cache: string | undefined) {
  return { tenantId: person.tenantId, watch: line.watch, cache };
}

function toWish({ scope, scopes, renewal, line }: Ask, clock: Clock): TokenWish {
  if (renewal?.kind === "claims") return { scopes, claims: renewal.claims, isNewer: false };
  const age = clock.now() - (line.issuedAt.get(scope) ?? 0);
  return { scopes, isNewer: renewal?.kind === "refused" && age >= MINUTE };
}

/** An assertion is asked with each time, so its refresh token is not kept. */
function toKeptCache(text: string): string | undefined {
  const cache = JSON.stringify({ ...JSON.parse(text), RefreshToken: {} });
  return cache.length > MAX_CACHE ? undefined : cache;
}

/** A token that is at hand is worth more than its place in the store. */
async function write(
  { rows, log }: Tools,
  ask: Ask,
  decide: Parameters<TokenRows["change"]>[1],
): Promise<void> {
  try {
    await changeUnlessForgotten(rows, ask, decide);
  } catch {
    // The store has logged its own fault; the next call asks Entra ID again.
    log.warn("tokens not kept", { ...ask.person });
  }
}

function toTokenAnswer(tools: Tools, ask: Ask, acquired: Acquired): PersonTokenAnswer {
  if (acquired.kind !== "acquired") {
    noteRefusal(tools, acquired, { ...ask.person, scope: ask.scope });
    return acquired;
  }
  const { accessToken, fromCache } = acquired.result;
  if (!fromCache) ask.line.issuedAt.set(ask.scope, tools.clock.now());
  return { kind: "token", token: accessToken };
}
