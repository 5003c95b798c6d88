import { randomUUID, type webcrypto } from "node:crypto";
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from "jose";
import type { Clock } from "../ports/index.ts";

/** Signing keys that live as long as the process and are never written to disk. */
export interface Keys {
  /** The public halves, as a JSON Web Key Set. */
  jwks(): unknown;
  /** Signs claims as RS256 with the newest key, adding `iat`, `nbf` and `exp`. */
  sign(claims: JWTPayload, life?: TokenLife): Promise<string>;
  /** The claims of a token that a published key signed for that issuer and audience. @throws otherwise. */
  verify(token: string, expected: { issuer: string; audience: string }): Promise<JWTPayload>;
  /** Makes a new key that signs from now on; older ones that are not kept verify nothing any more. */
  rotate(options: { readonly keepOld: boolean }): Promise<void>;
  /** Seconds that these keys' clock is ahead of the real one; behind it, they sign expired tokens. @default 0 */
  skewSeconds: number;
}

/** From when to when a token is good. */
export interface TokenLife {
  /** Seconds ago that it was given. @default 0 */
  readonly ageSeconds?: number;
  /** @default one hour */
  readonly lifetimeSeconds?: number;
}

/** Seconds that a token is good for, as Entra's shortest. */
export const tokenLifetime = 3600;

interface Pair {
  readonly jwk: JWK & { readonly kid: string };
  readonly privateKey: webcrypto.CryptoKey;
}

/**
 * Makes the first key pair.
 * @param endorsements channels that a Bot Connector key speaks for; the SDK compares them with
 * `activity.channelId`
 */
export async function createKeys(
  clock: Clock,
  kid: string,
  endorsements?: readonly string[],
): Promise<Keys> {
  let pairs: readonly [Pair, ...Pair[]] = [await createPair(kid)];
  const now = () => Math.floor(clock.now() / 1000) + keys.skewSeconds;
  const keys: Keys = {
    skewSeconds: 0,
    jwks: () => ({ keys: pairs.map(({ jwk }) => (endorsements ? { ...jwk, endorsements } : jwk)) }),
    sign: (claims, { ageSeconds = 0, lifetimeSeconds = tokenLifetime } = {}) => {
      const from = now() - ageSeconds;
      return signWith(pairs[0], { ...claims, ...toSpan(from, from + lifetimeSeconds) });
    },
    verify: async (token, expected) => {
      const options = { ...expected, algorithms: ["RS256"], currentDate: new Date(now() * 1000) };
      const local = createLocalJWKSet({ keys: pairs.map(({ jwk }) => jwk) });
      return (await jwtVerify(token, local, options)).payload;
    },
    rotate: async ({ keepOld }) => {
      const made = await createPair(randomUUID());
      pairs = keepOld ? [made, ...pairs] : [made];
    },
  };
  return keys;
}

async function createPair(kid: string): Promise<Pair> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid, x5t: kid, use: "sig", alg: "RS256" };
  return { jwk, privateKey };
}

function toSpan(from: number, to: number) {
  return { iat: from, nbf: from, exp: to };
}

function signWith({ jwk, privateKey }: Pair, claims: JWTPayload): Promise<string> {
  const { kid } = jwk;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid, x5t: kid })
    .sign(privateKey);
}
