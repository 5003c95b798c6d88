import type { ScopeId } from "../../src/core/scope/index.ts";
import type {
  Identity,
  PersonTokenAnswer,
  PersonTokens,
  TokenVerdict,
  VerifyToken,
} from "../../src/ports/index.ts";
import { tenantId } from "./activities.ts";

/** Somebody who is signed in; a plain member of the tenant. */
export function buildIdentity(overrides: Partial<Identity> = {}): Identity {
  return {
    tenantId,
    personId: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101",
    name: "Priya Raman",
    isGuest: false,
    roles: [],
    expiresAt: Number.MAX_SAFE_INTEGER,
    ...overrides,
  };
}

/** Tokens of people that are what a test says. */
export interface FakePersonTokens extends PersonTokens {
  /** Scopes that were asked for, in order. */
  readonly asked: readonly ScopeId[];
  /** From now on this is the answer to a scope. */
  answer(scope: ScopeId, answer: PersonTokenAnswer): void;
  /** Who is signed in from now on. */
  signIn(identity: Identity): void;
}

/** Nobody is signed in at first; then every scope is there. */
export function createFakePersonTokens(): FakePersonTokens {
  const people = new Map<string, Identity>();
  const answers = new Map<ScopeId, PersonTokenAnswer>();
  const asked: ScopeId[] = [];
  return {
    asked,
    answer: (scope, answer) => void answers.set(scope, answer),
    signIn: (identity) => void people.set(identity.personId, identity),
    keep: async (identity) => void people.set(identity.personId, identity),
    find: async ({ personId }) => people.get(personId),
    acquire: async ({ personId }, scope, { fresh } = {}) => {
      asked.push(scope);
      if (!people.has(personId) && fresh === undefined) return { kind: "sign-in" };
      return answers.get(scope) ?? { kind: "token", token: `token of ${scope}` };
    },
    authorizeUrl: ({ state }) => `https://login.example/authorize?state=${state}`,
    redeem: async () => ({ kind: "sign-in" }),
    forget: async ({ personId }) => void people.delete(personId),
  };
}

/** Tokens by their text; every other one is refused. */
export function createFakeVerifier(known: Readonly<Record<string, Identity>> = {}): VerifyToken {
  return async (token): Promise<TokenVerdict> => {
    const identity = known[token];
    return identity ? { kind: "ok", identity } : { kind: "refused", reason: "signature" };
  };
}
