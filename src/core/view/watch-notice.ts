import { type Case, casesOfSelection, parseSelection } from "../advisor/index.ts";
import type { Finding } from "../drift/index.ts";
import { portalLink } from "./action.ts";
import { bottomBar, helpButton, watchButton } from "./actions.ts";
import { aboutLine, clientIdFact } from "./apps.ts";
import { behindDots, button, buttons, link } from "./buttons.ts";
import { formatMoment } from "./dates.ts";
import { plainForeign } from "./foreign.ts";
import { caseTitle } from "./names.ts";
import {
  fact,
  group,
  hide,
  lines,
  list,
  type Part,
  type Parts,
  paragraphs,
  say,
  sayQuoting,
  toView,
  under,
} from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";
import { drawFinding } from "./watch-finding.ts";
import { drawHistory, type WatchLook } from "./watch-history.ts";

/** A watched app, as its notice shows it. Times are milliseconds since 1970. */
export interface WatchFacts {
  readonly clientId: string;
  readonly appName: string | null;
  /** Code of the selection that it is compared with. */
  readonly selection: string;
  readonly startedBy: { readonly name: string | null };
  readonly startedAt: number;
  readonly checkedAt: number | null;
  readonly nextAt: number;
  readonly snoozedUntil: number | null;
  readonly findings: readonly Finding[];
  readonly problem: "not-connected" | "busy" | "unreachable" | "absent" | null;
  readonly problemSince: number | null;
  readonly pausedAt: number | null;
  readonly history: readonly WatchLook[];
  /** Address of Consentry's tab; null where it is not known. */
  readonly tabLink: string | null;
}

/** What is left of a watch that ended. */
export interface EndedFacts extends Pick<WatchFacts, "clientId" | "appName" | "selection"> {
  readonly endedAt: number;
  readonly why: "stopped" | "moved";
}

/** Findings that a notice shows; of more it says how many. */
const MOST_FINDINGS = 15;

/** How a watched app stands: what has changed, what to do, how the last looks went. */
export function drawWatchNoticeView(voice: Voice, watch: WatchFacts): View {
  const { t } = voice;
  const cases = findCases(voice, watch.selection);
  const { findings } = watch;
  const title = titleOf(voice, watch);
  const left = findings.length - MOST_FINDINGS;
  return toNoticeView(voice, watch, title, {
    head: list([
      group({
        style: hide(styleOf(watch)),
        title: say(title),
        lines: lines(headLines(voice, watch, cases)),
      }),
    ]),
    findings: under(
      t("watch.findings"),
      list(findings.slice(0, MOST_FINDINGS).map((one) => drawFinding(voice, one, cases))),
    ),
    left: paragraphs(left > 0 ? [t("report.more", { count: left })] : []),
    history: drawHistory(voice, watch.history),
    facts: list(factsOf(voice, watch)),
    actions: buttons(actionsOf(voice, watch)),
    links: list(linksOf(voice, watch)),
  });
}

function findCases({ world }: Voice, code: string): Case[] {
  return casesOfSelection(world.catalogue, parseSelection(world.catalogue, code) ?? []);
}

function toNoticeView(
  voice: Voice,
  { appName, clientId }: Pick<WatchFacts, "appName" | "clientId">,
  title: string,
  parts: Parts,
): View {
  const app = plainForeign(appName ?? "") || clientId;
  return toView(voice, "watch-notice", voice.t("watch.summary", { app, title }), parts);
}

/** What stands there first and rings: what was found, or why nothing could be. */
export function titleOf(
  { t }: Voice,
  { pausedAt, problem, findings }: Pick<WatchFacts, "pausedAt" | "problem" | "findings">,
): string {
  if (pausedAt !== null) return t("watch.title.paused");
  if (problem !== null && problem !== "absent") return t("watch.title.unread");
  if (findings.length === 0) return t("watch.title.quiet");
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  const counts = kinds.map((kind) =>
    t(`watch.count.${kind}`, { count: findings.filter((one) => one.kind === kind).length }),
  );
  return t("watch.title.found", { what: counts.join(", ") });
}

function styleOf({ pausedAt, snoozedUntil, problem, findings }: WatchFacts): string {
  if (pausedAt !== null || snoozedUntil !== null) return "emphasis";
  const isOpen = findings.some(({ kind }) => kind !== "restored");
  return isOpen || problem !== null ? "warning" : "good";
}

function headLines(voice: Voice, watch: WatchFacts, cases: readonly Case[]): Part[] {
  const { t, language } = voice;
  const { snoozedUntil, history } = watch;
  const last = history.at(-1);
  const titles = cases.map((found) => caseTitle(voice, found)).join(t("source.join"));
  return [
    aboutLine(voice, { clientId: watch.clientId, name: watch.appName }),
    ...(cases.length > 0 ? [say(t("watch.about", { cases: titles }))] : []),
    ...(last && watch.problem !== "absent" ? [say(t("watch.counts", { ...last }))] : []),
    ...problemLines(voice, watch),
    ...(watch.pausedAt === null ? [] : [say(t("watch.paused"))]),
    ...(snoozedUntil === null
      ? []
      : [say(t("watch.snoozed", { moment: formatMoment(snoozedUntil, language) }))]),
  ];
}

