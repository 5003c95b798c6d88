import {
  type Case,
  casesOfSelection,
  erratumsOf,
  parseSelection,
  type Requirement,
  requirePermissions,
} from "../advisor/index.ts";
import { type ApprovalRequest, type ApprovalState, needsOf } from "../approval/index.ts";
import type { Language } from "../local-text.ts";
import { toPermalink } from "../subject/index.ts";
import { warningLines } from "./advice.ts";
import { formatDay, formatMoment } from "./dates.ts";
import { alternativeLines, riskText } from "./details.ts";
import { quoteLongForeign } from "./foreign.ts";
import { caseTitle, consentOf, resourceName, typeName } from "./names.ts";
import { changeLines, nameNeed } from "./request-changes.ts";
import { listDecisions, type PacketDecision } from "./request-decisions.ts";
import type { World } from "./view.ts";
import { toVoice, type Voice } from "./voice.ts";

/**
 * Everything that somebody has to know to decide on a request, in their language: cards and mails say the
 * same. Nothing in it is escaped; foreign words are cleaned, and to be quoted wherever they are shown.
 */
export interface RequestPacket {
  readonly id: string;
  readonly language: Language;
  /** "Approval request: IMAP and Mail Send, other sender": one line, without foreign words. */
  readonly title: string;
  /** In words, with a symbol before them. */
  readonly state: { readonly id: ApprovalState; readonly text: string };
  readonly products: readonly string[];
  readonly setUps: readonly string[];
  /** App, client id, publisher, tenant, who asks, why, until when, when it ends, how many have approved. */
  readonly facts: readonly PacketFact[];
  readonly permissions: readonly PacketPermission[];
  /** What would do with less, one line each. */
  readonly narrower: readonly string[];
  /** Where the vendor's document and the facts differ. */
  readonly errata: readonly PacketErratum[];
  readonly warnings: readonly string[];
  /** What the catalogue says otherwise than when it was asked; empty where nothing is. */
  readonly changes: readonly string[];
  /** Who decided what, when and why, oldest first. */
  readonly decisions: readonly PacketDecision[];
  /** What comes next, one line each. */
  readonly next: readonly string[];
  /** The page of the set-ups, which holds nothing of the tenant. */
  readonly permalink: string;
  readonly headings: Readonly<Record<PacketHeading, string>>;
}

/** Parts of a packet that have a heading. */
export type PacketHeading =
  | "permissions"
  | "narrower"
  | "errata"
  | "warnings"
  | "changes"
  | "decisions"
  | "next"
  | "page";

/** A line of facts. */
export interface PacketFact {
  readonly title: string;
  readonly text: string;
  /** Words of people, or of the owner of an app: quoted wherever they are shown. */
  readonly isForeign: boolean;
}

/** A permission with what decides about it. */
export interface PacketPermission {
  /** "Mail.Send" */
  readonly value: string;
  /** "delegated", in the language. */
  readonly type: string;
  /** "Microsoft Graph" */
  readonly resource: string;
  /** False for what appears while the access is approved, and that nobody configures. */
  readonly isConfigured: boolean;
  /** "Yes", "No", "By policy", "Not stated", in the language. */
  readonly consent: string;
  /** What it allows. */
  readonly plain: string;
  /** Why it is needed, each reason once. */
  readonly reasons: readonly string[];
  readonly risk: string;
}

/** A correction of the vendor's document that touches the set-ups. */
export interface PacketErratum {
  readonly id: string;
  readonly title: string;
  /** What the plan uses, and why. */
  readonly plan: string;
}

const HEADINGS: readonly PacketHeading[] = [
  "permissions",
  "narrower",
  "errata",
  "warnings",
  "changes",
  "decisions",
  "next",
  "page",
];

/** Puts a request in words: what, why, how risky, for which app, who asks, until when, and what was decided. */
export function toPacket(
  world: World,
  language: Language,
  request: ApprovalRequest,
): RequestPacket {
  const voice = toVoice(world, language);
  const { t, local } = voice;
  const cases = casesOf(world, request);
  const needs = requirePermissions(world.catalogue, cases);
  const { state, selection } = request;
  return {
    id: request.id,
    language,
    title: t("request.title", { cases: nameCases(voice, cases) }),
    state: { id: state, text: t(`request.state.${state}`) },
    products: [...new Set(cases.map(({ pack }) => local(pack.head.title)))],
    setUps: cases.map((found) => caseTitle(voice, found)),
    facts: factsOf(voice, request),
    permissions: needs.map((need) => toPermission(voice, need)),
    narrower: alternativeLines(voice, cases),
    errata: erratumsOf(cases).map(({ erratum }) => ({
      id: erratum.id,
      title: local(erratum.title),
      plan: local(erratum.tellTheAdmin),
    })),
    warnings: warningLines(voice, needs),
    changes: changeLines(voice, request.catalogue.needs, needsOf(world.catalogue, selection)),
    decisions: listDecisions(voice, request),
    next: nextLines(voice, request),
    permalink: toPermalink(world.publicUrl, { kind: "answer", code: selection }),
    headings: Object.fromEntries(HEADINGS.map((one) => [one, t(`request.${one}`)])) as Readonly<
      Record<PacketHeading, string>
    >,
  };
}

