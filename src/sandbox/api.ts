import type { ServerResponse } from "node:http";
import { z } from "zod";
import { requireMember, requirePerson, requirePlace, requireSeen } from "./api-seat.ts";
import { toConversationView, toMessageView, toPersonView, type ViewOptions } from "./api-views.ts";
import { people } from "./directory/people.ts";
import { type Answer, type Call, Refusal, type Route } from "./http.ts";
import { type Conversation, conversations, isMember } from "./teams/conversations.ts";
import type { Actor, Deeds, Outcome } from "./teams/deeds.ts";
import { readAs } from "./teams/sent-activity.ts";
import { mayWithdraw } from "./teams/withdrawal.ts";
import type { World, WorldEvent } from "./teams/world.ts";

export interface ApiOptions extends ViewOptions {
  readonly world: World;
  readonly deeds: Deeds;
  /** Sets everything but the messages back: tenant, faults, sign-ins. */
  readonly forget: () => void;
  /** Calls back when the tenant has changed. @returns what ends that. */
  readonly listenToTenant: (listener: () => void) => () => void;
  /** Takes an open event stream, to end it when the sandbox stops. */
  readonly keep: (stream: ServerResponse) => void;
}

/**
 * The HTTP for tests, scripts and the client page, all below `/sandbox/api`; the tenant and the faults
 * have theirs in tenant-api.ts, sign-in-api.ts and faults/faults-api.ts, tokens in host-api.ts, the message
 * extension, files and Teams itself in teams-api.ts:
 *
 * - `GET people`, `GET conversations[?as=]`, `GET bot`: lists and the bot's id and name
 * - `POST conversations/{id}/activities` with `{as, type: "message", text?, attachments?, isPrivate?}`, `{as,
 *   type: "message", value, replyToId?}` or `{as, type: "invoke", name, value, replyToId?}`: answers `{id,
 *   invokeResponse?: {status, body?}}` once the bot's turn has ended. Without `replyToId` the newest
 *   card that the person sees there was pressed. `{channel};messageid={root}` is a thread. Attachments are
 *   cards that the message extension gave. `isPrivate` is a message to the bot alone, in a channel or group
 *   chat that it is in.
 * - `GET conversations/{id}/messages?as=`: the messages as that person sees them now, with `isPrivate` where
 *   nobody else does
 *   One that holds nothing but an OAuth card with a token exchange resource also has `signIn`: `silent`
 *   and `done` mean that Teams shows the person nothing of it, `shown` that it shows the card.
 * - `PUT messages/{id}/sign-in` with `{as, state: "shown" | "done"}`: what came of exchanging the token
 * - `POST reset`: as after a start, with the tenant and the faults
 * - `GET events`: server-sent events `changed`, `typing` (with a conversation id, and a person's where nobody
 *   else sees it), `tenant` and `reset`
 *
 * `as` is an id or alias of a person, an id in a path is percent-encoded. Errors are `{error: {code,
 * message}}`: 400 bad body or person, 403 not a member, 404 unknown conversation, thread, card or
 * message, 413 above 256 KB, 502 to 504 when the bot fails, 503 before it listens.
 *
 * @example
 * curl localhost:3978/sandbox/api/conversations/a%3A1sandbox-product-admin/activities \
 *   -H 'content-type: application/json' -d '{"as":"product-admin","type":"message","text":"help"}'
 */
export function apiRoutes(options: ApiOptions): readonly Route[] {
  const path = (tail: string) => `/sandbox/api/${tail}`;
  const ok = (body: unknown): Answer => ({ status: 200, body });
  return [
    { method: "GET", path: path("people"), answer: () => ok(people.map(toPersonView)) },
    { method: "GET", path: path("bot"), answer: () => ok(options.bot) },
    {
      method: "GET",
      path: path("conversations"),
      answer: (call) => ok(listConversations(call).map(toConversationView)),
    },
    {
      method: "GET",
      path: path("conversations/:id/messages"),
      answer: (call) => ok(readMessages(options, call)),
    },
    {
      method: "POST",
      path: path("conversations/:id/activities"),
      answer: async (call) => ok(await act(options, call)),
    },
    {
      method: "PUT",
      path: path("messages/:id/sign-in"),
      answer: async (call) => ok(await setSignIn(options, call)),
    },
    { method: "POST", path: path("reset"), answer: async () => ok(await reset(options)) },
    { method: "GET", path: path("events"), answer: () => openEvents(options) },
  ];
}

