import { AppError } from "../../core/errors.ts";
import type { SharePoint } from "../../flows/index.ts";

interface Named {
  readonly team: string | undefined;
  readonly channel: string | undefined;
  readonly chat: string | undefined;
}

/**
 * Where a card wants something posted.
 * @throws AppError ERR_ACTION_INPUT where no place is named, or two are
 */
export function toPlace({ team, channel, chat }: Named): SharePoint {
  const isChannel = team !== undefined && channel !== undefined;
  if (isChannel && chat === undefined) return { kind: "channel", teamId: team, channelId: channel };
  if (chat !== undefined && team === undefined && channel === undefined)
    return { kind: "conversation", conversationId: chat };
  throw new AppError("ERR_ACTION_INPUT", "a card named no place, or more than one");
}
