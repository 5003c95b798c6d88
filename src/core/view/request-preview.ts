import {
  type Case,
  formatSelection,
  requirePermissions,
  type Selection,
} from "../advisor/index.ts";
import type { AppRecord } from "../grant/index.ts";
import { backButton, bottomBar } from "./actions.ts";
import { appName, clientIdFact, publisherFacts } from "./apps.ts";
import { button, buttons } from "./buttons.ts";
import { formatDay } from "./dates.ts";
import { inPhase } from "./details.ts";
import { caseTitle, permissionName } from "./names.ts";
import {
  fact,
  lines,
  list,
  type Part,
  paragraphs,
  quoteLong,
  say,
  toView,
  under,
} from "./parts.ts";
import { audienceLines, type RequestAudience } from "./request-notes.ts";
import { leftOut } from "./state-table.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What is about to be asked, and of whom. */
export interface RequestPreviewRequest {
  readonly selection: Selection;
  readonly cases: readonly Case[];
  readonly app: Pick<AppRecord, "clientId"> & Partial<AppRecord>;
  readonly comment: string;
  /** A day such as 2026-10-01; empty for as long as the set-up is used. */
  readonly until: string;
  readonly to: RequestAudience;
  /** False where Settings names roles, and who has them could not be read. */
  readonly areRolesRead: boolean;
  readonly isTwoPerson: boolean;
  /** Days in which it has to be decided. */
  readonly days: number;
  /** Sealed; comes back with the button. */
  readonly k: string;
}

/** Permissions that are named before they are counted. */
const LIST_LIMIT = 25;

/** Says what is sent to whom, before it is. */
export function drawRequestPreviewView(voice: Voice, request: RequestPreviewRequest): View {
  const { t } = voice;
  const { cases, comment, until, k } = request;
  const s = formatSelection(request.selection);
  const { clientId } = request.app;
  const typed = { ...(comment !== "" && { comment }), ...(until !== "" && { until }) };
  const title = t("request.preview.title");
  return toView(voice, "request-preview", title, {
    title: say(title),
    lead: paragraphs([...cases.slice(0, LIST_LIMIT).map((found) => caseTitle(voice, found))]),
    audience: under(t("request.preview.to"), lines(toLines(voice, request))),
    facts: list(factsOf(voice, request)),
    permissions: under(t("request.permissions"), lines(needLines(voice, cases))),
    submit: buttons([
      button(t("request.preview.send"), "request-send", { s, clientId, ...typed, k }),
    ]),
    actions: bottomBar(
      voice,
      [
        button(t("request.preview.edit"), "request", { s, app: clientId, ...typed, step: "form" }),
        backButton(voice, s),
      ],
      1,
    ),
  });
}

function toLines(voice: Voice, request: RequestPreviewRequest): Part[] {
  const { t } = voice;
  const { to, areRolesRead, isTwoPerson, days } = request;
  return [
    ...audienceLines(voice, to),
    ...(areRolesRead ? [] : [say(t("request.to.unread"))]),
    say(t(isTwoPerson ? "request.preview.two" : "request.preview.one")),
    say(t("request.preview.days", { days })),
  ];
}

function factsOf(voice: Voice, { app, comment, until }: RequestPreviewRequest): Part[] {
  const { t, language } = voice;
  const { clientId, name } = app;
  const known = name === undefined ? undefined : (app as AppRecord);
  return [
    ...(known ? [fact(t("app.name"), appName(known))] : []),
    clientIdFact(voice, clientId),
    ...(known ? publisherFacts(voice, known) : []),
    fact(t("request.why"), comment === "" ? say(t("request.why.none")) : quoteLong(comment)),
    fact(
      t("request.until"),
      say(until === "" ? t("request.until.always") : formatDay(until, language)),
    ),
  ];
}

function needLines(voice: Voice, cases: readonly Case[]): Part[] {
  const needs = inPhase(requirePermissions(voice.world.catalogue, cases), "configured");
  const named = needs.slice(0, LIST_LIMIT);
  return [
    ...named.map((need) => say(`• ${permissionName(voice, need.permission, need.type)}`)),
    ...leftOut(voice, needs.length - LIST_LIMIT),
  ];
}
