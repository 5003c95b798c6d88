import { randomBytes, randomInt } from "node:crypto";
import { z } from "zod";
import { dropExpired } from "../entra/authority.ts";
import { toTokenServiceRedirect } from "../entra/consent-link.ts";
import { requirePerson } from "../entra/issue.ts";
import { toHtml, toPage } from "../entra/page.ts";
import { type Answer, type Call, Refusal } from "../http.ts";
import { requireBotClient, requireConnection } from "./bot-call.ts";
import type { TokenServiceOptions } from "./options.ts";
import type { SignIn, Slot } from "./user-tokens.ts";

/** Sign-ins on a page: a link, the page after it, and the code that proves who holds the chat. */
export interface SignIns {
  /** The address of a sign-in page. @throws Refusal 400 or 404 for a state that is not the bot's */
  open(state: string): { readonly link: string; readonly slot: Slot };
  /** What the link opens: the sign-in page of Entra. */
  start(call: Call): Answer;
  /** Where Entra sends the person back to: a page with the code. */
  finish(call: Call): Answer;
  /** The sign-in behind a code, once. */
  redeem(slot: Slot, code: string): SignIn | undefined;
}

interface Pending {
  readonly slot: Slot;
  readonly expiresAt: number;
}

interface Coded extends Pending {
  readonly signIn: SignIn;
}

/** Minutes in which a link is opened, and a code typed. */
const minutes = 10;

export function createSignIns(options: TokenServiceOptions): SignIns {
  const { authority } = options;
  const pending = new Map<string, Pending>();
  const coded = new Map<string, Coded>();
  const toExpiry = () => authority.now() + minutes * 60_000;
  return {
    open: (state) => {
      dropExpired(pending, authority.now());
      const slot = readState(options, state);
      const id = randomBytes(24).toString("base64url");
      pending.set(id, { slot, expiresAt: toExpiry() });
      return { link: `${authority.origin}/api/oauth/signin?signin=${id}`, slot };
    },
    start: ({ url }) => {
      const id = url.searchParams.get("signin") ?? "";
      const found = findLive(pending, id, authority.now());
      return found ? toAuthorize(options, id, found.slot) : expired();
    },
    finish: ({ url }) => {
      const id = url.searchParams.get("state") ?? "";
      const found = findLive(pending, id, authority.now());
      pending.delete(id);
      if (!found) return expired();
      const signIn = takeCode(options, url.searchParams.get("code") ?? "");
      if (!signIn) return declined();
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      coded.set(toKey(found.slot, code), { slot: found.slot, signIn, expiresAt: toExpiry() });
      return showCode(code);
    },
    redeem: (slot, code) => {
      dropExpired(coded, authority.now());
      const found = coded.get(toKey(slot, code));
      coded.delete(toKey(slot, code));
      return found?.signIn;
    },
  };
}

function findLive(pending: Map<string, Pending>, id: string, now: number): Pending | undefined {
  const found = pending.get(id);
  return found && found.expiresAt > now ? found : undefined;
}

function toKey({ userId, connection, channelId }: Slot, code: string): string {
  return JSON.stringify([userId, connection.name, channelId, code]);
}

/** What the SDK packs into `state`: base64 of JSON. */
const State = z.object({
  connectionName: z.string(),
  conversation: z.object({
    channelId: z.string(),
    user: z.object({ id: z.string() }),
  }),
  msAppId: z.string(),
});

function readState(options: TokenServiceOptions, text: string): Slot {
  const state = parseState(text);
  if (state?.msAppId !== options.appId) {
    throw new Refusal(400, "BadArgument", "The state is not one of this bot.");
  }
  const { connectionName, conversation } = state;
  return {
    userId: conversation.user.id,
    channelId: conversation.channelId,
    connection: requireConnection(options, connectionName),
  };
}

function parseState(text: string): z.infer<typeof State> | undefined {
  try {
    return State.parse(JSON.parse(Buffer.from(text, "base64").toString("utf8")));
  } catch {
    // Not base64, not JSON or not a state: all the same to the caller.
    return undefined;
  }
}

/** https://learn.microsoft.com/azure/bot-service/bot-builder-concept-authentication */
function toAuthorize(options: TokenServiceOptions, id: string, { connection }: Slot): Answer {
  const { authority, appId } = options;
  const query = new URLSearchParams({
    client_id: appId,
    response_type: "code",
    redirect_uri: toTokenServiceRedirect(authority),
    scope: `openid profile offline_access ${connection.scopes}`,
    state: id,
  });
  const location = `/${authority.tenant.id}/oauth2/v2.0/authorize?${query}`;
  return { status: 302, headers: { location }, body: "" };
}

/** The code of a sign-in page is the service's own, so it is not sent through the token endpoint. */
function takeCode(options: TokenServiceOptions, text: string): SignIn | undefined {
  const { authority } = options;
  const code = authority.codes.get(text);
  const { appId } = requireBotClient(options).application;
  const isOwn = code?.clientId === appId && code.redirectUri === toTokenServiceRedirect(authority);
  if (!code || !isOwn || code.isRedeemed || code.expiresAt <= authority.now()) return undefined;
  authority.codes.set(text, { ...code, isRedeemed: true });
  return { person: requirePerson(code.personId), amr: code.amr };
}

function showCode(code: string): Answer {
  const body = `<p>You are signed in. Type this code into the chat to finish:</p>
<p class="big">${toHtml(code)}</p>
<p class="soft">It works once, for ${minutes} minutes. Close this page afterwards.</p>`;
  return toPage({ title: "Almost done", body });
}

function declined(): Answer {
  const body = "<p>You are not signed in. Go back to the chat to try again.</p>";
  return toPage({ title: "Sign-in ended", body });
}

function expired(): Answer {
  const body = `<p>This sign-in link has been used, or it is older than ${minutes} minutes.</p>
<p>Go back to the chat and ask for a new one.</p>`;
  return toPage({ status: 400, title: "This link has expired", body });
}
