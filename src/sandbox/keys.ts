import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from "jose";
import type { Clock } from "../ports.ts";

/** A signing key that lives as long as the process and is never written to disk. */
export interface Keys {
  /** The public half, as a JSON Web Key Set. */
  jwks(): unknown;
  /** Signs claims as RS256, adding `iat`, `nbf` and `exp`. */
  sign(claims: JWTPayload): Promise<string>;
  /** The claims of a token that this key signed for that issuer and audience. @throws otherwise. */
  verify(token: string, expected: { issuer: string; audience: string }): Promise<JWTPayload>;
}

/** Seconds that a token is good for, as Entra's shortest. */
export const tokenLifetime = 3600;

/**
 * Makes a key pair.
 * @param endorsements channels that a Bot Connector key speaks for; the SDK compares them with
 * `activity.channelId`
 */
export async function createKeys(
  clock: Clock,
  kid: string,
  endorsements?: readonly string[],
): Promise<Keys> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid, x5t: kid, use: "sig", alg: "RS256" };
  const local = createLocalJWKSet({ keys: [jwk] });
  return {
    jwks: () => ({ keys: [endorsements ? { ...jwk, endorsements } : jwk] }),
    sign: (claims) => {
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT({ ...claims, iat: now, nbf: now, exp: now + tokenLifetime })
        .setProtectedHeader({ alg: "RS256", typ: "JWT", kid, x5t: kid })
        .sign(privateKey);
    },
    verify: async (token, expected) => {
      const options = { ...expected, algorithms: ["RS256"], currentDate: new Date(clock.now()) };
      return (await jwtVerify(token, local, options)).payload;
    },
  };
}