/** The cases of a request in the catalogue of today; none where it does not know them any more. */
export function casesOf({ catalogue }: World, { selection }: ApprovalRequest): readonly Case[] {
  return casesOfSelection(catalogue, parseSelection(catalogue, selection) ?? []);
}

/** One is named, several are counted. */
function nameCases(voice: Voice, cases: readonly Case[]): string {
  const [only, ...others] = cases;
  if (only && others.length === 0) return caseTitle(voice, only);
  return voice.t("request.title.several", { count: cases.length });
}

function toPermission(voice: Voice, need: Requirement): PacketPermission {
  const { t, local, world } = voice;
  const { permission, form, type, phase, reasons } = need;
  return {
    value: permission.value,
    type: typeName(voice, type),
    resource: resourceName(world.catalogue, permission),
    isConfigured: phase === "configured",
    consent: t(`table.consent.${consentOf(world.catalogue, permission, form)}`),
    plain: local(form.plain),
    reasons: [...new Set(reasons.map(({ text }) => local(text)))],
    risk: riskText(voice, form.privilegeLevel),
  };
}

function factsOf(voice: Voice, request: ApprovalRequest): PacketFact[] {
  const { t, language } = voice;
  const { app, requester, comment, wantedUntil, tenantId, askedAt } = request;
  const own = (title: string, text: string) => [{ title: t(title), text, isForeign: false }];
  const foreign = (title: string, text: string | null) =>
    text?.trim() ? [{ title: t(title), text: quoteLongForeign(text), isForeign: true }] : [];
  return [
    ...foreign("app.name", app.name),
    ...own("app.clientId", app.clientId),
    ...foreign("app.publisher", app.publisher),
    ...(app.verifiedPublisher?.trim()
      ? foreign("app.verified", app.verifiedPublisher)
      : own("app.verified", t("app.verified.none"))),
    ...own("app.tenant", tenantId),
    ...(requester.name?.trim()
      ? foreign("request.requester", requester.name)
      : own("request.requester", t("request.nobody"))),
    ...own("request.askedAt", formatMoment(askedAt, language)),
    ...(comment.trim() === ""
      ? own("request.why", t("request.why.none"))
      : foreign("request.why", comment)),
    ...own(
      "request.until",
      wantedUntil === null
        ? t("request.until.always")
        : formatDay(new Date(wantedUntil).toISOString().slice(0, 10), language),
    ),
    ...progressFacts(voice, request),
  ];
}

/** How far it is, and when it ends by itself: as long as it does. */
function progressFacts({ t, language }: Voice, request: ApprovalRequest): PacketFact[] {
  const { state, events, approvalsNeeded: needed, expiresAt } = request;
  const isOpen = state === "pending" || state === "approved";
  const count = events.filter(({ kind }) => kind === "approved").length;
  const approvals = {
    title: t("request.approvals"),
    text: t("request.approvals.of", { count, needed }),
  };
  const ends = { title: t("request.ends"), text: formatMoment(expiresAt, language) };
  return [approvals, ...(isOpen ? [ends] : [])].map((one) => ({ ...one, isForeign: false }));
}

function nextLines(voice: Voice, request: ApprovalRequest): string[] {
  const { t, language } = voice;
  const { state, approvalsNeeded, events, expiresAt } = request;
  const left = approvalsNeeded - events.filter(({ kind }) => kind === "approved").length;
  const until = formatMoment(expiresAt, language);
  if (state === "pending")
    return [
      t(left > 1 ? "request.next.pending.two" : "request.next.pending", { until }),
      ...(approvalsNeeded === 2 && left === 1 ? [t("request.next.pending.second")] : []),
    ];
  return [t(`request.next.${state}`, { until }), ...checkLines(voice, request)];
}

/** What the last look did not find, where the request has not come to its end. */
function checkLines(voice: Voice, { check, state }: ApprovalRequest): string[] {
  if (!check || (state !== "approved" && state !== "granted")) return [];
  const { t, language } = voice;
  const names = check.missing.map((need) => nameNeed(voice, need)).join(", ");
  const at = formatMoment(check.at, language);
  return [t(`request.check.${check.verdict}`, { at, names })];
}
