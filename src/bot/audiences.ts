import {
  type CloudAdapter,
  type TeamsChannelAccount,
  TeamsInfo,
  type TurnContext,
} from "botbuilder";
import { createBoundedMap } from "../core/bounded-map.ts";
import type {
  Attendee,
  AudienceAnswer,
  AudiencePlace,
  Audiences,
  Clock,
  Log,
} from "../ports/index.ts";
import { describeError } from "../telemetry/index.ts";
import type { References } from "./references.ts";
import { isOutsider } from "./roster.ts";

export interface AudiencesOptions {
  readonly appId: string;
  readonly adapter: CloudAdapter;
  readonly references: References;
  readonly clock: Clock;
  readonly log: Log;
}

/** Members of a page, the most that Teams gives, and pages that are read. */
const PAGE = 500;
const PAGES = 6;
const KEPT_MS = 5 * 60_000;

type Listed = AudienceAnswer<{ readonly people: readonly Attendee[]; readonly isCut: boolean }>;

/** Asks the Bot Connector who is in a team or a chat. */
export function createAudiences(options: AudiencesOptions): Audiences {
  const { clock } = options;
  const known = createBoundedMap<{ readonly listed: Listed; readonly until: number }>(500);
  return {
    list: async (place) => {
      const key = JSON.stringify(place);
      const kept = known.get(key);
      if (kept && clock.now() < kept.until) return kept.listed;
      const listed = await ask(options, place, (context, id) =>
        listAll(context, id, place.tenantId),
      );
      if (listed.kind === "read") known.set(key, { listed, until: clock.now() + KEPT_MS });
      return listed;
    },
    find: (place, personId) =>
      ask(options, place, async (context, id) => {
        const found = await findOne(context, id, personId);
        return found && toAttendee(found, place.tenantId);
      }),
  };
}

async function ask<Value>(
  { appId, adapter, references, log }: AudiencesOptions,
  place: AudiencePlace,
  read: (context: TurnContext, id: string) => Promise<Value>,
): Promise<AudienceAnswer<Value>> {
  const reference = await findReference(references, place);
  if (!reference) return { kind: "not-installed" };
  // A channel is read by whoever is in its team: a thread has no members of its own.
  const id = (reference.conversation?.id ?? "").split(";", 1)[0] ?? "";
  let answer: AudienceAnswer<Value> = { kind: "unreachable" };
  try {
    await adapter.continueConversationAsync(appId, reference, async (context) => {
      answer = { kind: "read", value: await read(context, id) };
    });
    return answer;
  } catch (error) {
    log.warn("who is there was not read", { place: place.kind, ...describeError(error) });
    const { statusCode } = error as { statusCode?: number };
    return { kind: statusCode === 403 || statusCode === 404 ? "not-installed" : "unreachable" };
  }
}

function findReference(references: References, place: AudiencePlace) {
  const { tenantId } = place;
  return place.kind === "team"
    ? references.findTeam(tenantId, place.teamId)
    : references.find(tenantId, place.conversationId);
}

async function listAll(context: TurnContext, id: string, tenantId: string) {
  const people: Attendee[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const { members, continuationToken } = await TeamsInfo.getPagedTeamMembers(
      context,
      id,
      PAGE,
      token,
    );
    people.push(...members.map((one) => toAttendee(one, tenantId)));
    token = continuationToken || undefined;
    if (token === undefined) break;
  }
  return { people, isCut: token !== undefined };
}

/** Undefined for somebody whom Teams does not list there. */
async function findOne(context: TurnContext, id: string, personId: string) {
  try {
    return await TeamsInfo.getTeamMember(context, id, personId);
  } catch (error) {
    const { statusCode, code } = error as { statusCode?: number; code?: string };
    // The same status stands for a team that is gone; its code tells the two apart.
    if (statusCode === 404 && code === "MemberNotFoundInConversation") return undefined;
    throw error;
  }
}

function toAttendee(member: TeamsChannelAccount, tenantId: string): Attendee {
  const { aadObjectId, name, userPrincipalName } = member;
  return {
    personId: aadObjectId?.toLowerCase() ?? null,
    name: name || userPrincipalName || "",
    isGuest: isOutsider(member, tenantId),
  };
}
