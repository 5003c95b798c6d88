import { z } from "zod";
import { Refusal } from "../http.ts";
import { adaptiveCard, type Content } from "./world.ts";

const Attachment = z
  .object({
    contentType: z.string(),
    content: z.unknown().optional(),
    contentUrl: z.string().optional(),
    name: z.string().optional(),
  })
  .refine(isCardOrOther, { message: `${adaptiveCard} needs an object of type AdaptiveCard` });

/** The fields that Teams looks at in what a bot sends. */
export const SentActivity = z.object({
  type: z.enum(["message", "typing"]),
  text: z.string().nullish(),
  textFormat: z.string().nullish(),
  attachments: z.array(Attachment).nullish(),
  suggestedActions: z.unknown().optional(),
});
export type SentActivity = z.infer<typeof SentActivity>;

const Id = z.object({ id: z.string() });

/** Body of `POST /v3/conversations`. */
export const ConversationParameters = z.object({
  tenantId: z.string().optional(),
  members: z.array(Id).optional(),
  activity: SentActivity.optional(),
  channelData: z.object({ tenant: Id.optional(), channel: Id.optional() }).optional(),
});
export type ConversationParameters = z.infer<typeof ConversationParameters>;

/** @throws Refusal 400 with what is wrong */
export function readAs<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw new Refusal(400, "BadSyntax", z.prettifyError(read.error));
}

/** 100 KB, two bytes a character. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
const sizeLimit = 100 * 1024;

export function requireSize(activity: unknown): void {
  if (JSON.stringify(activity).length * 2 <= sizeLimit) return;
  throw new Refusal(413, "MessageSizeTooBig", "Message size too large.");
}

/** @throws Refusal 400 for a message with nothing in it */
export function toContent(activity: SentActivity): Content {
  const { text, textFormat, attachments, suggestedActions } = activity;
  if (!text && !attachments?.length) {
    throw new Refusal(400, "BadSyntax", "A message needs text or an attachment.");
  }
  return {
    ...(text ? { text, textFormat: textFormat ?? "markdown" } : {}),
    ...(attachments?.length ? { attachments } : {}),
    ...(suggestedActions ? { suggestedActions } : {}),
  };
}

function isCardOrOther({ contentType, content }: { contentType: string; content?: unknown }) {
  if (contentType !== adaptiveCard) return true;
  return (
    typeof content === "object" &&
    content !== null &&
    (content as { readonly type?: unknown }).type === "AdaptiveCard"
  );
}
