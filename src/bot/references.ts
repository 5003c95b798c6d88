import { createHash } from "node:crypto";
import type { Activity, ConversationReference } from "botbuilder";
import { z } from "zod";
import { createBoundedMap } from "../core/bounded-map.ts";
import { isConflict } from "../flows/index.ts";
import type { Store } from "../ports.ts";

/** Where a conversation is reached, as the store keeps it. */
const Reference = z.strictObject({
  conversationId: z.string(),
  conversationType: z.string(),
  serviceUrl: z.string(),
  botId: z.string(),
});
type Reference = z.infer<typeof Reference>;

/** The conversations that the bot has been spoken to in, so that it can say something later. */
export interface References {
  /** Keeps where an activity came from. Writes only what is new to this process. */
  remember(activity: Activity): Promise<void>;
  find(
    tenantId: string,
    conversationId: string,
  ): Promise<Partial<ConversationReference> | undefined>;
  /** A person's own chat with the bot. */
  findPersonal(
    tenantId: string,
    personId: string,
  ): Promise<Partial<ConversationReference> | undefined>;
  /** Forgets a person's own chat; the next message there is remembered again. */
  forgetPersonal(tenantId: string, personId: string): Promise<void>;
}

/** Keeps references in the store: `conv|<hash of the conversation>` and `person|<hash of the person>`. */
export function createReferences(store: Store): References {
  const written = createBoundedMap<string>(10_000);
  const put = async (tenantId: string, rk: string, value: Reference) => {
    const known = `${tenantId} ${rk}`;
    const text = JSON.stringify(value);
    if (written.get(known) === text) return;
    await store.commit(tenantId, [{ op: "put", rk, value }]);
    written.set(known, text);
  };
  const read = async (tenantId: string, rk: string) => {
    const row = await store.get(tenantId, rk);
    const kept = Reference.safeParse(row?.value).data;
    return kept && toReference(tenantId, kept);
  };
  const drop = async (tenantId: string, rk: string) => {
    try {
      await store.commit(tenantId, [{ op: "delete", rk }]);
    } catch (error) {
      // Somebody else forgot it first.
      if (!isConflict(error)) throw error;
    }
  };
  return {
    remember: async (activity) => {
      const { tenantId, personId, value } = toRow(activity);
      if (tenantId === "") return;
      await put(tenantId, conversationKey(value.conversationId), value);
      if (value.conversationType === "personal" && personId)
        await put(tenantId, personKey(personId), value);
    },
    find: async (tenantId, conversationId) => {
      const found = await read(tenantId, conversationKey(conversationId));
      return found && withId(found, conversationId);
    },
    findPersonal: (tenantId, personId) => read(tenantId, personKey(personId)),
    forgetPersonal: async (tenantId, personId) => {
      const own = await store.get(tenantId, personKey(personId));
      const chat = Reference.safeParse(own?.value).data?.conversationId;
      for (const rk of [personKey(personId), ...(chat ? [conversationKey(chat)] : [])]) {
        written.set(`${tenantId} ${rk}`, "");
        if (await store.get(tenantId, rk)) await drop(tenantId, rk);
      }
    },
  };
}

function toRow({ conversation, serviceUrl, recipient, from, channelData }: Activity) {
  const value: Reference = {
    conversationId: toBaseId(conversation.id),
    conversationType: conversation.conversationType ?? "groupChat",
    serviceUrl,
    botId: recipient?.id ?? "",
  };
  const tenantId = String(conversation.tenantId ?? channelData?.tenant?.id ?? "").toLowerCase();
  return { tenantId, personId: from?.aadObjectId?.toLowerCase(), value };
}

function toReference(tenantId: string, kept: Reference): Partial<ConversationReference> {
  const { conversationId: id, conversationType, serviceUrl, botId } = kept;
  return {
    channelId: "msteams",
    serviceUrl,
    bot: { id: botId, name: "" },
    conversation: {
      id,
      conversationType,
      tenantId,
      isGroup: conversationType !== "personal",
      name: "",
    },
  };
}

/** A channel is reached at one address, whatever the thread: `19:…;messageid=…`. */
function toBaseId(conversationId: string): string {
  return conversationId.split(";", 1)[0] ?? "";
}

function withId(reference: Partial<ConversationReference>, id: string) {
  const { conversation } = reference;
  return { ...reference, ...(conversation && { conversation: { ...conversation, id } }) };
}

/** Ids of Teams hold characters that keys may not. */
function conversationKey(conversationId: string): string {
  return `conv|${toHash(toBaseId(conversationId))}`;
}

function personKey(personId: string): string {
  return `person|${toHash(personId)}`;
}

function toHash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
