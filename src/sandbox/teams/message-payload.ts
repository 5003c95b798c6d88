import { toHtml } from "../client/markdown.ts";
import { toMessageLink } from "./link.ts";
import type { Attachment, Content, Message } from "./world.ts";

/**
 * A message as an action on it hands it over: Microsoft Graph's chatMessage, cards as JSON text.
 * https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
 */
export function toMessagePayload(
  message: Message,
  bot: { id: string; name: string },
  tenantId: string,
) {
  const { id, place, author, content, sentAt, isEdited } = message;
  const { threadId } = place;
  return {
    linkToMessage: toMessageLink(message, tenantId),
    id,
    replyToId: threadId === undefined || threadId === id ? null : threadId,
    createdDateTime: new Date(sentAt).toISOString(),
    lastModifiedDateTime: isEdited ? new Date(sentAt).toISOString() : null,
    deleted: false,
    subject: null,
    importance: "normal",
    locale: author?.locale.toLowerCase() ?? "en-us",
    body: { contentType: "html", content: toBody(content) },
    from: author ? toPerson(author) : toApplication(bot),
    reactions: [],
    mentions: [],
    attachments: (content.attachments ?? []).map(toPayloadAttachment),
  };
}

function toPerson({ id, name }: NonNullable<Message["author"]>) {
  const user = { userIdentityType: "aadUser", id, displayName: name };
  return { device: null, conversation: null, application: null, user };
}

function toApplication({ id, name }: { id: string; name: string }) {
  const application = {
    applicationIdentityType: "bot",
    id: id.replace(/^28:/, ""),
    displayName: name,
  };
  return { device: null, conversation: null, user: null, application };
}

/** Cards stand in the text by their ids. */
function toBody({ text = "", textFormat, attachments = [] }: Content): string {
  const words = textFormat === "plain" ? `<p>${toPlainHtml(text)}</p>` : toHtml(text);
  const cards = attachments.map((_, index) => `<attachment id="${index}"></attachment>`);
  return [...(text === "" ? [] : [words]), ...cards].join("\n");
}

function toPlainHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\n", "<br>");
}

function toPayloadAttachment({ contentType, content, name }: Attachment, index: number) {
  return {
    id: String(index),
    contentType,
    contentUrl: null,
    content: JSON.stringify(content ?? null),
    name: name ?? null,
    thumbnailUrl: null,
  };
}
