import { z } from "zod";
import type { Cloud } from "../core/cloud/index.ts";

/** What arrived at /api/messages, before anything of it is believed. */
export interface Inbound {
  /** The Authorization header. */
  readonly authorization: string | undefined;
  /** The parsed JSON body. */
  readonly body: unknown;
}

export interface FenceOptions {
  readonly appId: string;
  readonly cloud: Cloud;
  /** Ids of the tenants whose activities are taken. */
  readonly tenants: readonly string[];
}

/** One word says why: neither token nor body is ever repeated. */
export type Verdict =
  | { readonly kind: "passed"; readonly activity: InboundActivity }
  | { readonly kind: "refused"; readonly status: 400 | 401 | 403; readonly reason: string };

const Text = z.string().nullish();
const Account = z
  .looseObject({
    id: Text,
    aadObjectId: Text,
    name: Text,
    tenantId: Text,
    // Whether an answer is private is not left to guessing.
    isTargeted: z.boolean().nullish(),
  })
  .nullish();

/** Every field that the SDK or a Turn reads, so that a wrong one is refused here and breaks nothing later. */
const InboundActivity = z.looseObject({
  type: z.string(),
  id: Text,
  name: Text,
  action: Text,
  text: Text,
  locale: Text,
  replyToId: Text,
  channelId: z.string().optional(),
  serviceUrl: z.string().optional(),
  from: Account,
  recipient: Account,
  conversation: z.looseObject({ id: z.string(), tenantId: Text, conversationType: Text }),
  channelData: z
    .looseObject({ tenant: z.looseObject({ id: z.string().nullish() }).nullish() })
    .nullish(),
  entities: z.array(z.looseObject({ type: Text })).nullish(),
  membersAdded: z.array(z.looseObject({ id: Text })).nullish(),
  membersRemoved: z.array(z.looseObject({ id: Text })).nullish(),
});
export type InboundActivity = z.infer<typeof InboundActivity>;

const Header = z.object({ alg: z.literal("RS256") });
const Claims = z.object({ iss: z.string(), aud: z.string(), serviceurl: z.string() });
type Claims = z.infer<typeof Claims>;

/** Characters of a bearer token; the Connector's have about 1,500. */
const TOKEN_LIMIT = 8192;
const BEARER = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/** The one channel that this bot speaks. */
const CHANNEL = "msteams";

/**
 * Makes the check that runs before the SDK sees a request. It grants nothing: the SDK verifies the
 * signature afterwards. It refuses what is not shaped like a Bot Connector token, because the SDK's
 * "emulator" path (botbuilder 4.23.3) takes an Entra token of any tenant whose `azp` is the bot, checks
 * neither audience nor service URL, and grows a process-wide issuer list with every token it sees.
 */
export function createFence({ appId, cloud, tenants }: FenceOptions) {
  return ({ authorization, body }: Inbound): Verdict => {
    const claims = readClaims(authorization);
    if (!claims) return refuse(401, "token");
    if (claims.iss !== cloud.botIssuer || claims.aud !== appId) return refuse(401, "claims");
    const read = InboundActivity.safeParse(body);
    if (!read.success) return refuse(400, "activity");
    const activity = read.data;
    if (activity.channelId !== CHANNEL) return refuse(403, "channel");
    // Without a service URL the SDK would call its default one; with a foreign one it would hand the bot's token over.
    const { serviceUrl } = activity;
    if (serviceUrl !== claims.serviceurl || !isServiceUrlAllowed(serviceUrl, cloud))
      return refuse(403, "serviceUrl");
    if (!isTenantAllowed(activity, tenants)) return refuse(403, "tenant");
    return { kind: "passed", activity };
  };
}

function refuse(status: 400 | 401 | 403, reason: string): Verdict {
  return { kind: "refused", status, reason };
}

function readClaims(authorization = ""): Claims | undefined {
  if (authorization.length > TOKEN_LIMIT) return undefined;
  const [, header, claims] = BEARER.exec(authorization) ?? [];
  if (!Header.safeParse(decode(header)).success) return undefined;
  return Claims.safeParse(decode(claims)).data;
}

function decode(part = ""): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    // Not a token: the caller refuses it.
    return undefined;
  }
}

function isTenantAllowed(activity: InboundActivity, tenants: readonly string[]): boolean {
  const fromChannel = activity.channelData?.tenant?.id ?? undefined;
  const tenant = activity.conversation.tenantId ?? fromChannel;
  if (tenant === undefined || !tenants.includes(tenant.toLowerCase())) return false;
  return fromChannel === undefined || fromChannel === tenant;
}

/** Scheme, host, port and path of an address as the Connector writes one: no dots that climb, no `//`. */
const SERVICE_URL = /^(https?):\/\/([\w.-]+)(:\d{1,5})?(?:\/(?!\.{1,2}(?:\/|$))[\w.-]+)*\/?$/;

/**
 * True when the bot may send its token to that service URL. Ask again before each proactive send:
 * stored addresses outlive settings. Exact host names only: anybody can register a name below
 * trafficmanager.net. The URL parser is not asked: it forgives backslashes, tabs and line breaks.
 */
export function isServiceUrlAllowed(address: string, cloud: Cloud): boolean {
  const [, scheme, host = "", port] = SERVICE_URL.exec(address) ?? [];
  if (cloud.loopback && scheme === "http" && host === "127.0.0.1") return URL.canParse(address);
  return scheme === "https" && !port && cloud.serviceHosts.includes(host.toLowerCase());
}
