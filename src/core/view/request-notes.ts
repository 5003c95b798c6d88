import type { ApprovalReach } from "../approval/index.ts";
import { type LocalText, localize } from "../local-text.ts";
import { type Part, quote, say, sayQuoting } from "./parts.ts";
import { joined } from "./state-table.ts";
import type { Voice } from "./voice.ts";

/** Where a request goes for its decision. */
export interface RequestAudience {
  /** A channel of Settings, as people know it; null for the approvers' own chats. */
  readonly channel: string | null;
  /** Names of people who are asked in their own chats. */
  readonly people: readonly string[];
  readonly isMailed: boolean;
}

/** What has just happened to a request, for the person who looks at it. */
export type RequestNote =
  | { readonly kind: "sent"; readonly to: RequestAudience }
  /** This person's last approval; their roles may not grant it. Titles of roles that may. */
  | { readonly kind: "no-role"; readonly roles: readonly LocalText[] }
  | {
      readonly kind: /** It was asked before, and waits. */
        | "waiting"
        /** This person has approved it as the first of two. */
        | "first"
        | "approved"
        /** No link can be made: the app could not be read, or may not have one. */
        | "no-link"
        | "declined"
        | "withdrawn"
        /** Nobody decides on a request of their own. */
        | "own"
        | "same-person"
        | "not-approver"
        | "not-requester"
        /** Somebody else was faster, or its time was over. */
        | "ended"
        /** What was pressed was made for another person or another time. */
        | "stale";
    };

/** Names that are told; of more it is said how many. */
const NAME_LIMIT = 12;

/** What happened, in one line or two. */
export function noteLines(voice: Voice, note: RequestNote | undefined): Part[] {
  const { t, language } = voice;
  if (!note) return [];
  if (note.kind === "sent") return [say(t("request.note.sent")), ...audienceLines(voice, note.to)];
  if (note.kind !== "no-role" && note.kind !== "no-link")
    return [say(t(`request.note.${note.kind}`))];
  const roles = note.kind === "no-role" ? note.roles : [];
  const named = roles.map((title) => localize(title, language)).join(", ");
  return [
    say(t(`request.note.${note.kind}`)),
    ...(named === "" ? [] : [say(t("consent.part.who", { roles: named }))]),
    say(t("consent.preview.linkFreeHow")),
  ];
}

/** Who gets it: a channel, or people by name; and whether by mail too. */
export function audienceLines(
  { t }: Voice,
  { channel, people, isMailed }: RequestAudience,
): Part[] {
  const named = people.slice(0, NAME_LIMIT).map(quote);
  const more = people.length - named.length;
  return [
    ...(channel === null ? [] : [sayQuoting(t, "request.to.channel", { channel })]),
    ...(people.length > 0 ? [joined([say(t("request.to.people")), joined(named, ", ")])] : []),
    ...(more > 0 ? [say(t("report.more", { count: more }))] : []),
    ...(channel === null && people.length === 0 ? [say(t("request.to.nobody"))] : []),
    ...(isMailed ? [say(t("request.to.mail"))] : []),
  ];
}

/** Who was asked, and whom Teams could not reach. */
export function reachLines(voice: Voice, { channel, people, isMailed }: ApprovalReach): Part[] {
  const { t } = voice;
  const namesOf = (isFailed: boolean) =>
    people.flatMap(({ name, state }) => ((state === "failed") === isFailed && name ? [name] : []));
  const failed = namesOf(true);
  const isOut = channel?.state === "failed";
  return [
    ...audienceLines(voice, {
      channel: isOut ? null : (channel?.name ?? null),
      people: namesOf(false),
      isMailed,
    }),
    ...(isOut ? [sayQuoting(t, "request.reach.channel", { channel: channel.name })] : []),
    ...(failed.length === 0
      ? []
      : [
          joined([
            say(t("request.reach.failed")),
            joined(failed.slice(0, NAME_LIMIT).map(quote), ", "),
          ]),
        ]),
  ];
}
