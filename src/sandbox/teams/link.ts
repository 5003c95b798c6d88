import type { Message } from "./world.ts";

/**
 * The address of a message, as "Copy link" gives it.
 * https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams#deep-link-to-a-message
 */
export function toMessageLink({ id, place }: Message, tenantId: string): string {
  const { conversation, threadId } = place;
  const path = `https://teams.microsoft.com/l/message/${encodeURIComponent(conversation.id)}/${id}`;
  const { team } = conversation;
  if (!team) return `${path}?${toQuery({ tenantId, context: '{"contextType":"chat"}' })}`;
  const names = { teamName: team.name, channelName: conversation.name };
  const ids = { tenantId, groupId: team.groupId, parentMessageId: threadId ?? id };
  return `${path}?${toQuery({ ...ids, ...names, createdTime: id })}`;
}

/** Spaces as `%20`: a link that ends up in a text is not broken by them. */
function toQuery(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
}
