import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { APP_ID } from "./setup.ts";

const KEY_ID = "bench";
/** Distinct tokens in rotation, so that a cache of tokens is worth what it is worth in real life. */
const TOKENS = 64;

/** Tokens as the Bot Connector sends them, of a key that lives as long as the run. */
export interface Issuer {
  /** The public key as a JSON Web Key Set, endorsed for Teams. */
  readonly jwks: unknown;
  /** @param origin service URL that the tokens are for */
  sign(origin: string): Promise<readonly string[]>;
}

/** Makes the key. */
export async function createIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const marks = { kid: KEY_ID, x5t: KEY_ID, use: "sig", alg: "RS256", endorsements: ["msteams"] };
  const sign = (serviceurl: string, index: number) =>
    new SignJWT({ serviceurl, jti: String(index) })
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: KEY_ID, x5t: KEY_ID })
      .setIssuer("https://api.botframework.com")
      .setAudience(APP_ID)
      .setNotBefore("-1 minute")
      .setExpirationTime("1 hour")
      .sign(privateKey);
  return {
    jwks: { keys: [{ ...(await exportJWK(publicKey)), ...marks }] },
    sign: (origin) =>
      Promise.all(Array.from({ length: TOKENS }, (_item, index) => sign(origin, index))),
  };
}
