// A process of its own: the Bot Connector and the identity endpoints that a bot needs, on one port.
// It counts what bots send; the parent process reads the counters.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { LOGIN_BASE } from "./setup.ts";

/** What arrived at the connector since the last look. */
export interface Counted {
  readonly posts: number;
  readonly puts: number;
  /** Messages that hold the expected card. */
  readonly right: number;
  readonly connections: number;
}

/** What the parent asks; both are answered with a {@link ServicesReport}. */
export type ServicesRequest = { readonly expect: string } | "take";

export interface ServicesReport {
  readonly port?: number;
  readonly counted?: Counted;
}

const NOTHING: Counted = { posts: 0, puts: 0, right: 0, connections: 0 };
let counted = NOTHING;
let expected = Buffer.from("nothing yet");

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => answer(request, response, Buffer.concat(chunks)));
});
server.on("connection", () => count({ connections: 1 }));
server.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port } satisfies ServicesReport);
});
process.on("message", (request: ServicesRequest) => {
  if (request !== "take") expected = Buffer.from(request.expect);
  process.send?.({ counted } satisfies ServicesReport);
  counted = NOTHING;
});
process.on("disconnect", () => process.exit(0));

function count(more: Partial<Counted>): void {
  const { posts = 0, puts = 0, right = 0, connections = 0 } = more;
  counted = {
    posts: counted.posts + posts,
    puts: counted.puts + puts,
    right: counted.right + right,
    connections: counted.connections + connections,
  };
}

function answer({ url = "", method }: IncomingMessage, response: ServerResponse, body: Buffer) {
  if (!url.startsWith("/v3/conversations")) return send(response, 200, identityAnswer(url));
  const right = body.includes(expected) ? 1 : 0;
  count(method === "PUT" ? { puts: 1, right } : { posts: 1, right });
  return send(response, method === "POST" ? 201 : 200, { id: `reply-${counted.posts}` });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  response.writeHead(status, { "content-type": "application/json", "content-length": length });
  response.end(text);
}

/** Discovery, keys and tokens; each is asked for once in a bot's life. */
function identityAnswer(url: string): unknown {
  const { port } = server.address() as AddressInfo;
  const base = `${LOGIN_BASE}/${url.split("/")[1]}`;
  if (url.includes("/.well-known/openidconfiguration"))
    return {
      issuer: "https://api.botframework.com",
      jwks_uri: `http://127.0.0.1:${port}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ["RS256"],
    };
  if (url.includes("/.well-known/keys")) return JSON.parse(process.env.CONSENTRY_BENCH ?? "");
  if (url.includes("/discovery/instance"))
    return {
      tenant_discovery_endpoint: `${base}/v2.0/.well-known/openid-configuration`,
      metadata: [],
    };
  if (url.includes("/openid-configuration"))
    return {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    };
  return { token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599, access_token: TOKEN };
}

/** The bots' own token; nobody looks into it but MSAL. */
const TOKEN = ['{"alg":"none"}', '{"aud":"https://api.botframework.com","exp":4102444800}', ""]
  .map((part) => Buffer.from(part).toString("base64url"))
  .join(".");
