import { type Case, formatSelection, type Selection } from "../advisor/index.ts";
import {
  findRemovable,
  type GrantReport,
  type GrantRow,
  listMailboxChecks,
  type MailboxCheck,
  type Removable,
  type TenantReading,
} from "../grant/index.ts";
import { portalLink } from "./action.ts";
import {
  approveButton,
  backButton,
  bottomBar,
  exportButton,
  shareButton,
  watchButton,
} from "./actions.ts";
import { aboutLine, clientIdFact, publisherFacts } from "./apps.ts";
import { button, buttons } from "./buttons.ts";
import { formatMoment } from "./dates.ts";
import { drawWithin } from "./economy.ts";
import { plainForeign } from "./foreign.ts";
import { drawChecks, drawRemovable, type ReportEconomy } from "./grant-end.ts";
import {
  drawAdded,
  drawLeftovers,
  drawNeeded,
  drawRequestedOnly,
  drawTodo,
  gapLines,
} from "./grant-sections.ts";
import { caseTitle } from "./names.ts";
import {
  fact,
  group,
  hide,
  lines,
  list,
  type Part,
  paragraphs,
  say,
  toView,
  under,
} from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What the report card is drawn from. */
export interface GrantReportRequest {
  readonly selection: Selection;
  readonly cases: readonly Case[];
  readonly report: GrantReport;
  readonly reading: TenantReading;
}

const ECONOMIES: readonly ReportEconomy[] = [
  { lines: 40, advice: "full", cases: "titles" },
  { lines: 20, advice: "full", cases: "titles" },
  { lines: 12, advice: "short", cases: "titles" },
  { lines: 8, advice: "short", cases: "counted" },
  { lines: 5, advice: "none", cases: "counted" },
];

/** Needed, requested and granted side by side, what to do about each, and what only people can check. */
export function drawGrantReportView(voice: Voice, request: GrantReportRequest): View {
  const { catalogue } = voice.world;
  const { cases, report, reading } = request;
  const facts = {
    ...request,
    ends: findRemovable(catalogue, cases, report),
    checks: listMailboxChecks(catalogue, cases, reading),
  };
  return drawWithin(ECONOMIES, (economy) => drawWith(voice, facts, economy));
}

/** A request with what follows from it, found once for all economies. */
interface ReportFacts extends GrantReportRequest {
  readonly ends: readonly Removable[];
  readonly checks: readonly MailboxCheck[];
}

function drawWith(voice: Voice, request: ReportFacts, economy: ReportEconomy): View {
  const { t } = voice;
  const { report } = request;
  const title = t(`report.title.${report.verdict}`);
  const app = plainForeign(report.app.name) || report.app.clientId;
  const s = formatSelection(request.selection);
  const first = buttonsOf(voice, s, report, economy);
  const links = [portalLink(voice)];
  return toView(voice, "grant-report", t("report.summary", { title, app }), {
    head: list([drawHead(voice, request, { title, economy })]),
    gaps: under(t("report.gaps"), paragraphs(gapLines(voice, report.gaps))),
    needed: drawNeeded(voice, report.rows),
    todo: drawTodo(voice, report.rows),
    added: drawAdded(voice, report.rows),
    ...drawLeftovers(voice, report.rows, economy.lines),
    requested: drawRequestedOnly(voice, report.requestedOnly, economy.lines),
    removable: drawRemovable(voice, request.ends, economy),
    checks: drawChecks(voice, request.checks, economy),
    facts: list(factsOf(voice, request)),
    actions: buttons(first),
    links: list(links),
    more: bottomBar(voice, nextOf(voice, s, report, economy), first.length + links.length),
  });
}

const STYLES = { complete: "good", incomplete: "warning", unclear: "emphasis" } as const;

function drawHead(
  voice: Voice,
  { report, cases }: GrantReportRequest,
  { title, economy }: { readonly title: string; readonly economy: ReportEconomy },
): Part {
  const { t } = voice;
  const titles = cases.map((found) => caseTitle(voice, found)).join(t("source.join"));
  const about =
    economy.cases === "titles"
      ? t("report.about", { cases: titles })
      : t("report.aboutCount", { count: cases.length });
  return group({
    style: hide(STYLES[report.verdict]),
    title: say(title),
    lines: lines([
      say(t(`report.verdict.${report.verdict}`)),
      ...countLines(voice, report).map(say),
      aboutLine(voice, report.app),
      say(about),
      ...(report.app.isEnabled ? [] : [say(t("app.off"))]),
    ]),
  });
}

/** What approval adds later is not counted: nobody has to configure it. */
function countLines({ t }: Voice, { rows, requestedOnly }: GrantReport): string[] {
  const needed = rows.filter(({ requirement }) => requirement?.phase === "configured");
  const others = rows.filter(({ requirement }) => requirement === null);
  const count = (among: readonly GrantRow[], state: GrantRow["state"]) =>
    among.filter((one) => one.state === state).length;
  const counts = t("report.counts", {
    needed: needed.length,
    granted: count(needed, "granted"),
    wider: count(needed, "wider"),
    missing: count(needed, "missing"),
    unknown: count(needed, "unknown"),
  });
  if (others.length + requestedOnly.length === 0) return [counts];
  const surplus = t("report.surplus", {
    excess: count(others, "excess"),
    ghost: count(others, "ghost"),
    requested: requestedOnly.length,
  });
  return [counts, surplus];
}

function factsOf(voice: Voice, { report, reading }: GrantReportRequest): Part[] {
  const { t, language } = voice;
  const { app, readAt } = report;
  const { readAs } = reading;
  return [
    clientIdFact(voice, app.clientId),
    ...publisherFacts(voice, app),
    fact(t("app.readAt"), say(formatMoment(readAt, language))),
    ...(readAs ? [fact(t("app.readAs"), say(t(`app.readAs.${readAs}`)))] : []),
  ];
}

/** Of very many set-ups there is no room for one more button that carries them all. */
function nextOf(
  voice: Voice,
  s: string,
  { app: { clientId } }: GrantReport,
  { advice }: ReportEconomy,
): Part[] {
  const back = backButton(voice, s);
  return advice === "none" ? [back] : [watchButton(voice, { s, clientId }), back];
}

/** What helps first stands first: consent where it is missing, another look where it is not. */
function buttonsOf(
  voice: Voice,
  s: string,
  { app, verdict }: GrantReport,
  { advice }: ReportEconomy,
): Part[] {
  const { t } = voice;
  const recheck = button(t("button.recheck"), "verify", { s, clientId: app.clientId });
  const consent = button(t("button.consent"), "consent", { s, app: app.clientId });
  const first = verdict === "incomplete" ? [consent, recheck] : [recheck, consent];
  // Each button carries the whole selection, twice: of very many set-ups there is no room for more.
  if (advice === "none") return first;
  const share = shareButton(voice, { kind: "answer", code: s }, app.clientId);
  const approve = verdict === "incomplete" ? [approveButton(voice, s, app.clientId)] : [];
  return [...first, ...approve, share, exportButton(voice, s, app.clientId)];
}
