import { parseSelection, type Requirement } from "../advisor/index.ts";
import { type ConsentOutcome, mayGrant, planConsent } from "../consent/index.ts";
import { isSame, type TenantPermission, toTenantPermission } from "../grant/index.ts";
import { splitByRegistration } from "../scope/index.ts";
import { approveButton, bottomBar, pasteButton, verifyButton } from "./actions.ts";
import { aboutLine, clientIdFact, type NamedApp } from "./apps.ts";
import { button } from "./buttons.ts";
import { formatMoment } from "./dates.ts";
import { plainForeign } from "./foreign.ts";
import {
  fact,
  group,
  hide,
  lines,
  list,
  type Part,
  paragraphs,
  quote,
  say,
  toView,
  under,
} from "./parts.ts";
import { requirementRow, type StateRow, stateTable, tenantLines } from "./state-table.ts";
import { drawCode } from "./troubleshoot.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** An outcome, or what is said while there is none. */
export type ShownOutcome =
  | ConsentOutcome
  /** The directory is being read. */
  | { readonly kind: "checking" }
  /** The link was used before. */
  | { readonly kind: "replayed"; readonly before: ConsentOutcome["kind"] | "open" | "checking" };

/** What the card is drawn from. It is seen by everybody in the conversation. */
export interface ConsentOutcomeRequest {
  readonly s: string;
  readonly outcome: ShownOutcome;
  readonly app: NamedApp;
  readonly tenantId: string;
  /** What the links asked for. */
  readonly asked: readonly Requirement[];
  /** When the directory was read, milliseconds since 1970; null where it was not. */
  readonly readAt: number | null;
  /** Id of the request, for another look. */
  readonly request: string;
  /** Display name of the person who asked for the link, where it is known. */
  readonly requester?: string | undefined;
}

/** Permissions granted besides that are listed at most. */
const LIST_LIMIT = 25;

/** What came of a consent request: what is so, what to do, who may. */
export function drawConsentOutcomeView(voice: Voice, request: ConsentOutcomeRequest): View {
  const { t } = voice;
  const { outcome } = request;
  const title = t(`outcome.${outcome.kind}.title`);
  const app = plainForeign(request.app.name ?? "") || request.app.clientId;
  return toView(voice, "consent-outcome", t("report.summary", { title, app }), {
    head: list([
      group({
        style: hide(STYLES[outcome.kind]),
        title: say(title),
        lines: lines([...statement(voice, outcome).map(say), aboutLine(voice, request.app)]),
      }),
    ]),
    table: stateTable(voice, rowsOf(voice, request), {
      id: "asked",
      heading: t("outcome.asked"),
    }),
    instead: under(
      t("outcome.instead"),
      lines(outcome.kind === "other" ? tenantLines(voice, outcome.granted, LIST_LIMIT) : []),
    ),
    code: list(outcome.kind === "failed" && outcome.code ? [drawCode(voice, outcome.code)] : []),
    next: under(t("outcome.next"), paragraphs(nextLines(voice, request))),
    facts: list(factsOf(voice, request)),
    actions: bottomBar(voice, buttonsOf(voice, request)),
  });
}

/** How a card looks, besides what it says. */
const STYLES: Readonly<Record<ShownOutcome["kind"], string>> = {
  granted: "good",
  partial: "warning",
  other: "warning",
  replicating: "emphasis",
  unproved: "warning",
  cancelled: "emphasis",
  declined: "warning",
  "needs-admin": "warning",
  failed: "attention",
  "other-tenant": "attention",
  expired: "emphasis",
  checking: "emphasis",
  replayed: "emphasis",
};

function statement(voice: Voice, outcome: ShownOutcome): string[] {
  const { t } = voice;
  const is = t(`outcome.${outcome.kind}.is`);
  if (outcome.kind === "unproved") return [is, t(`outcome.reason.${outcome.reason}`)];
  if (outcome.kind === "other")
    return outcome.granted.length > 0
      ? [is, t("outcome.other.why")]
      : [t("outcome.other.unlisted")];
  if (outcome.kind === "replayed") return [is, beforeLine(voice, outcome.before)];
  return [is];
}

function beforeLine({ t }: Voice, before: ReplayedOutcome["before"]): string {
  const key = before === "open" || before === "checking" ? "soFar" : "before";
  return t(`outcome.replayed.${key}`, { title: t(`outcome.${before}.title`) });
}

