import { createHmac } from "node:crypto";
import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { makeCertificate } from "../identity/certificate.ts";
import { ACCOUNT, KEY, useAzurite } from "./azurite.ts";

/** A machine in Azure as its managed identity sees it: who gives tokens, and the table that takes them. */
export interface AzureTable {
  /** What the settings are there; the certificate is nobody's, so the process has to be told not to mind. */
  readonly environment: Readonly<Record<string, string>>;
  /** `GET /token?…` with its headers, as they came. */
  readonly tokenRequests: readonly {
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
  }[];
  /** How the table was asked: `POST Bearer`. */
  readonly tableRequests: ReadonlySet<string>;
  stop(): Promise<void>;
}

const TOKEN = "a-token-of-the-identity";
const IDENTITY = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";

/** Azurite behind https, for those alone who bring the token of the identity. */
export async function startAzureTable(): Promise<AzureTable> {
  const upstream = await useAzurite();
  const tokenRequests: { url: string; headers: IncomingHttpHeaders }[] = [];
  const tableRequests = new Set<string>();
  const identity = http.createServer(({ url = "", headers }, response) => {
    tokenRequests.push({ url, headers });
    const expires = Math.floor(Date.now() / 1000) + 3600;
    const body = { access_token: TOKEN, token_type: "Bearer", expires_on: String(expires) };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  const { key, certificate: cert } = makeCertificate("ec", Date.now() + 86_400_000);
  const table = https.createServer({ key, cert }, (request, response) => {
    const { method, headers } = request;
    const [scheme = ""] = (headers.authorization ?? "").split(" ");
    tableRequests.add(`${method} ${scheme}`);
    if (headers.authorization !== `Bearer ${TOKEN}`) {
      response.statusCode = 401;
      return void response.end();
    }
    const onward = http.request(sign(request, upstream), (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once("error", () => response.destroy());
    request.pipe(onward);
  });
  const [identityPort, tablePort] = [await listen(identity), await listen(table)];
  return {
    environment: {
      STORE: "tables",
      TABLES_ENDPOINT: `https://127.0.0.1:${tablePort}/${ACCOUNT}`,
      TABLES_MANAGED_IDENTITY: IDENTITY,
      IDENTITY_ENDPOINT: `http://127.0.0.1:${identityPort}/token`,
      IDENTITY_HEADER: "a-header-of-the-machine",
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
      NODE_NO_WARNINGS: "1",
    },
    tokenRequests,
    tableRequests,
    stop: async () => {
      await Promise.all([identity, table].map(close));
    },
  };
}

/** The same request with Azurite's key in place of a token: learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key */
function sign({ method, url = "", headers }: IncomingMessage, port: number): http.RequestOptions {
  const date = new Date().toUTCString();
  const [path = ""] = url.split("?");
  const hmac = createHmac("sha256", Buffer.from(KEY, "base64"));
  const signature = hmac.update(`${date}\n/${ACCOUNT}${path}`).digest("base64");
  const authorization = `SharedKeyLite ${ACCOUNT}:${signature}`;
  return {
    host: "127.0.0.1",
    port,
    method,
    path: url,
    headers: { ...headers, "x-ms-date": date, date, authorization },
  };
}

async function listen(server: http.Server | https.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function close(server: http.Server | https.Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
