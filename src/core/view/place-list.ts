import { button, buttons, link, type Verb } from "./buttons.ts";
import { plainForeign } from "./foreign.ts";
import {
  group,
  label,
  lines,
  list,
  optional,
  type Part,
  type Parts,
  quote,
  say,
  sayQuoting,
} from "./parts.ts";
import { joined } from "./state-table.ts";
import type { Voice } from "./voice.ts";

/** Who reads a place, as Teams tells. */
export interface ShareAudience {
  readonly total: number;
  /** True where there are more than were read. */
  readonly isCut: boolean;
  readonly guests: readonly string[];
}

/** Where a subject can be shared with one press. */
export type SharePlace = {
  /** Null where Teams did not tell. */
  readonly audience: ShareAudience | null;
} & (
  | {
      readonly kind: "channel";
      /** Id of the group behind the team. */
      readonly team: string;
      readonly teamName: string;
      readonly channel: string;
      readonly channelName: string;
    }
  | {
      readonly kind: "chat";
      /** Id of the conversation, in channels with the thread; without it for a new post there. */
      readonly chat: string;
      readonly place: "personal" | "groupChat" | "channel" | "newPost";
    }
);

/** Places of a form, as far as they could be read. */
export interface PlacesRequest {
  /** Most likely first. */
  readonly places: readonly SharePlace[];
  /** Channels that a preview comes before. */
  readonly further: readonly Extract<SharePlace, { kind: "channel" }>[];
  /** Names of private and shared channels, which Consentry is not in. */
  readonly closed: readonly string[];
  /** False where Microsoft Graph did not tell the person's teams. */
  readonly isListed: boolean;
  /** Teams of the person without Consentry, and whether there is one with it. */
  readonly without: number;
  readonly hasTeams: boolean;
  /** Channels of how many more teams were not read. */
  readonly unread: number;
  /** Where Teams shows the app, for who may add it; null where its id is not known. */
  readonly appLink: string | null;
}

/** What pressing a place does. */
export interface PlacePress {
  /** Verb of a place's button, and of the button that shows the readers of a further channel. */
  readonly post: Verb;
  readonly preview: Verb;
  /** What both carry besides the place. */
  readonly data: Readonly<Record<string, string>>;
  /** Keys of what is said where teams or channels were not read. */
  readonly texts: { readonly unlisted: string; readonly unread: string };
}

/** Places with their readers, further ones in a list, and why some do not stand there. */
export function drawPlaces(voice: Voice, request: PlacesRequest, press: PlacePress): Parts {
  const { places, further } = request;
  return {
    places: list(places.map((place) => drawPlace(voice, press, place))),
    further: optional(further.length > 0 ? drawFurther(voice, request, press) : undefined),
    hints: lines(hintsOf(voice, request, press)),
  };
}

/** Where Consentry is added to a team, for somebody who wants a channel that it is not in. */
export function installLinks({ t }: Voice, request: PlacesRequest): Part[] {
  if (request.appLink === null || !isInstallWanted(request)) return [];
  return [link(t("share.form.install"), request.appLink)];
}

function drawPlace(voice: Voice, { data: about, post }: PlacePress, place: SharePlace): Part {
  const { t } = voice;
  if (place.kind === "chat") {
    const title = t(`share.form.here.${place.place}`);
    const data = { ...about, chat: place.chat };
    return group({
      name: say(title),
      readers: lines(
        place.place === "personal"
          ? [say(t("share.form.alone"))]
          : readersOf(voice, place.audience),
      ),
      choose: buttons([button(t(`share.form.post.${place.place}`), post, data)]),
    });
  }
  const { team, channel } = place;
  return group({
    name: channelName(voice, place),
    readers: lines(readersOf(voice, place.audience)),
    choose: buttons([
      button(t("share.form.post", { channel: shortName(place.channelName) }), post, {
        ...about,
        team,
        channel,
      }),
    ]),
  });
}

function channelName(
  { t }: Voice,
  {
    teamName,
    channelName: name,
  }: Pick<Extract<SharePlace, { kind: "channel" }>, "teamName" | "channelName">,
): Part {
  return sayQuoting(t, "share.form.channel", { team: teamName, channel: name });
}

/** Longest name on a button, in characters. */
const NAME_LIMIT = 40;

function shortName(name: string): string {
  return plainForeign(name, NAME_LIMIT) || "…";
}

/** Guests that are named; of more of them it is said how many. */
const GUEST_LIMIT = 12;

function readersOf({ t }: Voice, audience: ShareAudience | null): Part[] {
  if (audience === null) return [say(t("share.form.readers.unknown"))];
  const { total, isCut, guests } = audience;
  const count = say(t(isCut ? "share.form.readers.cut" : "share.form.readers", { count: total }));
  if (guests.length === 0)
    return [count, say(t(isCut ? "share.form.guests.open" : "share.form.guests.none"))];
  const named = guests.slice(0, GUEST_LIMIT).map(quote);
  const more = guests.length - named.length;
  const names = joined([
    say(t("share.form.guests", { count: guests.length })),
    joined(named, ", "),
  ]);
  return [count, names, ...(more > 0 ? [say(t("report.more", { count: more }))] : [])];
}

function drawFurther(voice: Voice, request: PlacesRequest, { preview, data }: PlacePress): Part {
  const { t } = voice;
  const choices = request.further.map((place) => {
    const title = t("share.form.channel", {
      team: shortName(place.teamName),
      channel: shortName(place.channelName),
    });
    return group({ title: label(title), value: { data: toValue(place), text: [] } });
  });
  return group({
    label: label(t("share.form.further")),
    first: { data: request.further[0] ? toValue(request.further[0]) : "", text: [] },
    choices: list(choices),
    preview: buttons([button(t("share.form.preview"), preview, data)]),
  });
}

/** Team and channel as one value of a list; neither holds a blank. */
function toValue({ team, channel }: Extract<SharePlace, { kind: "channel" }>): string {
  return `${team} ${channel}`;
}

function isInstallWanted({ without, hasTeams, isListed }: PlacesRequest): boolean {
  return isListed && (without > 0 || !hasTeams);
}

function hintsOf(voice: Voice, request: PlacesRequest, { texts }: PlacePress): Part[] {
  const { t } = voice;
  const { closed, without, hasTeams, unread, isListed } = request;
  if (!isListed) return [say(t(texts.unlisted))];
  const names = joined(closed.slice(0, GUEST_LIMIT).map(quote), ", ");
  return [
    ...(closed.length > 0 ? [joined([say(t("share.form.closed")), names])] : []),
    ...(closed.length > GUEST_LIMIT
      ? [say(t("report.more", { count: closed.length - GUEST_LIMIT }))]
      : []),
    ...(unread > 0 ? [say(t(texts.unread, { count: unread }))] : []),
    ...(hasTeams ? [] : [say(t("share.form.nowhere"))]),
    ...(without > 0 ? [say(t("share.form.without", { count: without }))] : []),
    ...(isInstallWanted(request) ? [say(t("share.form.owner"))] : []),
  ];
}
