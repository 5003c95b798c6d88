import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createRemoteJWKSet, jwtVerify } from "jose";
import restify from "restify";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import type { Manifest as SandboxManifest } from "../../src/sandbox/teams/manifest.ts";
import { catalogue } from "../support/catalogue.ts";

export const appId = "5f3d8a52-7f0e-4e0a-9a3c-0b3b1f6c7d01";
export const appSecret = "sandbox-secret";
export const apiId = "5f3d8a52-7f0e-4e0a-9a3c-0b3b1f6c7d02";
export const apiSecret = "sandbox-api-secret";
export const teamsAppId = "5f3d8a52-7f0e-4e0a-9a3c-0b3b1f6c7d03";
export const tenantId = "11111111-2222-4333-8444-555555555555";

/** An activity as the bot received it. */
export interface Heard {
  readonly type: string;
  readonly id: string;
  readonly text?: string;
  readonly value?: unknown;
  readonly replyToId?: string;
  readonly serviceUrl: string;
  /** Of an invoke. */
  readonly name?: string;
  readonly attachments?: readonly unknown[];
  readonly recipient: { readonly id: string; readonly isTargeted?: boolean };
  readonly conversation: { readonly id: string; readonly conversationType: string };
  readonly from: { readonly id: string; readonly aadObjectId?: string };
  readonly locale: string;
  readonly localTimestamp: string;
  readonly entities: readonly { readonly type: string; readonly text?: string }[];
  readonly channelData: Readonly<Record<string, { readonly id: string; readonly name?: string }>>;
}

/** Calls the simulated Bot Connector with the bot's token. */
export type Send = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: { id: string; error?: { code: string } } }>;

/** What the bot does in a turn; what it returns is the invoke response's body. */
export type Behavior = (activity: Heard, send: Send) => unknown;

/** The sandbox, its page's server and a bot that speaks the protocol with nothing but node:http. */
export interface Stage {
  readonly sandbox: Sandbox;
  /** Where the client page and the sandbox's API are. */
  readonly page: string;
  readonly heard: Heard[];
  readonly send: Send;
  behave(behavior: Behavior): void;
  stop(): Promise<void>;
}

interface StageOptions {
  /** Whether the bot is in its conversations. @default true */
  readonly isConnected?: boolean;
  /** @default that of the app's package */
  readonly manifest?: SandboxManifest;
}

const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };

export async function startStage({ isConnected = true, manifest }: StageOptions = {}) {
  const ids = { next: () => crypto.randomUUID() };
  const clock = { now: () => Date.now() };
  const app = { appId, appSecret, tenantId, botName: "Consentry" };
  const api = { apiId, apiSecret, teamsAppId };
  const rims = { catalogue, log, clock, ids, ...(manifest && { manifest }) };
  const sandbox = await startSandbox({ ...app, ...api, ...rims });
  const heard: Heard[] = [];
  const send = toSend(sandbox.origin);
  let behavior: Behavior = silent;
  const bot = createBot(sandbox.origin, async (activity) => {
    heard.push(activity);
    return behavior(activity, send);
  });
  const messagesUrl = `${await listen(bot)}/api/messages`;
  const server = restify.createServer();
  sandbox.mount(server);
  const page = await listen(server.server);
  if (isConnected) await sandbox.connect(messagesUrl);
  heard.length = 0;
  const stage: Stage = {
    sandbox,
    page,
    heard,
    send,
    behave: (next) => {
      behavior = next;
    },
    stop: async () => {
      await sandbox.stop();
      for (const one of [bot, server.server as Server]) {
        one.closeAllConnections();
        one.close();
      }
    },
  };
  return stage;
}

/** Stands for what a behavior threw. */
const fault = { code: "Internal" };

function createBot(origin: string, hear: (activity: Heard) => Promise<unknown>): Server {
  const keys = createRemoteJWKSet(new URL(`${origin}/v1/.well-known/keys`));
  return createServer(async (req, res) => {
    let body = "";
    for await (const chunk of req) body += chunk;
    const activity = JSON.parse(body) as Heard;
    const token = req.headers.authorization?.replace("Bearer ", "") ?? "";
    const expected = { issuer: "https://api.botframework.com", audience: appId };
    const verified = await jwtVerify(token, keys, expected).catch(() => undefined);
    if (verified?.payload.serviceurl !== activity.serviceUrl) {
      res.writeHead(401);
      res.end();
      return;
    }
    const answer = await hear(activity).catch(() => fault);
    res.writeHead(answer === fault ? 500 : 200, { "content-type": "application/json" });
    res.end(answer === undefined ? "" : JSON.stringify(answer));
  });
}

export function toSend(origin: string, token?: string): Send {
  return async (method, path, body) => {
    const bearer = token ?? (await fetchToken(origin)).body.access_token;
    const response = await fetch(origin + path, {
      method,
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
}

/** Asks the simulated Entra for the bot's token; overrides make it a bad request. */
export async function fetchToken(
  origin: string,
  overrides: Readonly<Record<string, string>> = {},
  tenant = tenantId,
) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: appId,
    client_secret: appSecret,
    scope: "https://api.botframework.com/.default",
    ...overrides,
  });
  const response = await fetch(`${origin}/${tenant}/oauth2/v2.0/token`, { method: "POST", body });
  type Body = { access_token: string; error: string; error_codes: number[] };
  return { status: response.status, body: (await response.json()) as Body };
}

/** A message of the sandbox API. */
export interface Shown {
  readonly id: string;
  readonly text?: string;
  readonly isEdited: boolean;
  readonly isPrivate?: boolean;
  readonly isWithdrawn?: boolean;
  readonly fileAnswer?: string;
  readonly link?: string;
  readonly threadId?: string;
  readonly from: { readonly kind: string };
  readonly attachments?: readonly { readonly content: unknown }[];
}

export interface Acted {
  readonly id?: string;
  readonly kind?: string;
  readonly invokeResponse?: { readonly status: number; readonly body: unknown };
  readonly error?: { readonly code: string };
}

/** The sandbox API as a test calls it. */
export function toApi(page: string) {
  const path = (conversation: string) =>
    `${page}/sandbox/api/conversations/${encodeURIComponent(conversation)}`;
  const call = async (method: string, address: string, body?: unknown) => {
    const headers = { "content-type": "application/json" };
    const sent = body === undefined ? {} : { headers, body: toBody(body) };
    const response = await fetch(address, { method, ...sent });
    return { status: response.status, body: (await response.json()) as Acted };
  };
  return {
    act: (conversation: string, deed: unknown) =>
      call("POST", `${path(conversation)}/activities`, deed),
    /** Asks the message extension, or for a card of a link. */
    extend: (conversation: string, what: "extension" | "unfurls", body: object) =>
      call("POST", `${path(conversation)}/${what}`, body),
    /** Anything else below `/sandbox/api`. */
    call: (method: string, tail: string, body?: unknown) =>
      call(method, `${page}/sandbox/api/${tail}`, body),
    read: async (conversation: string, as: string) => {
      const response = await fetch(`${path(conversation)}/messages?as=${as}`);
      return (await response.json()) as Shown[];
    },
  };
}

function toBody(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

export function toCard(text: string) {
  return { type: "AdaptiveCard", version: "1.5", body: [{ type: "TextBlock", text }] };
}

export function toCardMessage(text: string) {
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", attachments: [{ contentType, content: toCard(text) }] };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
