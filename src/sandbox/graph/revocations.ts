import type { Keys } from "../keys.ts";

/**
 * Whose tokens have been taken back before they expire. Told by the order in which tokens were signed,
 * because the times in them are whole seconds.
 */
export interface Revocations {
  /** The same keys, with a count of what they sign. */
  watch(keys: Keys): Keys;
  /** Takes back all tokens that a person or an app (by its app id) holds now. */
  revoke(subject: string): void;
  isRevoked(token: string, subjects: readonly (string | undefined)[]): boolean;
  reset(): void;
}

/** Tokens above this number are forgotten, oldest first, and count as the oldest. */
const rememberedLimit = 10_000;

export function createRevocations(): Revocations {
  const signed = new Map<string, number>();
  const revokedAt = new Map<string, number>();
  let count = 0;
  const remember = (token: string) => {
    signed.set(toSignature(token), ++count);
    const [oldest] = signed.keys();
    if (signed.size > rememberedLimit && oldest !== undefined) signed.delete(oldest);
  };
  return {
    watch: (keys) => watch(keys, remember),
    revoke: (subject) => void revokedAt.set(subject.toLowerCase(), count),
    isRevoked: (token, subjects) => {
      const signedAt = signed.get(toSignature(token)) ?? 0;
      return subjects.some((subject) => {
        const at = subject === undefined ? undefined : revokedAt.get(subject.toLowerCase());
        return at !== undefined && signedAt <= at;
      });
    },
    reset: () => revokedAt.clear(),
  };
}

function watch(keys: Keys, remember: (token: string) => void): Keys {
  return {
    jwks: () => keys.jwks(),
    sign: async (claims, life) => {
      const token = await keys.sign(claims, life);
      remember(token);
      return token;
    },
    verify: (token, expected) => keys.verify(token, expected),
    rotate: (options) => keys.rotate(options),
    get skewSeconds() {
      return keys.skewSeconds;
    },
    set skewSeconds(seconds) {
      keys.skewSeconds = seconds;
    },
  };
}

function toSignature(token: string): string {
  return token.slice(token.lastIndexOf(".") + 1);
}
