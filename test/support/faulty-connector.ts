import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** A pair of keys as the Bot Connector has them. */
export interface ConnectorKey {
  readonly kid: string;
  /** As its key document shows it; tests change endorsements. */
  readonly jwk: Readonly<Record<string, unknown>>;
  /** Signs claims; the times are those of now unless they are given. */
  sign(claims: JWTPayload): Promise<string>;
}

/** What becomes of one request: an answer, no answer at all, or a socket that is closed. */
export type Fate =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | "hang"
  | "drop";

/** A Bot Connector on loopback that fails as it is told, and publishes the keys that it is told. */
export interface FaultyConnector {
  readonly origin: string;
  /** `POST`, `PUT` of what the bot sent, in order. */
  readonly sent: readonly string[];
  /** How often the key document was read. */
  readonly keyReads: () => number;
  /** Fates of the next requests, one each; afterwards 200. */
  plan(...fates: readonly Fate[]): void;
  /** Puts these keys, and only these, into the key document. */
  publish(...keys: readonly ConnectorKey[]): void;
  /** What becomes of reading metadata and keys from now on. @default 200 */
  planMetadata(fate: Fate): void;
  stop(): Promise<void>;
}

export async function startFaultyConnector(): Promise<FaultyConnector> {
  const sent: string[] = [];
  let fates: Fate[] = [];
  let metadataFate: Fate = { status: 200 };
  let keys: readonly ConnectorKey[] = [];
  let keyReads = 0;
  const server = createServer((req, res) => {
    const path = req.url ?? "";
    req.resume();
    if (path === "/keys") keyReads += 1;
    if (path === "/keys") return meet(res, metadataFate, { keys: keys.map(({ jwk }) => jwk) });
    if (path.includes("/.well-known/"))
      return meet(res, metadataFate, { jwks_uri: `${origin}/keys` });
    sent.push(req.method ?? "");
    return meet(res, fates.shift() ?? { status: 200 }, { id: `m${sent.length}` });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    sent,
    keyReads: () => keyReads,
    plan: (...next) => {
      fates = [...next];
    },
    publish: (...next) => {
      keys = next;
    },
    planMetadata: (fate) => {
      metadataFate = fate;
    },
    stop: () => stop(server),
  };
}

function meet(response: ServerResponse, fate: Fate, body: object): void {
  if (fate === "hang") return;
  if (fate === "drop") return void response.socket?.destroy();
  // Not chained: once restify is loaded, writeHead returns nothing.
  response.writeHead(fate.status, { "content-type": "application/json", ...fate.headers });
  response.end(JSON.stringify(body));
}

/** @param endorsements channels that the key may speak for @default msteams */
export async function createConnectorKey(
  kid: string,
  endorsements: readonly string[] = ["msteams"],
): Promise<ConnectorKey> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid, use: "sig", endorsements };
  return {
    kid,
    jwk,
    sign: (claims) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ iat: now, nbf: now - 5, exp: now + 600, ...claims })
        .setProtectedHeader({ alg: "RS256", kid, typ: "JWT" })
        .sign(privateKey);
    },
  };
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