const as = z.string().min(1);
const replyToId = z.string().optional();

/** A card that the message extension gave. */
const Card = z.strictObject({
  contentType: z.enum([
    "application/vnd.microsoft.card.adaptive",
    "application/vnd.microsoft.card.hero",
    "application/vnd.microsoft.card.thumbnail",
  ]),
  content: z.record(z.string(), z.unknown()),
});

/** Body of `POST /sandbox/api/conversations/{id}/activities`. */
const Deed = z.discriminatedUnion("type", [
  z
    .strictObject({
      as,
      type: z.literal("message"),
      text: z.string().min(1).optional(),
      attachments: z.array(Card).min(1).max(10).optional(),
      isPrivate: z.boolean().optional(),
      value: z.record(z.string(), z.unknown()).optional(),
      replyToId,
    })
    .refine(({ text, attachments, value }) => !(text ?? attachments) !== (value === undefined), {
      message: "a message has either text and attachments or value",
    }),
  z.strictObject({
    as,
    type: z.literal("invoke"),
    name: z.string().min(1),
    value: z.unknown(),
    replyToId,
  }),
]);

const bodyLimit = 256 * 1024;

async function act(options: ApiOptions, call: Call): Promise<Outcome> {
  const place = requirePlace(call);
  const deed = readAs(Deed, await call.json(bodyLimit));
  const actor: Actor = { place, person: requireMember(place.conversation, deed.as) };
  const reply = deed.replyToId === undefined ? {} : { replyToId: deed.replyToId };
  const { value } = deed;
  if (deed.type === "invoke") {
    return options.deeds.invoke(actor, { name: deed.name, value, ...reply });
  }
  if (value !== undefined) return options.deeds.submit(actor, { value, ...reply });
  const { text, attachments, isPrivate } = deed;
  return options.deeds.say(actor, {
    ...(text !== undefined && { text }),
    ...(attachments && { attachments }),
    ...(isPrivate && { isPrivate }),
  });
}

function listConversations({ url }: Call): readonly Conversation[] {
  const wanted = url.searchParams.get("as");
  if (wanted === null) return conversations;
  const person = requirePerson(wanted);
  return conversations.filter((conversation) => isMember(conversation, person));
}

function readMessages(options: ApiOptions, call: Call) {
  const { world } = options;
  const place = requirePlace(call);
  const person = requireMember(place.conversation, call.url.searchParams.get("as") ?? "");
  return world.read(place, person).map((message) => {
    const signIn = world.signInOf(message, person);
    const isDeletable = mayWithdraw(message, person);
    return {
      ...toMessageView(message, options),
      ...(signIn && { signIn }),
      ...(isDeletable && { isDeletable }),
    };
  });
}

/** Body of `PUT /sandbox/api/messages/{id}/sign-in`. */
const SignIn = z.strictObject({ as, state: z.enum(["shown", "done"]) });

async function setSignIn({ world }: ApiOptions, call: Call) {
  const { as: idOrAlias, state } = readAs(SignIn, await call.json(bodyLimit));
  const { message, person } = requireSeen(world, call.params.id ?? "", idOrAlias);
  if (!world.signInOf(message, person)) {
    throw new Refusal(404, "MessageNotFound", "The message signs nobody in by itself.");
  }
  world.setSignIn(message, person, state);
  return {};
}

/**
 * Forgets all that happened, then greets the bot again, so that the state is that of a fresh start.
 * Faults end first: the greeting must reach the bot.
 */
async function reset({ world, deeds, forget }: ApiOptions) {
  forget();
  world.reset();
  await deeds.installEverywhere();
  return {};
}

/** Server-sent events: `changed` and `typing` with a conversation id, `tenant`, `reset`. */
function openEvents({ world, listenToTenant, keep }: ApiOptions): Answer {
  const stream = (res: ServerResponse) => {
    const write = (event: WorldEvent | { readonly kind: "tenant" }) =>
      res.write(`event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
    res.write("retry: 1000\n\n");
    const stops = [world.listen(write), listenToTenant(() => write({ kind: "tenant" }))];
    res.on("close", () => {
      for (const stop of stops) stop();
    });
    keep(res);
  };
  return { status: 200, headers: { "content-type": "text/event-stream" }, stream };
}
