import { TeamsInfo, type TurnContext } from "botbuilder";
import { createBoundedMap } from "../core/bounded-map.ts";
import type { Clock } from "../ports.ts";
import { personOf, type Turn } from "./turn.ts";

/** Tells members of the tenant from guests. */
export interface Roster {
  /**
   * Asks Teams what the person is in the conversation; the answer is kept for an hour.
   * @throws RestError when Teams does not answer: then nobody counts as a member
   */
  isMember(context: TurnContext, turn: Turn): Promise<boolean>;
}

const KEPT_MS = 60 * 60_000;

/**
 * Roles in a conversation that are not the tenant's own people.
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context, userRole
 */
const OUTSIDERS: ReadonlySet<string> = new Set(["guest", "anonymous"]);

/** Makes the roster over the Bot Connector. */
export function createRoster(clock: Clock): Roster {
  const known = createBoundedMap<{ readonly isMember: boolean; readonly until: number }>(5_000);
  return {
    isMember: async (context, turn) => {
      const key = `${turn.conversationId} ${personOf(turn)}`;
      const kept = known.get(key);
      if (kept && clock.now() < kept.until) return kept.isMember;
      const { userRole } = await TeamsInfo.getMember(context, turn.actor.id);
      const isMember = !OUTSIDERS.has(userRole ?? "");
      known.set(key, { isMember, until: clock.now() + KEPT_MS });
      return isMember;
    },
  };
}
