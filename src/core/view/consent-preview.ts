import {
  type Case,
  formatSelection,
  requirePermissions,
  type Selection,
} from "../advisor/index.ts";
import {
  buildConsentLink,
  type PartPreview,
  parseClientId,
  parseTenant,
  planConsent,
  planPreview,
} from "../consent/index.ts";
import type { AppRecord, TenantReading } from "../grant/index.ts";
import { portalLink } from "./action.ts";
import { approveButton, backButton, bottomBar, pasteButton, verifyButton } from "./actions.ts";
import type { Unproved } from "./app-confirm.ts";
import { appName, clientIdFact, homeFact, publisherFacts } from "./apps.ts";
import { link } from "./buttons.ts";
import { drawConsentFormView } from "./consent-form.ts";
import { drawPreviewPart, previewWarnings } from "./consent-part.ts";
import { formatMoment } from "./dates.ts";
import { inPhase } from "./details.ts";
import { gapLines } from "./grant-sections.ts";
import { caseTitle } from "./names.ts";
import { fact, list, type Part, type Parts, paragraphs, say, section, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What the preview is drawn from. */
export interface ConsentPreviewRequest {
  readonly selection: Selection;
  readonly cases: readonly Case[];
  /** GUID or verified domain; checked here, whatever was checked before. */
  readonly tenant: string;
  /** As the tenant shows it, or the client id that somebody has confirmed; checked here. */
  readonly app: AppRecord | { readonly clientId: string };
  readonly redirectUri: string;
  /** Null where the tenant could not be read, and `problem` says why. */
  readonly reading: TenantReading | null;
  readonly problem?: Unproved | undefined;
  /** Gives the sealed state of each link, by the index of its part. Without it there is no link. */
  readonly links?: ((partIndex: number) => string) | undefined;
  /** Whose own grants count where a link asks for one person. @default nobody's */
  readonly personId?: string | undefined;
  /** Approvers have decided on it: there is nothing to ask them for. @default false */
  readonly isApproved?: boolean | undefined;
}

/** What the consent pages will ask and do, with a link a page; the form where a value is malformed. */
export function drawConsentPreviewView(voice: Voice, request: ConsentPreviewRequest): View {
  const tenant = parseTenant(request.tenant);
  const app = parseClientId(request.app.clientId);
  if (tenant.kind !== "ok" || app.kind !== "ok")
    return drawConsentFormView(voice, {
      ...request,
      app: request.app.clientId,
      problems: app.kind === "ok" ? {} : { app: "malformed" },
      apps: [],
    });
  return draw(voice, request, { tenant: tenant.tenant, clientId: app.clientId });
}

interface Target {
  readonly tenant: string;
  readonly clientId: string;
}

function draw(voice: Voice, request: ConsentPreviewRequest, target: Target): View {
  const { t, world } = voice;
  const { cases, reading } = request;
  const s = formatSelection(request.selection);
  const all = requirePermissions(world.catalogue, cases);
  const parts = planConsent(inPhase(all, "configured"), world.cloud);
  const previews = planPreview(parts, reading, request.personId ?? null);
  const urls = previews.map((preview, index) => urlOf(voice, request, { preview, index, target }));
  const left = previews.filter(({ isWhollyGranted }) => isWhollyGranted !== true);
  const title = t(left.length > 0 ? "consent.preview.title" : "consent.preview.done");
  const opening = openLinks(voice, urls);
  return toView(voice, "consent-preview", title, {
    title: say(title),
    lead: paragraphs([
      ...cases.map((found) => caseTitle(voice, found)),
      ...(left.length > 0 && all.some(({ phase }) => phase === "addedOnApproval")
        ? [t("consent.preview.added")]
        : []),
      ...(left.length > 1 ? [t("consent.preview.several", { count: left.length })] : []),
    ]),
    facts: list(factsOf(voice, request, { ...target, isDone: left.length === 0 })),
    reading: section(t("consent.preview.reading"), readingLines(voice, request)),
    blocks: list(
      previews.map((preview, at) =>
        drawPreviewPart(voice, preview, { at, url: urls[at], before: previews.slice(0, at) }),
      ),
    ),
    ...(left.length > 0 ? drawEnd(voice, left, request) : NO_END),
    links: list([...opening, styled(portalLink(voice), "default")]),
    actions: bottomBar(
      voice,
      [
        verifyButton(voice, s, target.clientId),
        ...(left.length > 0 ? [pasteButton(voice, s)] : []),
        ...(left.length > 0 && !request.isApproved
          ? [approveButton(voice, s, target.clientId)]
          : []),
        backButton(voice, s),
      ],
      opening.length + 1,
    ),
  });
}

const NO_END: Parts = { warnings: list([]), linkFree: list([]) };

/** What to know before a page is opened, and how to do without. */
function drawEnd(
  voice: Voice,
  left: readonly PartPreview[],
  { redirectUri, reading, problem, tenant }: ConsentPreviewRequest,
): Parts {
  const { t } = voice;
  const warnings = previewWarnings(voice, left, {
    redirectUri,
    isPerhapsForeign: reading?.app.homeTenantId?.toLowerCase() !== tenant.toLowerCase(),
    isAbsent: problem === "absent",
  });
  return {
    warnings: section(t("answer.warnings"), warnings),
    linkFree: section(t("consent.preview.linkFree"), [t("consent.preview.linkFreeHow")]),
  };
}

/** A page that has nothing left to grant gets no link: a new consent could only drop something. */
function urlOf(
  { world }: Voice,
  { links, redirectUri }: ConsentPreviewRequest,
  { preview, index, target }: { preview: PartPreview; index: number; target: Target },
): string | undefined {
  if (!links || preview.isWhollyGranted) return undefined;
  const state = links(index);
  return buildConsentLink(preview.part, world.cloud, { ...target, redirectUri, state });
}

function openLinks({ t }: Voice, urls: readonly (string | undefined)[]): Part[] {
  const count = urls.length;
  return urls.flatMap((url, index) => {
    if (url === undefined) return [];
    const title =
      count === 1 ? t("consent.open") : t("consent.openOf", { number: index + 1, count });
    return [styled(link(title, url), "positive")];
  });
}

function styled(part: Part, style: "positive" | "default"): Part {
  return { data: { ...(part.data as object), style }, text: part.text };
}

function factsOf(
  voice: Voice,
  { app, redirectUri, reading }: ConsentPreviewRequest,
  { tenant, clientId, isDone }: Target & { readonly isDone: boolean },
): Part[] {
  const { t, language } = voice;
  const known = "objectId" in app ? app : reading?.app;
  return [
    fact(t("app.tenant"), say(tenant)),
    ...(known ? [fact(t("app.name"), appName(known))] : []),
    clientIdFact(voice, clientId),
    ...(known ? [...publisherFacts(voice, known), homeFact(voice, known, tenant)] : []),
    ...(isDone ? [] : [fact(t("consent.preview.redirect"), say(redirectUri))]),
    ...(reading ? [fact(t("app.readAt"), say(formatMoment(reading.readAt, language)))] : []),
  ];
}

/** What the preview knows of the tenant, or why it knows nothing. */
function readingLines(voice: Voice, { reading, problem }: ConsentPreviewRequest): string[] {
  const { t } = voice;
  if (!reading) {
    const why = problem ? [t(`consent.preview.unread.${problem}`)] : [];
    return problem === "absent" ? why : [...why, t("consent.preview.unread")];
  }
  return [...(reading.app.isEnabled ? [] : [t("app.off")]), ...gapLines(voice, reading.gaps)];
}
