import { casesOfSelection, parseSelection } from "../advisor/index.ts";
import type { ApprovalRequest } from "../approval/index.ts";
import { bottomBar } from "./actions.ts";
import { namedApp } from "./apps.ts";
import { button, buttons, link } from "./buttons.ts";
import { formatMoment } from "./dates.ts";
import { caseTitle } from "./names.ts";
import { group, lines, list, type Part, paragraphs, say, sayQuoting, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What of the past is listed. */
export const HISTORY_LISTS = ["mine", "decide", "decided", "checks"] as const;
/** One of {@link HISTORY_LISTS}. */
export type HistoryList = (typeof HISTORY_LISTS)[number];

/** Entries of a page. */
export const HISTORY_PAGE = 10;

/** A check or an answer of the person's own. */
export interface HistoryResult {
  /** Code of the selection. */
  readonly code: string;
  readonly kind: "answer" | "check" | "consent";
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a page of the history is drawn from. */
export interface HistoryRequest {
  readonly shown: HistoryList;
  /** Whether the lists of approvers are offered. */
  readonly isApprover: boolean;
  /** Of this page. */
  readonly requests: readonly ApprovalRequest[];
  readonly results: readonly HistoryResult[];
  /** From 0. */
  readonly page: number;
  /** How many entries there are in all. */
  readonly total: number;
  /** The page of the tab that has the same; null where the app's id is not known. */
  readonly tabLink: string | null;
}

/** Earlier requests and checks, ten a page. */
export function drawHistoryView(voice: Voice, request: HistoryRequest): View {
  const { t } = voice;
  const { shown, page, total, requests, results } = request;
  const title = t("action.history.title");
  const links = request.tabLink === null ? [] : [link(t("history.tab"), request.tabLink)];
  const items = [
    ...requests.map((one) => drawRequestItem(voice, shown, one)),
    ...results.map((one) => drawResultItem(voice, one)),
  ];
  const pages = Math.max(1, Math.ceil(total / HISTORY_PAGE));
  return toView(voice, "history", t("history.summary", { title, list: t(`history.${shown}`) }), {
    title: say(title),
    lead: paragraphs([
      t(`history.${shown}`),
      ...(items.length === 0 ? [t(`history.${shown}.none`)] : []),
      ...(pages > 1 ? [t("history.page", { page: page + 1, pages })] : []),
    ]),
    lists: buttons(
      otherLists(request).map((one) => listButton(voice, one, 0, t(`history.${one}`))),
    ),
    items: list(items),
    turn: buttons(turnButtons(voice, { shown, page, pages })),
    export: paragraphs(request.isApprover ? [t("history.export")] : []),
    links: list(links),
    actions: bottomBar(voice, [], links.length),
  });
}

function otherLists({ shown, isApprover }: HistoryRequest): HistoryList[] {
  const offered = HISTORY_LISTS.filter(
    (one) => isApprover || (one !== "decide" && one !== "decided"),
  );
  return offered.filter((one) => one !== shown);
}

function turnButtons(
  voice: Voice,
  {
    shown,
    page,
    pages,
  }: { readonly shown: HistoryList; readonly page: number; readonly pages: number },
): Part[] {
  const { t } = voice;
  return [
    ...(page > 0 ? [listButton(voice, shown, page - 1, t("history.newer"))] : []),
    ...(page + 1 < pages ? [listButton(voice, shown, page + 1, t("history.older"))] : []),
  ];
}

function listButton(_voice: Voice, list: HistoryList, page: number, title: string): Part {
  return button(title, "history", { list, page: String(page) });
}

function drawRequestItem(voice: Voice, shown: HistoryList, request: ApprovalRequest): Part {
  const { t, language } = voice;
  const { id, state, app, requester, askedAt } = request;
  const name = requester.name?.trim();
  return group({
    title: say(nameCode(voice, request.selection)),
    lines: lines([
      say(t(`request.state.${state}`)),
      namedApp(voice, app),
      say(t("history.asked", { at: formatMoment(askedAt, language) })),
      ...(shown !== "mine" && name ? [sayQuoting(t, "request.by", { name })] : []),
    ]),
    choose: buttons([button(t("history.open"), "request-show", { request: id })]),
  });
}

function drawResultItem(voice: Voice, { code, kind, at }: HistoryResult): Part {
  const { t, language } = voice;
  const opening =
    kind === "check"
      ? button(t("button.recheck"), "verify", { s: code })
      : button(t("button.answer"), "answer", { s: code });
  return group({
    title: say(nameCode(voice, code)),
    lines: lines([say(t(`history.kind.${kind}`, { at: formatMoment(at, language) }))]),
    choose: buttons([opening]),
  });
}

/** One set-up is named, several are counted; what the catalogue does not know any more is said so. */
function nameCode(voice: Voice, code: string): string {
  const { catalogue } = voice.world;
  const cases = casesOfSelection(catalogue, parseSelection(catalogue, code) ?? []);
  const [only, ...others] = cases;
  if (!only) return voice.t("history.lost");
  if (others.length === 0) return caseTitle(voice, only);
  return voice.t("request.title.several", { count: cases.length });
}
