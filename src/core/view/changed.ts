import { type Case, fittingCases, formatSelection, toSetUp } from "../advisor/index.ts";
import { findPack } from "../catalogue/index.ts";
import { type SubjectReading, toPermalink, toSubject } from "../subject/index.ts";
import { toChatLink } from "../teams-link.ts";
import { link } from "./buttons.ts";
import { formatDay } from "./dates.ts";
import { nameLost } from "./name-lost.ts";
import { caseTitle } from "./names.ts";
import { group, lines, list, type Part, paragraphs, quote, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** A permalink that another version of the catalogue made. */
export type ChangedReading = Extract<SubjectReading, { kind: "changed" }>;

/** How many of each are named; a code can hold hundreds. */
const NAMED = 10;

/**
 * What has changed since a permalink was made, and what of it is still to be had, as links: the card works
 * where the bot is not, and says nothing of a tenant.
 */
export function drawChangedView(voice: Voice, reading: ChangedReading): View {
  const { t } = voice;
  const { lost, isLater } = reading;
  const kind = isLater ? "later" : lost.length > 0 ? "lost" : "open";
  const title = t(`changed.${kind}.title`);
  const fitting = listFitting(voice, reading);
  const advice = t(fitting.length > 0 ? "changed.choose" : "changed.askAnew");
  return toView(voice, "changed", title, {
    title: say(title),
    lead: paragraphs([`${t(`changed.${kind}.is`, { date: catalogueDay(voice) })} ${advice}`]),
    lost: list(drawLost(voice, lost)),
    fitting: list(drawFitting(voice, fitting)),
    links: list([askLink(voice)]),
  });
}

/** The day of the facts that the catalogue holds, as it is read. */
export function catalogueDay({ world, language }: Voice): string {
  return formatDay(world.catalogue.facts.asOf.permissions, language);
}

function drawLost(voice: Voice, lost: readonly string[]): Part[] {
  if (lost.length === 0) return [];
  const named = lost.slice(0, NAMED).map((one) => quote(nameLost(voice, one)));
  const left = lost.length - named.length;
  const more = left > 0 ? [say(voice.t("changed.more", { count: left }))] : [];
  return [group({ heading: say(voice.t("changed.lost")), lines: lines([...named, ...more]) })];
}

interface Fitting {
  readonly title: string;
  readonly url: string;
}

function drawFitting({ t }: Voice, fitting: readonly Fitting[]): Part[] {
  if (fitting.length === 0) return [];
  const named = fitting.slice(0, NAMED).map(({ title, url }) => link(title, url));
  const left = fitting.length - named.length;
  const more = paragraphs(left > 0 ? [t("changed.more", { count: left })] : []);
  return [group({ heading: say(t("changed.fitting")), items: list(named), more })];
}

/** What is whole of the link still, then each case that fits one of its set-ups. */
function listFitting(voice: Voice, { known }: ChangedReading): Fitting[] {
  const { world, t } = voice;
  const whole = known.length > 1 ? toSubject(world.catalogue, known) : undefined;
  const union = whole && {
    title: t("answer.unionTitle", { count: known.length }),
    url: toPermalink(world.publicUrl, whole),
  };
  const cases = known.flatMap(({ pack: id, choices }) => {
    const pack = findPack(world.catalogue, id);
    return pack ? fittingCases(pack, choices) : [];
  });
  const singles = cases.map((found) => ({
    title: caseTitle(voice, found),
    url: toPermalink(world.publicUrl, toCaseSubject(found)),
  }));
  const distinct = new Map([...(union ? [union] : []), ...singles].map((one) => [one.url, one]));
  return [...distinct.values()];
}

function toCaseSubject(found: Case) {
  return { kind: "answer", code: formatSelection([toSetUp(found)]) } as const;
}

function askLink({ t, world }: Voice): Part {
  const teams = world.cloud.teamsBase;
  return link(t("changed.ask"), toChatLink(teams, world.botId));
}
