import { createHash } from "node:crypto";
import type { Activity, ConversationReference } from "botbuilder";
import { z } from "zod";
import type { Store } from "../ports.ts";
import { createBoundedMap } from "./bounded-map.ts";

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
    return row && toReference(tenantId, Reference.parse(row.value));
  };
  return {
    remember: async (activity) => {
      const { tenantId, personId, value } = toRow(activity);
      if (tenantId === "") return;
      await put(tenantId, conversationKey(value.conversationId), value);
      if (value.conversationType === "personal" && personId)
        await put(tenantId, personKey(personId), value);
    },
    find: (tenantId, conversationId) => read(tenantId, conversationKey(conversationId)),
    findPersonal: (tenantId, personId) => read(tenantId, personKey(personId)),
    forgetPersonal: async (tenantId, personId) => {
      const rk = personKey(personId);
      written.set(`${tenantId} ${rk}`, "");
      if (await store.get(tenantId, rk)) await store.commit(tenantId, [{ op: "delete", rk }]);
    },
  };
}

function toRow({ conversation, serviceUrl, recipient, from, channelData }: Activity) {
  const value: Reference = {
    conversationId: conversation.id,
    conversationType: conversation.conversationType ?? "personal",
    serviceUrl,
    botId: recipient?.id ?? "",
  };
  const tenantId = (conversation.tenantId ?? channelData?.tenant?.id ?? "") as string;
  return { tenantId, personId: from?.aadObjectId, value };
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

/** Ids of Teams hold characters that keys may not. */
function conversationKey(conversationId: string): string {
  return `conv|${toHash(conversationId)}`;
}

function personKey(personId: string): string {
  return `person|${toHash(personId)}`;
}

function toHash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