function problemLines({ t, language }: Voice, { problem, problemSince }: WatchFacts): Part[] {
  if (problem === null || problem === "absent" || problemSince === null) return [];
  const moment = formatMoment(problemSince, language);
  return [say(t("watch.problem", { moment })), say(t(`watch.problem.${problem}`))];
}

function factsOf(voice: Voice, watch: WatchFacts): Part[] {
  const { t, language } = voice;
  const { checkedAt, nextAt, problem, pausedAt, startedBy, startedAt, clientId } = watch;
  const isNext = problem === null && pausedAt === null;
  const started = formatMoment(startedAt, language);
  return [
    clientIdFact(voice, clientId),
    ...(checkedAt === null ? [] : [fact(t("app.readAt"), say(formatMoment(checkedAt, language)))]),
    ...(isNext ? [fact(t("watch.next"), say(formatMoment(nextAt, language)))] : []),
    fact(
      t("watch.started"),
      startedBy.name === null
        ? say(started)
        : sayQuoting(t, "watch.startedBy", { name: startedBy.name }, { moment: started }),
    ),
  ];
}

const TO_CONSENT: ReadonlySet<string> = new Set(["removed", "widened"]);

/** What helps first stands first; quiet and end stand behind the dots. */
function actionsOf(voice: Voice, watch: WatchFacts): Part[] {
  const { t } = voice;
  const { clientId, selection: s, findings, snoozedUntil, pausedAt } = watch;
  const isToGrant = findings.some(
    ({ kind, other }) =>
      (TO_CONSENT.has(kind) && other !== "everyone") || (kind === "catalogue" && other === "more"),
  );
  const isFence = findings.some(({ kind }) => kind === "fence");
  const snooze = (span: string) =>
    button(t(`watch.button.snooze.${span}`), "watch-snooze", { clientId, for: span });
  return [
    ...(isToGrant ? [button(t("button.consent"), "consent", { s, app: clientId })] : []),
    ...(isFence ? [button(t("watch.button.fence"), "watch-fence", { clientId })] : []),
    pausedAt === null
      ? button(t("watch.button.look"), "watch-look", { clientId })
      : watchButton(voice, { s, clientId }, "watch.button.again"),
    ...(pausedAt !== null
      ? []
      : snoozedUntil === null
        ? SPANS.map(snooze).map(behindDots)
        : [snooze("now")]),
    behindDots(button(t("watch.button.stop"), "watch-stop", { clientId })),
    helpButton(voice, "secondary"),
  ];
}

const SPANS = ["day", "week", "month"] as const;

function linksOf(voice: Voice, { tabLink, findings }: WatchFacts): Part[] {
  const isOpen = findings.some(({ kind }) => kind !== "restored");
  return [
    ...(tabLink === null ? [] : [link(voice.t("watch.button.tab"), tabLink)]),
    ...(isOpen ? [portalLink(voice)] : []),
  ];
}

/** A notice whose watch is over. */
export function drawWatchEndedView(voice: Voice, ended: EndedFacts): View {
  const { t, language } = voice;
  const { clientId, appName, selection: s, endedAt, why } = ended;
  const title = t(`watch.ended.${why}`);
  return toNoticeView(voice, ended, title, {
    head: list([
      group({
        style: hide("emphasis"),
        title: say(title),
        lines: lines([
          aboutLine(voice, { clientId, name: appName }),
          say(t(`watch.ended.${why}.at`, { moment: formatMoment(endedAt, language) })),
        ]),
      }),
    ]),
    ...EMPTY,
    actions: bottomBar(
      voice,
      why === "stopped" ? [watchButton(voice, { s, clientId }, "watch.button.again")] : [],
    ),
  });
}

/** What who started it reads in their own chat, once there is no place for the notice any more. */
export function drawWatchPausedView(voice: Voice, watch: WatchFacts): View {
  const { t } = voice;
  const { clientId, appName, selection: s } = watch;
  const title = t("watch.title.paused");
  return toNoticeView(voice, watch, title, {
    head: list([
      group({
        style: hide("emphasis"),
        title: say(title),
        lines: lines([aboutLine(voice, { clientId, name: appName }), say(t("watch.paused"))]),
      }),
    ]),
    ...EMPTY,
    actions: bottomBar(voice, [
      watchButton(voice, { s, clientId }, "watch.button.again"),
      button(t("watch.button.stop"), "watch-stop", { clientId }),
    ]),
  });
}

const NONE = list([]);
const EMPTY: Parts = { findings: NONE, left: NONE, history: NONE, facts: NONE, links: NONE };
