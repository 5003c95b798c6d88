import type { Clock, Ids } from "../../ports/index.ts";
import type { Person } from "../directory/people.ts";
import { type Conversation, type Place, toWireId } from "./conversations.ts";

/** Who the bot is and where its connector listens. */
export interface Bot {
  readonly id: string;
  readonly name: string;
  readonly serviceUrl: string;
  readonly tenantId: string;
}

/** A Teams activity on the wire. */
export type Activity = Readonly<Record<string, unknown>> & { readonly id: string };

/** The part of an activity that differs by its type. */
export interface Payload {
  readonly type: "message" | "invoke" | "conversationUpdate" | "installationUpdate";
  readonly id?: string;
  readonly [field: string]: unknown;
}

/** Makes whole activities of payloads; closes over the bot, the clock and the ids. */
export function createActivityFactory(bot: Bot, clock: Clock, ids: Ids) {
  return (person: Person, place: Place, payload: Payload): Activity => {
    const now = new Date(clock.now());
    const team = place.conversation.team;
    return {
      id: `f:${ids.next()}`,
      channelId: "msteams",
      serviceUrl: bot.serviceUrl,
      timestamp: now.toISOString(),
      localTimestamp: toLocalIso(now, person.timeZone),
      localTimezone: person.timeZone,
      locale: person.locale,
      from: toAccount(person),
      recipient: { id: bot.id, name: bot.name },
      conversation: toConversationAccount(place, bot.tenantId),
      channelData: {
        tenant: { id: bot.tenantId },
        ...(team
          ? {
              team: { id: team.id, name: team.name, aadGroupId: team.groupId },
              channel: { id: place.conversation.id, name: place.conversation.name },
            }
          : {}),
        ...toRecord(payload.channelData),
      },
      ...withoutChannelData(payload),
      entities: [toClientInfo(person), ...toList(payload.entities)],
    };
  };
}

/** The text and entities of what somebody typed: "@Consentry" becomes a mention, as Teams sends it. */
export function toMention(text: string, bot: Bot): { text: string; entities: readonly unknown[] } {
  const markup = `<at>${bot.name}</at>`;
  const entity = { type: "mention", mentioned: { id: bot.id, name: bot.name }, text: markup };
  return { text: text.replace(mentionPattern(bot), markup), entities: [entity] };
}

export function isMentioned(text: string, bot: Bot): boolean {
  return mentionPattern(bot).test(text);
}

function mentionPattern({ name }: Bot): RegExp {
  const literal = name.replaceAll(/[^\p{L}\p{N}]/gu, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])@${literal}(?![\\p{L}\\p{N}])`, "iu");
}

/** A person as the Bot Connector shows them to a bot. */
export function toAccount({ teamsId, name, id }: Person) {
  return { id: teamsId, name, aadObjectId: id };
}

function toConversationAccount(place: Place, tenantId: string) {
  const { type, name } = place.conversation;
  return {
    id: toWireId(place),
    tenantId,
    conversationType: type,
    ...(type === "personal" ? {} : { isGroup: true }),
    ...(type === "groupChat" ? { name } : {}),
  };
}

function toClientInfo({ locale, timeZone }: Person) {
  const country = locale.split("-")[1] ?? "";
  return { type: "clientInfo", locale, country, platform: "Web", timezone: timeZone };
}

/** What a team, a group chat or a person's chat is told when the app is installed there. */
export function toInstallPayloads(conversation: Conversation, bot: Bot): readonly Payload[] {
  const isTeam = conversation.type === "channel";
  return [
    {
      type: "conversationUpdate",
      membersAdded: [{ id: bot.id, name: bot.name }],
      ...(isTeam ? { channelData: { eventType: "teamMemberAdded" } } : {}),
    },
    { type: "installationUpdate", action: "add" },
  ];
}

function toLocalIso(date: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const name = parts.formatToParts(date).find((part) => part.type === "timeZoneName")?.value ?? "";
  const offset = name.replace("GMT", "") || "+00:00";
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  const shift = (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  return new Date(date.getTime() + shift).toISOString().replace("Z", offset);
}

function withoutChannelData(payload: Payload): Record<string, unknown> {
  const { channelData: _merged, ...rest } = payload;
  return rest;
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
