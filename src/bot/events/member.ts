import { type Reply, SILENCE } from "../reply.ts";

/**
 * Nobody is greeted for joining. The bot's own arrival comes as an installation too, and a channel
 * where each new member brings a card is soon muted.
 */
export function ignoreMembers(): Reply {
  return SILENCE;
}
