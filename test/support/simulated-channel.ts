import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** A pair of keys, as a published document shows it and as it signs. */
interface Keys {
  readonly jwk: object;
  readonly kid: string;
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
}

/** One request of the bot to the Connector. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: SentBody;
}

/** What of an activity the tests look at, as it stood on the wire. */
export interface SentBody {
  readonly text?: string;
  readonly recipient?: object;
  readonly replyToId?: string;
  readonly entities?: readonly object[];
  readonly attachments?: readonly { readonly contentType: string; readonly content: object }[];
}

/** What the Connector says to one request; 200 with an id by default. */
export type Script = (sent: Sent) => { status: number; headers?: Record<string, string> };

/** A Bot Connector and an Entra tenant with keys of their own, and nothing behind them. */
export interface SimulatedChannel {
  readonly origin: string;
  readonly sent: readonly Sent[];
  /** Everything that was asked for, keys and metadata too. */
  readonly requests: readonly string[];
  /** Signs as the Bot Connector does. */
  signAsChannel(claims: JWTPayload): Promise<string>;
  /** Signs as the tenant does. */
  signAsTenant(claims: JWTPayload): Promise<string>;
  /** Signs with a key that nobody published, under the channel's key id. */
  forge(claims: JWTPayload): Promise<string>;
  answer(script: Script): void;
  stop(): Promise<void>;
}

export async function startSimulatedChannel(): Promise<SimulatedChannel> {
  const [channel, tenant, stranger] = await Promise.all([
    createKeys("channel"),
    createKeys("tenant"),
    createKeys("channel"),
  ]);
  const sent: Sent[] = [];
  const requests: string[] = [];
  let script: Script = () => ({ status: 200 });
  const server = createServer(async (req, res) => {
    const path = req.url ?? "";
    requests.push(path);
    let text = "";
    for await (const chunk of req) text += chunk;
    const document = toDocument(path, origin, { channel, tenant });
    // Not chained: once restify is loaded, writeHead returns nothing.
    if (document) {
      res.writeHead(200, json);
      res.end(JSON.stringify(document));
      return;
    }
    if (/\/members\/[^/]+$/.test(path)) return answerMember(path, res);
    const { authorization } = req.headers;
    const body = text === "" ? {} : JSON.parse(text);
    const one: Sent = { method: req.method ?? "", path, authorization, body };
    sent.push(one);
    const { status, headers } = script(one);
    res.writeHead(status, { ...json, ...headers });
    res.end(JSON.stringify({ id: `m${sent.length}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    sent,
    requests,
    signAsChannel: (claims) => sign(channel, claims),
    signAsTenant: (claims) => sign(tenant, claims),
    forge: (claims) => sign(stranger, claims),
    answer: (next) => {
      script = next;
    },
    stop: () => stop(server),
  };
}

/** Everybody is one of the tenant's own people. */
function answerMember(path: string, res: ServerResponse): void {
  const id = decodeURIComponent(path.split("/").at(-1) ?? "");
  res.writeHead(200, json);
  res.end(JSON.stringify({ id, userRole: "user", userPrincipalName: "priya@contoso.example" }));
}

const json = { "content-type": "application/json" };

async function createKeys(kid: string): Promise<Keys> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid, use: "sig", endorsements: ["msteams"] };
  return { jwk, kid, privateKey };
}

function sign({ kid, privateKey }: Keys, claims: JWTPayload): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iat: now, nbf: now - 5, exp: now + 600, ...claims })
    .setProtectedHeader({ alg: "RS256", kid, typ: "JWT" })
    .sign(privateKey);
}

function toDocument(path: string, origin: string, keys: { channel: Keys; tenant: Keys }) {
  if (path.endsWith("/channel-keys")) return { keys: [keys.channel.jwk] };
  if (path.endsWith("/tenant-keys")) return { keys: [keys.tenant.jwk] };
  const metadata = { id_token_signing_alg_values_supported: ["RS256"] };
  if (path.startsWith("/v1/.well-known/openidconfiguration"))
    return { ...metadata, jwks_uri: `${origin}/channel-keys` };
  if (path.includes("/.well-known/openid-configuration"))
    return { ...metadata, jwks_uri: `${origin}/tenant-keys` };
  return undefined;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
