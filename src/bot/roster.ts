import { type TeamsChannelAccount, TeamsInfo, type TurnContext } from "botbuilder";
import { createBoundedMap } from "../core/bounded-map.ts";
import type { Clock } from "../ports/index.ts";
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
      const isMember = isFromHere(turn, turn.actor.tenantId) && (await askTeams(context, turn));
      known.set(key, { isMember, until: clock.now() + KEPT_MS });
      return isMember;
    },
  };
}

/** People of a federated chat are users too, of their own tenant. */
function isFromHere({ tenantId }: Turn, home: string | undefined): boolean {
  return home === undefined || home.toLowerCase() === tenantId;
}

async function askTeams(context: TurnContext, turn: Turn): Promise<boolean> {
  const member = await findMember(context, turn.actor.id);
  return member !== undefined && !isOutsider(member, turn.tenantId);
}

/** True for somebody who is not one of the tenant's own people, as far as Teams tells. */
export function isOutsider(member: TeamsChannelAccount, tenantId: string): boolean {
  const { tenantId: home, userRole, userPrincipalName: name } = member;
  if (home !== undefined && home.toLowerCase() !== tenantId) return true;
  if (userRole) return OUTSIDERS.has(userRole.toLowerCase());
  // Guests are told by their names too: learn.microsoft.com/entra/external-id/user-properties
  return !name || name.toUpperCase().includes("#EXT#");
}

/** Undefined for somebody whom Teams does not list in the conversation. */
async function findMember(context: TurnContext, id: string) {
  try {
    return await TeamsInfo.getMember(context, id);
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
}
