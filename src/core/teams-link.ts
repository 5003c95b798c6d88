const TEAMS = "https://teams.microsoft.com";
/** Teams of the United States government has hosts of its own. */
export const TEAMS_HOSTS = /^https:\/\/(teams\.microsoft\.com|(gov|dod)\.teams\.microsoft\.us)$/;

/** Where links into Teams lead from a page that these pages show inside of theirs, the nearest one first. */
export function findTeams(ancestors: readonly string[]): string {
  return ancestors.find((origin) => TEAMS_HOSTS.test(origin)) ?? TEAMS;
}

/**
 * A link to the chat with the bot; what it is to say stands in the compose box, and the person sends it.
 * Source: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 */
export function toChatLink(teams: string, botId: string, message?: string): string {
  const said = message === undefined ? "" : `&message=${encodeURIComponent(message)}`;
  return `${teams}/l/chat/0/0?users=28:${botId}${said}`;
}

/**
 * A link to a page of the tab, and to what is named on it.
 * Source: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-application
 */
export function toTabLink(
  teams: string,
  teamsAppId: string,
  { page, code }: { readonly page: string; readonly code?: string },
): string {
  const link = new URL(`/l/entity/${teamsAppId}/${page}`, teams);
  if (code !== undefined) link.searchParams.set("context", JSON.stringify({ subEntityId: code }));
  return link.href;
}

/**
 * A link to a message: in a channel by its thread, in a chat by the chat.
 * Source: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 */
export function toMessageLink(
  teams: string,
  { conversationId, activityId }: { readonly conversationId: string; readonly activityId: string },
  { tenantId, groupId }: { readonly tenantId: string; readonly groupId?: string | undefined },
): string {
  const [base = "", root] = conversationId.split(";messageid=");
  const address = `${teams}/l/message/${encodeURIComponent(base)}/${encodeURIComponent(activityId)}`;
  const group = groupId === undefined ? "" : `&groupId=${groupId}`;
  if (root !== undefined) return `${address}?tenantId=${tenantId}${group}&parentMessageId=${root}`;
  return `${address}?context=${encodeURIComponent(JSON.stringify({ contextType: "chat" }))}`;
}

/** The page of an app in Teams, where who may adds it to a team. */
export function toAppLink(teams: string, teamsAppId: string): string {
  return `${teams}/l/app/${encodeURIComponent(teamsAppId)}`;
}

/** A link to a channel or a chat, where no message is known. */
export function toPlaceLink(teams: string, conversationId: string): string {
  const id = encodeURIComponent(conversationId.split(";", 1)[0] ?? "");
  const isChannel =
    conversationId.includes("@thread.tacv2") || conversationId.includes("@thread.skype");
  return `${teams}/l/${isChannel ? "channel" : "chat"}/${id}/0`;
}
