import { z } from "zod";
import { Refusal } from "../http.ts";
import { isFileOrOther } from "./file-cards.ts";
import { adaptiveCard, type Content, oauthCard } from "./world.ts";

const Attachment = z
  .object({
    contentType: z.string(),
    content: z.unknown().optional(),
    contentUrl: z.string().optional(),
    name: z.string().optional(),
  })
  .refine(isCardOrOther, { message: `${adaptiveCard} needs an object of type AdaptiveCard` })
  .refine(isFileOrOther, { message: "a file card needs its name, and what Teams says of the file" })
  .refine(isSignInOrOther, {
    message: "a sign-in card needs a button, an OAuth card that it names",
  });

/** The fields that Teams looks at in what a bot sends. */
export const SentActivity = z.object({
  type: z.enum(["message", "typing"]),
  text: z.string().nullish(),
  textFormat: z.string().nullish(),
  attachments: z.array(Attachment).nullish(),
  suggestedActions: z.unknown().optional(),
  recipient: z.object({ id: z.string().nullish(), isTargeted: z.boolean().optional() }).nullish(),
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

const Button = z.object({ type: z.string(), title: z.string().optional(), value: z.unknown() });

/**
 * Cards that sign somebody in; Teams opens the button's address, or exchanges a token without asking.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-code
 */
const signInCards: Readonly<Record<string, z.ZodType>> = {
  "application/vnd.microsoft.card.signin": z.object({
    text: z.string().optional(),
    buttons: z.array(Button).min(1),
  }),
  [oauthCard]: z.object({
    text: z.string().optional(),
    connectionName: z.string().nullish(),
    buttons: z.array(Button).min(1),
    tokenExchangeResource: z.object({ id: z.string(), uri: z.string().optional() }).nullish(),
  }),
};

function isSignInOrOther({ contentType, content }: { contentType: string; content?: unknown }) {
  return signInCards[contentType]?.safeParse(content).success ?? true;
}

function isCardOrOther({ contentType, content }: { contentType: string; content?: unknown }) {
  if (contentType !== adaptiveCard) return true;
  return (
    typeof content === "object" &&
    content !== null &&
    (content as { readonly type?: unknown }).type === "AdaptiveCard"
  );
}
