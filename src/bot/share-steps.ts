import { formatSubject, type Subject } from "../core/subject/index.ts";
import { toAppLink, toMessageLink, toPlaceLink } from "../core/teams-link.ts";
import {
  drawShareForm,
  drawShareOutcome,
  type ShareResult,
  type View,
} from "../core/view/index.ts";
import type { ShareOutcome, SharePoint } from "../flows/index.ts";
import type { Channel, PersonAnswer, ScopedToken } from "../ports/index.ts";
import type { Tools } from "./route.ts";
import { listSharePlaces } from "./share-places.ts";
import { personOf, type Turn } from "./turn.ts";

/** What is to be shared. */
export interface ShareWish {
  readonly subject: Subject;
  /** The app that was checked. */
  readonly clientId?: string | undefined;
  /** What is ticked: `names`, `state`, or both with a comma between. */
  readonly show?: string | undefined;
  /** A channel that the person wants to see the readers of: team and channel with a blank between. */
  readonly other?: string | undefined;
}

/** The form: where a subject can be shared, who will see it there, and what is left out. */
export async function stepToShare(turn: Turn, wish: ShareWish, tools: Tools): Promise<View> {
  const { world, teamsAppId } = tools;
  const { subject, clientId = null, show = "", other } = wish;
  const found = await listSharePlaces(turn, tools, other);
  return drawShareForm(world, turn.language, {
    subject,
    clientId,
    ticked: [...readTicks(show)].join(","),
    ...found,
    appLink: teamsAppId === null ? null : toAppLink(tools.world.cloud.teamsBase, teamsAppId),
  });
}

/** What is to be posted where. */
export interface ShareOrder extends ShareWish {
  readonly place: SharePoint;
  /** The try of unknown outcome after which the person has looked. */
  readonly again?: string | undefined;
}

/** Shares a subject in a place. @returns where it stands, or what went wrong and what to do */
export async function postShare(turn: Turn, order: ShareOrder, tools: Tools): Promise<View> {
  const { subject, clientId, place } = order;
  const outcome = await shareChecked(turn, order, tools);
  return drawShareOutcome(tools.world, turn.language, {
    subject,
    clientId: clientId ?? null,
    result: outcome.result,
    address: toAddress(turn, outcome, { tools, place }),
    data: toData(order),
  });
}

/** True where what is ticked has an app read: for those who may check the tenant, whatever card they press on. */
export function readsTenant({ clientId, subject, show = "" }: ShareWish): boolean {
  return clientId !== undefined && subject.kind === "answer" && readTicks(show).size > 0;
}

async function shareChecked(turn: Turn, order: ShareOrder, tools: Tools): Promise<ShareOutcome> {
  const { place, show = "", again, subject, clientId } = order;
  const obstacle = place.kind === "channel" ? await checkChannel(tools, place) : undefined;
  if (obstacle) return { result: obstacle, card: null };
  const ticks = readTicks(show);
  return tools.shares.share({
    tenantId: turn.tenantId,
    person: { id: personOf(turn), name: turn.actor.name ?? null },
    language: turn.language,
    subject,
    place,
    options: {
      names: ticks.has("names"),
      // Without an app there is nothing that is granted.
      state: ticks.has("state") && clientId !== undefined && subject.kind === "answer",
    },
    clientId,
    again,
  });
}

const TICKS = ["names", "state"] as const;

function readTicks(show: string): ReadonlySet<(typeof TICKS)[number]> {
  const named = new Set(show.split(","));
  return new Set(TICKS.filter((one) => named.has(one)));
}

type ChannelPoint = Extract<SharePoint, { kind: "channel" }>;

/**
 * The channel has to be one of the person's, in that team, and read by all of the team.
 * @param tools entered with the scope basic
 */
export async function checkChannel(
  { entered, workplace }: Tools,
  { teamId, channelId }: ChannelPoint,
): Promise<ShareResult | undefined> {
  const token = entered?.token as ScopedToken;
  const channels = await workplace.listChannels(token, teamId);
  if (channels.kind !== "read") return toObstacle(channels);
  const channel = channels.value.find(({ id }) => id === channelId);
  return channel?.membership === "standard" ? undefined : { kind: "closed" };
}

function toObstacle(
  answer: Exclude<PersonAnswer<readonly Channel[]>, { kind: "read" }>,
): ShareResult {
  switch (answer.kind) {
    case "absent":
    case "forbidden":
      return { kind: "outsider" };
    case "busy":
      return { kind: "busy", seconds: answer.seconds };
    default:
      return { kind: "unreached" };
  }
}

interface Where {
  readonly tools: Tools;
  readonly place: SharePoint;
}

/** The message; where nobody knows of one, the place to look in. */
function toAddress(
  { tenantId }: Turn,
  { result, card }: ShareOutcome,
  { tools, place }: Where,
): string | null {
  const teams = tools.world.cloud.teamsBase;
  if (card && card.activityId !== "") {
    const groupId = place.kind === "channel" ? place.teamId : undefined;
    return toMessageLink(teams, card, { tenantId, groupId });
  }
  if (result.kind !== "sending" && result.kind !== "unknown") return null;
  return toPlaceLink(teams, place.kind === "channel" ? place.channelId : place.conversationId);
}

/** What the button carried: the same can be tried again with it. */
function toData({ subject, clientId, place, show }: ShareOrder): Readonly<Record<string, string>> {
  return {
    subject: formatSubject(subject),
    ...(clientId !== undefined && { clientId }),
    ...(show !== undefined && { show }),
    ...(place.kind === "channel"
      ? { team: place.teamId, channel: place.channelId }
      : { chat: place.conversationId }),
  };
}
