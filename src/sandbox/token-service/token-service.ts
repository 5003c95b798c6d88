import { decodeJwt } from "jose";
import { z } from "zod";
import { toFields } from "../entra/fields.ts";
import { requirePerson } from "../entra/issue.ts";
import { redeemAssertion } from "../entra/person-grants.ts";
import { EntraRefusal } from "../entra/refusal.ts";
import { type Answer, type Call, Refusal, type Route } from "../http.ts";
import { requireBot, requireBotClient, requireConnection, requireQuery } from "./bot-call.ts";
import type { TokenServiceOptions } from "./options.ts";
import { createSignIns, type SignIns } from "./sign-in.ts";
import { createUserTokens, type Slot, type UserTokens } from "./user-tokens.ts";

export type { TokenServiceOptions } from "./options.ts";

/** What the handlers share. */
interface Service {
  readonly options: TokenServiceOptions;
  readonly tokens: UserTokens;
  readonly signIns: SignIns;
}

type Handler = (service: Service, call: Call) => Answer | Promise<Answer>;

/**
 * Simulated Bot Framework token service. Calls of the bot need its own token; the two pages are opened by
 * people. There is no reference of its HTTP interface: paths, parameters and bodies are those of the SDK.
 * https://learn.microsoft.com/azure/bot-service/bot-builder-concept-authentication
 * https://github.com/microsoft/botbuilder-js/tree/main/libraries/botframework-connector/src/tokenApi
 */
export function tokenServiceRoutes(options: TokenServiceOptions): readonly Route[] {
  const tokens = createUserTokens(options);
  const service = { options, tokens, signIns: createSignIns(options) };
  const guarded = (method: Route["method"], path: string, handler: Handler): Route => ({
    method,
    path: `/api/${path}`,
    answer: async (call) => {
      await requireBot(options, call);
      return handler(service, call);
    },
  });
  return [
    guarded("GET", "usertoken/GetToken", getToken),
    guarded("POST", "usertoken/exchange", exchange),
    guarded("DELETE", "usertoken/SignOut", signOut),
    guarded("GET", "usertoken/GetTokenStatus", getTokenStatus),
    guarded("POST", "usertoken/GetAadTokens", getAadTokens),
    guarded("GET", "botsignin/GetSignInResource", getSignInResource),
    guarded("GET", "botsignin/GetSignInUrl", getSignInUrl),
    { method: "GET", path: "/api/oauth/signin", answer: service.signIns.start },
    { method: "GET", path: "/.auth/web/redirect", answer: service.signIns.finish },
  ];
}

const bodyLimit = 64 * 1024;

function readSlot({ options }: Service, call: Call): Slot {
  return {
    userId: requireQuery(call, "userId"),
    connection: requireConnection(options, requireQuery(call, "connectionName")),
    channelId: call.url.searchParams.get("channelId") ?? "",
  };
}

/** Without a token it is 404 with no body at all: of a JSON body the SDK would make a token. */
async function getToken(service: Service, call: Call): Promise<Answer> {
  const { tokens, signIns } = service;
  const slot = readSlot(service, call);
  const code = call.url.searchParams.get("code");
  const signIn = code ? signIns.redeem(slot, code) : undefined;
  const token = signIn ? await tokens.put(slot, signIn).catch(asNone) : await tokens.get(slot);
  return token ? { status: 200, body: token } : { status: 404, body: "" };
}

/** What Entra refuses is no token. */
function asNone(error: unknown): undefined {
  if (!(error instanceof EntraRefusal)) throw error;
  return undefined;
}

const ExchangeRequest = z.object({ token: z.string().min(1) });

/**
 * Exchanges the token that Teams gives for the bot's API, on behalf of the person.
 * 412 asks the client to show the consent page.
 */
async function exchange(service: Service, call: Call): Promise<Answer> {
  const slot = readSlot(service, call);
  const parsed = ExchangeRequest.safeParse(await call.json(bodyLimit));
  if (!parsed.success) throw new Refusal(400, "BadArgument", "The body holds no token.");
  try {
    const signIn = await verifyPerson(service, slot, parsed.data.token);
    return { status: 200, body: await service.tokens.put(slot, signIn) };
  } catch (error) {
    if (error instanceof EntraRefusal) throw toExchangeRefusal(error);
    throw error;
  }
}

async function verifyPerson({ options }: Service, { connection }: Slot, assertion: string) {
  const parameters = { requested_token_use: "on_behalf_of", assertion, scope: connection.scopes };
  const fields = toFields(new URLSearchParams(parameters));
  const client = requireBotClient(options);
  await redeemAssertion(options.authority, { client, fields, traits: {} });
  // Verified on the line before.
  const { oid, amr } = z
    .object({ oid: z.string(), amr: z.array(z.string()).default([]) })
    .parse(decodeJwt(assertion));
  return { person: requirePerson(oid), amr };
}

function toExchangeRefusal({ number, message }: EntraRefusal): Refusal {
  const text = `AADSTS${number}: ${message}`;
  const isForPerson = number === 65001 || number === 50076;
  return isForPerson
    ? new Refusal(412, "ConsentRequired", text)
    : new Refusal(400, "BadRequest", text);
}

/** Without a connection name it is all of them. */
function signOut(service: Service, call: Call): Answer {
  const { options, tokens } = service;
  const name = call.url.searchParams.get("connectionName");
  const userId = requireQuery(call, "userId");
  const channelId = call.url.searchParams.get("channelId") ?? "";
  const connections = name ? [requireConnection(options, name)] : options.connections;
  for (const connection of connections) tokens.delete({ userId, connection, channelId });
  return { status: 200, body: {} };
}

/** `include` names connections, separated by commas. */
function getTokenStatus({ options, tokens }: Service, call: Call): Answer {
  const userId = requireQuery(call, "userId");
  const channelId = call.url.searchParams.get("channelId") ?? "";
  const included = (call.url.searchParams.get("include") || undefined)?.split(",");
  const body = options.connections
    .filter(({ name }) => included?.includes(name) ?? true)
    .map((connection) => ({
      channelId,
      connectionName: connection.name,
      hasToken: tokens.has({ userId, connection, channelId }),
      serviceProviderDisplayName: "Azure Active Directory v2",
    }));
  return { status: 200, body };
}

const ResourceUrls = z.object({ resourceUrls: z.array(z.string()).max(20) });

/** Tokens by resource; a resource that the sign-in does not reach is left out. */
async function getAadTokens(service: Service, call: Call): Promise<Answer> {
  const slot = readSlot(service, call);
  const parsed = ResourceUrls.safeParse(await call.json(bodyLimit));
  if (!parsed.success) throw new Refusal(400, "BadArgument", "The body holds no resource URLs.");
  const body: Record<string, unknown> = {};
  for (const url of parsed.data.resourceUrls) {
    const token = await service.tokens.getFor(slot, url);
    if (token) body[url] = token;
  }
  return { status: 200, body };
}

function getSignInResource({ options, signIns }: Service, call: Call): Answer {
  const { link, slot } = signIns.open(requireQuery(call, "state"));
  const id = options.authority.ids.next();
  const uri = slot.connection.tokenExchangeUrl;
  return { status: 200, body: { signInLink: link, tokenExchangeResource: { id, uri } } };
}

/** The address as JSON text. */
function getSignInUrl({ signIns }: Service, call: Call): Answer {
  const { link } = signIns.open(requireQuery(call, "state"));
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(link),
  };
}