type ReplayedOutcome = Extract<ShownOutcome, { kind: "replayed" }>;

function factsOf(
  voice: Voice,
  { app, tenantId, requester, readAt }: ConsentOutcomeRequest,
): Part[] {
  const { t, language } = voice;
  return [
    clientIdFact(voice, app.clientId),
    fact(t("app.tenant"), say(tenantId)),
    ...(requester ? [fact(t("outcome.requester"), quote(requester))] : []),
    ...(readAt === null ? [] : [fact(t("app.readAt"), say(formatMoment(readAt, language)))]),
  ];
}

/** Only what the directory has shown is told as granted. */
function rowsOf(voice: Voice, { outcome, asked }: ConsentOutcomeRequest): StateRow[] {
  const missing = missingOf(outcome);
  if (!missing) return [];
  return asked.map((need) => {
    const isMissing = missing.some((one) => isSame(one, toTenantPermission(need)));
    return requirementRow(voice, need, isMissing ? "missing" : "granted");
  });
}

function missingOf(outcome: ShownOutcome): readonly TenantPermission[] | undefined {
  if (outcome.kind === "granted") return [];
  return outcome.kind === "partial" || outcome.kind === "other" ? outcome.missing : undefined;
}

function nextLines(voice: Voice, { outcome, asked, s }: ConsentOutcomeRequest): string[] {
  const missing = missingOf(outcome) ?? [];
  const open = asked.filter((need) => missing.some((one) => isSame(one, toTenantPermission(need))));
  const needed = outcome.kind === "needs-admin" ? asked : open;
  return [doLine(voice, outcome, s), ...whoLines(voice, needed)];
}

function doLine({ t, world }: Voice, outcome: ShownOutcome, s: string): string {
  const isOwn = splitByRegistration(parseSelection(world.catalogue, s) ?? []).length > 0;
  // Nothing of Consentry's own is set on mailboxes or in a product.
  if (isOwn && outcome.kind === "granted") return t("outcome.granted.own");
  const isUnnumbered = outcome.kind === "failed" && outcome.code === null;
  return isUnnumbered ? t("outcome.failed.unnumbered") : t(`outcome.${outcome.kind}.do`);
}

/** The roles that may grant all of it. */
function whoLines({ t, local, world }: Voice, needs: readonly Requirement[]): string[] {
  const { consent } = world.catalogue;
  const [first, ...others] = planConsent(needs, world.cloud).map((part) => mayGrant(part, consent));
  if (!first) return [];
  const roles = first.filter((role) => others.every((list) => list.includes(role)));
  return [t("consent.part.who", { roles: roles.map(local).join(", ") })];
}

function buttonsOf(voice: Voice, request: ConsentOutcomeRequest): Part[] {
  const { s, app } = request;
  const offers = OFFERS[request.outcome.kind];
  const all: Readonly<Record<Offer, () => Part>> = {
    recheck: () => button(voice.t("button.recheck"), "recheck", { s, request: request.request }),
    approve: () => approveButton(voice, s),
    paste: () => pasteButton(voice, s),
    link: () =>
      button(voice.t("button.newLink"), "consent", {
        s,
        tenant: request.tenantId,
        app: app.clientId,
      }),
    verify: () => verifyButton(voice, s, app.clientId),
    answer: () => button(voice.t("button.answer"), "answer", { s }),
  };
  return offers.map((offer) => all[offer]());
}

type Offer = "recheck" | "approve" | "paste" | "link" | "verify" | "answer";

const OFFERS: Readonly<Record<ShownOutcome["kind"], readonly Offer[]>> = {
  granted: ["answer", "verify"],
  partial: ["link", "verify", "answer"],
  other: ["verify", "link", "answer"],
  replicating: ["recheck", "verify", "answer"],
  unproved: ["recheck", "verify", "answer"],
  cancelled: ["link", "answer"],
  declined: ["link", "answer"],
  "needs-admin": ["approve", "link", "answer"],
  failed: ["paste", "link", "verify", "answer"],
  "other-tenant": ["link", "verify", "answer"],
  expired: ["paste", "link", "verify", "answer"],
  checking: ["verify", "answer"],
  replayed: ["verify", "link", "answer"],
};
