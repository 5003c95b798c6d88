import { erratumsOf, type Requirement, requirePermissions } from "../advisor/index.ts";
import type { ApprovalRequest } from "../approval/index.ts";
import { bottomBar } from "./actions.ts";
import { warningLines } from "./advice.ts";
import { buttons, link } from "./buttons.ts";
import { alternativeLines, drawDetails, inPhase, riskText } from "./details.ts";
import { drawWithin, type Economy } from "./economy.ts";
import { errataBlock } from "./errata.ts";
import {
  fact,
  group,
  hide,
  lines,
  list,
  type Part,
  type Parts,
  paragraphs,
  quoteLong,
  say,
  sayQuoting,
  section,
  toView,
  under,
} from "./parts.ts";
import { type RequestRole, requestButtons } from "./request-buttons.ts";
import type { PacketDecision } from "./request-decisions.ts";
import { noteLines, type RequestNote, reachLines } from "./request-notes.ts";
import { casesOf, type RequestPacket, toPacket } from "./request-packet.ts";
import { consentLegend, permissionTable, type TableOptions } from "./table.ts";
import type { Json, View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** For whom a request is drawn, and how. */
export interface RequestShown {
  readonly role: RequestRole;
  /** What has just happened, above the rest. */
  readonly note?: RequestNote | undefined;
  /**
   * Teams ids (`29:…`) of those whose client is to ask for a view of their own, of which sixty count.
   * @default left to Teams, which asks for everybody in conversations of up to sixty
   */
  readonly userIds?: readonly string[] | undefined;
}

/** How much a request says; its permissions stand in each. */
interface RequestEconomy extends Pick<Economy, "errata" | "cases"> {
  readonly remarks: "reasons" | "risk" | "none";
  readonly details: Economy["details"];
  readonly isNarrowerNamed: boolean;
}

/** From the fullest to the barest. */
const ECONOMIES: readonly RequestEconomy[] = [
  { remarks: "reasons", details: "short", errata: "brief", cases: "titles", isNarrowerNamed: true },
  { remarks: "reasons", details: "none", errata: "brief", cases: "titles", isNarrowerNamed: true },
  { remarks: "risk", details: "none", errata: "brief", cases: "counted", isNarrowerNamed: true },
  { remarks: "risk", details: "none", errata: "counted", cases: "counted", isNarrowerNamed: false },
  { remarks: "none", details: "none", errata: "counted", cases: "counted", isNarrowerNamed: false },
];

/** The packet with what somebody in that role can do about it. */
export function drawRequestView(voice: Voice, request: ApprovalRequest, shown: RequestShown): View {
  const packet = toPacket(voice.world, voice.language, request);
  return drawWithin(ECONOMIES, (economy) => draw(voice, { request, packet, shown, economy }));
}

interface Drawing {
  readonly request: ApprovalRequest;
  readonly packet: RequestPacket;
  readonly shown: RequestShown;
  readonly economy: RequestEconomy;
}

function draw(voice: Voice, drawing: Drawing): View {
  const { request, packet, shown } = drawing;
  const { headings } = packet;
  const links = [link(headings.page, packet.permalink)];
  const { first, others } = requestButtons(voice, request, shown.role);
  return toView(voice, "request", voice.t("request.summary", summaryOf(packet)), {
    refresh: hide(refreshOf(packet, shown)),
    head: list([drawHead(voice, drawing)]),
    facts: list(
      packet.facts.map(({ title, text, isForeign }) =>
        fact(title, isForeign ? quoteLong(text) : say(text)),
      ),
    ),
    decisions: under(
      headings.decisions,
      list(packet.decisions.map((one) => drawDecision(voice, one))),
    ),
    reach: drawReach(voice, request, shown),
    changes: section(headings.changes, packet.changes),
    ...drawNeeds(voice, drawing),
    next: under(headings.next, paragraphs(packet.next)),
    first: buttons(first),
    actions: bottomBar(voice, others, first.length + links.length),
    links: list(links),
  });
}

function summaryOf({ title, state }: RequestPacket) {
  return { title, state: state.text };
}

/** Approved and declined look different, and say so in words first. */
const STYLES: Readonly<Record<ApprovalRequest["state"], string>> = {
  pending: "emphasis",
  approved: "accent",
  granted: "good",
  verified: "good",
  declined: "attention",
  cancelled: "emphasis",
  expired: "warning",
};

function drawHead(voice: Voice, { packet, shown, economy }: Drawing): Part {
  const { t } = voice;
  const { title, state, setUps, products } = packet;
  const isNamed = economy.cases === "titles" && setUps.length > 1;
  return group({
    style: hide(STYLES[state.id]),
    title: say(title),
    state: say(state.text),
    lines: lines([
      ...noteLines(voice, shown.note),
      ...(products.length > 0
        ? [say(t("request.products", { products: products.join(", ") }))]
        : []),
      ...(isNamed ? setUps.map((one) => say(`• ${one}`)) : []),
    ]),
  });
}

function drawDecision({ t }: Voice, { what, by, words }: PacketDecision): Part {
  return group({
    title: say(what),
    lines: lines([
      ...(by === null ? [] : [sayQuoting(t, "request.by", { name: by })]),
      ...(words === "" ? [] : [quoteLong(words)]),
    ]),
  });
}

/** Whoever asked knows what they asked for: their card says how it stands. */
const NOTHING_TO_WEIGH: Parts = {
  legend: list([]),
  warnings: list([]),
  errata: list([]),
  narrower: list([]),
  details: list([]),
};
const BARE = { remarks: "none" } as const;

/** Who was asked, and who could not be reached, is for whoever asked. */
function drawReach(voice: Voice, { reach }: ApprovalRequest, { role, note }: RequestShown): Part {
  const isWanted = role === "requester" && note?.kind !== "sent" && reach;
  const told = isWanted ? reachLines(voice, reach) : [];
  if (told.length === 0) return list([]);
  return list([group({ heading: say(voice.t("request.reach")), lines: lines(told) })]);
}

function drawNeeds(voice: Voice, { request, packet, shown, economy }: Drawing): Parts {
  const { world } = voice;
  const cases = casesOf(world, request);
  const needs = requirePermissions(world.catalogue, cases);
  if (shown.role === "requester")
    return { ...NOTHING_TO_WEIGH, ...drawTables(voice, packet, { needs, economy: BARE }) };
  const details = { details: economy.details, advice: "titles" } as const;
  return {
    ...drawTables(voice, packet, { needs, economy }),
    legend: consentLegend(voice, needs),
    warnings: section(packet.headings.warnings, warningLines(voice, needs)),
    errata: errataBlock(
      voice,
      erratumsOf(cases).map(({ erratum }) => erratum),
      economy.errata,
    ),
    narrower: section(
      packet.headings.narrower,
      economy.isNarrowerNamed ? alternativeLines(voice, cases) : [],
    ),
    details: cases.length === 0 ? list([]) : drawDetails(voice, needs, cases, details),
  };
}

interface Needs {
  readonly needs: readonly Requirement[];
  readonly economy: Pick<RequestEconomy, "remarks">;
}

/** What is configured, and what appears while the access is approved. */
function drawTables(voice: Voice, { headings }: RequestPacket, { needs, economy }: Needs): Parts {
  const { t } = voice;
  const remarks: TableOptions["remarks"] = (need) => remarksOf(voice, need, economy.remarks);
  return {
    configured: permissionTable(voice, inPhase(needs, "configured"), {
      id: "configured",
      heading: headings.permissions,
      remarks,
    }),
    added: permissionTable(voice, inPhase(needs, "addedOnApproval"), {
      id: "added",
      heading: t("answer.added"),
      lead: t("answer.addedLead"),
      remarks,
    }),
  };
}

/** Why and how risky: what an approver decides by. */
function remarksOf(
  voice: Voice,
  { reasons, form }: Requirement,
  amount: RequestEconomy["remarks"],
): string[] {
  const why = [...new Set(reasons.map(({ text }) => voice.local(text)))];
  const risk = amount === "none" ? [] : [riskText(voice, form.privilegeLevel)];
  return [...(amount === "reasons" ? why : []), ...risk];
}

/** Teams asks at most for so many people by name. */
const USER_LIMIT = 60;

/**
 * Asks the server for a view of the person's own, with the buttons of those who may.
 * Source: learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/up-to-date-views
 */
function refreshOf({ id, title }: RequestPacket, { userIds }: RequestShown): Json {
  const data = { verb: "request-show", request: id };
  const action = { type: "Action.Execute", title, verb: data.verb, data };
  return { action, ...(userIds && { userIds: userIds.slice(0, USER_LIMIT) }) };
}
