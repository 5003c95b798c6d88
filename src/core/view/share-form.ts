import { formatSubject, type Subject, toPermalink } from "../subject/index.ts";
import { backToSubject, bottomBar } from "./actions.ts";
import { button, buttons, link } from "./buttons.ts";
import { plainForeign } from "./foreign.ts";
import {
  group,
  label,
  lines,
  list,
  optional,
  type Part,
  quote,
  say,
  sayQuoting,
  toView,
} from "./parts.ts";
import { nameSubject } from "./shared.ts";
import { joined } from "./state-table.ts";
import type { View } from "./view.ts";
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

/** What the form is drawn from. */
export interface ShareFormRequest {
  readonly subject: Subject;
  /** The app that was checked; null where none was. */
  readonly clientId: string | null;
  /** What of the tenant is ticked from the start. */
  readonly ticked: string;
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

/** What is shared, what is left out, and where it can go, each place with its readers. */
export function drawShareFormView(voice: Voice, request: ShareFormRequest): View {
  const { t, world } = voice;
  const { subject, places, further } = request;
  const title = t("share.form.title");
  const address = toPermalink(world.publicUrl, subject);
  return toView(voice, "share-form", title, {
    title: say(title),
    lead: lines([
      say(t("share.form.about", { title: nameSubject(voice, subject) ?? "" })),
      ...leftOut(voice, request),
    ]),
    options: list([optionsOf(voice, request)]),
    places: list(places.map((place) => drawPlace(voice, request, place))),
    further: optional(further.length > 0 ? drawFurther(voice, request) : undefined),
    hints: lines(hintsOf(voice, request)),
    copy: group({ heading: say(t("share.form.copy")), address: say(address) }),
    links: list([
      link(t("shared.open"), address),
      ...(request.appLink === null || !isInstallWanted(request)
        ? []
        : [link(t("share.form.install"), request.appLink)]),
    ]),
    actions: bottomBar(voice, backToSubject(voice, subject), 2),
  });
}

function leftOut({ t }: Voice, { clientId, subject }: ShareFormRequest): Part[] {
  const isState = clientId !== null && subject.kind === "answer";
  return [say(t(isState ? "share.form.leftOut.app" : "share.form.leftOut"))];
}

/** One input for all that can be ticked: its value names what is, such as `names,state`. */
function optionsOf({ t }: Voice, { clientId, subject, ticked }: ShareFormRequest): Part {
  const hasApp = clientId !== null && subject.kind === "answer";
  const names = t(hasApp ? "share.form.names.app" : "share.form.names");
  const choices = [
    group({ title: label(names), value: { data: "names", text: [] } }),
    ...(hasApp
      ? [group({ title: label(t("share.form.state")), value: { data: "state", text: [] } })]
      : []),
  ];
  return group({
    label: label(t("share.form.options")),
    value: { data: ticked, text: [] },
    choices: list(choices),
  });
}

function drawPlace(voice: Voice, request: ShareFormRequest, place: SharePlace): Part {
  const { t } = voice;
  const about = aboutOf(request);
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
      choose: buttons([button(t(`share.form.post.${place.place}`), "share-post", data)]),
    });
  }
  const { team, channel } = place;
  return group({
    name: channelName(voice, place),
    readers: lines(readersOf(voice, place.audience)),
    choose: buttons([
      button(t("share.form.post", { channel: shortName(place.channelName) }), "share-post", {
        ...about,
        team,
        channel,
      }),
    ]),
  });
}

function aboutOf({ subject, clientId }: ShareFormRequest): Readonly<Record<string, string>> {
  return { subject: formatSubject(subject), ...(clientId !== null && { clientId }) };
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

function drawFurther(voice: Voice, request: ShareFormRequest): Part {
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
    preview: buttons([button(t("share.form.preview"), "share", aboutOf(request))]),
  });
}

/** Team and channel as one value of a list; neither holds a blank. */
function toValue({ team, channel }: Extract<SharePlace, { kind: "channel" }>): string {
  return `${team} ${channel}`;
}

function isInstallWanted({ without, hasTeams, isListed }: ShareFormRequest): boolean {
  return isListed && (without > 0 || !hasTeams);
}

function hintsOf(voice: Voice, request: ShareFormRequest): Part[] {
  const { t } = voice;
  const { closed, without, hasTeams, unread, isListed } = request;
  if (!isListed) return [say(t("share.form.unlisted"))];
  const names = joined(closed.slice(0, GUEST_LIMIT).map(quote), ", ");
  return [
    ...(closed.length > 0 ? [joined([say(t("share.form.closed")), names])] : []),
    ...(closed.length > GUEST_LIMIT
      ? [say(t("report.more", { count: closed.length - GUEST_LIMIT }))]
      : []),
    ...(unread > 0 ? [say(t("share.form.unread", { count: unread }))] : []),
    ...(hasTeams ? [] : [say(t("share.form.nowhere"))]),
    ...(without > 0 ? [say(t("share.form.without", { count: without }))] : []),
    ...(isInstallWanted(request) ? [say(t("share.form.owner"))] : []),
  ];
}
