import {
  casesOfSelection,
  formatSelection,
  requirePermissions,
  type Selection,
} from "../core/advisor/index.ts";
import { type ConsentPart, parseTenant, planConsent } from "../core/consent/index.ts";
import type { AppRecord, TenantReading } from "../core/grant/index.ts";
import { OWN_PACK } from "../core/scope/index.ts";
import {
  drawAppChoice,
  drawAppConfirm,
  drawConsentForm,
  drawConsentPreview,
  type View,
  type World,
} from "../core/view/index.ts";
import type { AppFound, Doubt } from "../flows/index.ts";
import { sealButton } from "./card-token.ts";
import { findOwnApp } from "./own-apps.ts";
import type { Tools } from "./route.ts";
import { isAlone, personOf, type Turn } from "./turn.ts";

/** What was chosen and typed on the way to a consent link. */
export interface ConsentWish {
  readonly selection: Selection;
  /** As typed; @default the tenant of the conversation. */
  readonly tenant?: string | undefined;
  /** As typed: a name or a client id. */
  readonly app?: string | undefined;
  /** The request for approval that this consent is for. */
  readonly approvalId?: string | undefined;
}

/**
 * The next step towards a consent link: the form, a choice of apps, the question whether this is the app,
 * or the preview with its links.
 * @returns undefined when the selection names no complete case
 */
export async function stepToConsent(
  turn: Turn,
  wish: ConsentWish,
  tools: Tools,
): Promise<View | undefined> {
  if (isMixed(wish.selection)) return undefined;
  const own = findOwnApp(turn, tools, { selection: wish.selection, purpose: "consent" });
  if (own?.kind === "choice") return own.view;
  const meant = own === undefined ? wish : { ...wish, app: own.clientId };
  const tenantProblem = judgeTenant(turn, meant.tenant, tools);
  const isEmpty = (meant.app ?? "").trim() === "";
  if (isEmpty || tenantProblem) return drawForm(turn, meant, tools, { tenant: tenantProblem });
  const found = await tools.apps.find(turn.tenantId, meant.app);
  return stepWith(turn, meant, tools, found);
}

/** No app has both Consentry's own scopes and those of a product. */
export function isMixed(selection: Selection): boolean {
  const own = selection.filter(({ pack }) => pack === OWN_PACK);
  return own.length > 0 && own.length < selection.length;
}

async function stepWith(turn: Turn, wish: ConsentWish, tools: Tools, found: AppFound) {
  const { world } = tools;
  const s = formatSelection(wish.selection);
  const { tenantId, language } = turn;
  switch (found.kind) {
    case "known":
      return drawPreview(turn, wish, tools, { kind: "known", reading: found.reading });
    case "several": {
      const typed = wish.app ?? "";
      return drawAppChoice(world, language, {
        s,
        purpose: "consent",
        typed,
        apps: found.apps,
        tenantId,
      });
    }
    case "unproved": {
      const { clientId, why } = found;
      const k = sealButton(turn, tools, "use-app", subjectOf(s, clientId));
      return drawAppConfirm(world, language, {
        s,
        purpose: "consent",
        clientId,
        tenantId,
        why,
        isListed: found.isListed,
        k,
      });
    }
    case "refused":
      return drawForm(turn, wish, tools, { app: found.why === "absent" ? "unknown" : found.why });
    case "offline":
      return drawForm(turn, wish, tools, { app: found.problem.kind });
    case "none":
      return drawForm(turn, wish, tools, { app: found.why === "missing" ? "missing" : "none" });
    default:
      return found satisfies never;
  }
}

/** What a sealed confirmation is about. */
export function subjectOf(s: string, clientId: string): string {
  return `${clientId} ${s}`;
}

type FormProblems = NonNullable<Parameters<typeof drawConsentForm>[2]["problems"]>;

/** The form, with what was typed and what is wrong with it. */
export async function drawForm(
  turn: Turn,
  wish: ConsentWish,
  tools: Tools,
  problems: FormProblems,
): Promise<View | undefined> {
  const { tenantId, language } = turn;
  return drawConsentForm(tools.world, language, {
    s: formatSelection(wish.selection),
    tenant: wish.tenant ?? tenantId,
    app: wish.app,
    problems,
    apps: await listUsedApps(turn, tools),
  });
}

/** Apps used before; a message that everybody reads names none. */
export async function listUsedApps(turn: Turn, { apps }: Tools) {
  const isRead = turn.kind === "message" && !isAlone(turn);
  return isRead ? [] : apps.list(turn.tenantId);
}

/**
 * A tenant that is well formed and yet not for here. Consent goes to the tenant of the conversation only;
 * a domain counts as its own where the operator has said so.
 */
function judgeTenant(turn: Turn, typed: string | undefined, { home }: Tools) {
  if (typed === undefined) return undefined;
  const parsed = parseTenant(typed);
  if (parsed.kind !== "ok") return parsed.reason;
  if (parsed.tenant === turn.tenantId.toLowerCase()) return undefined;
  if (!parsed.tenant.includes(".")) return "foreign";
  const isOwn =
    turn.tenantId.toLowerCase() === home.tenantId && home.domains.includes(parsed.tenant);
  return isOwn ? undefined : "domain";
}

/** An app that may have a link: the tenant shows it, or this person has confirmed it. */
export type Proved =
  | { readonly kind: "known"; readonly reading: TenantReading }
  | { readonly kind: "confirmed"; readonly clientId: string; readonly why: Doubt };

/**
 * Commits a consent request and draws its preview. In a message that everybody in the conversation would
 * see there is no link, and no request.
 * @throws AppError ERR_STORE_FAILED, and then there is no link
 */
export async function drawPreview(
  turn: Turn,
  wish: ConsentWish,
  tools: Tools,
  proved: Proved,
): Promise<View | undefined> {
  const { world, apps } = tools;
  const s = formatSelection(wish.selection);
  const reading = proved.kind === "known" ? proved.reading : null;
  const app = reading?.app ?? { clientId: proved.kind === "confirmed" ? proved.clientId : "" };
  const tenant = wish.tenant ?? turn.tenantId;
  const parts = partsOf(world, wish.selection);
  if (parts.length === 0) return undefined;
  await apps.register(turn.tenantId, personOf(turn), toRegistered(proved));
  const { approvalId } = wish;
  const opening = { turn, app, selection: s, parts, reading, approvalId };
  const opened = isPublic(turn) ? undefined : await openRequest(tools, opening);
  return drawConsentPreview(world, turn.language, {
    s,
    tenant,
    app,
    redirectUri: `${world.publicUrl}/consent/callback`,
    reading,
    ...(proved.kind === "confirmed" && { problem: proved.why }),
    ...(opened && { links: opened.state }),
    personId: personOf(turn),
    isApproved: approvalId !== undefined,
  });
}

/** Only the answer to Action.Execute is seen by one person in a conversation of several. */
function isPublic(turn: Turn): boolean {
  return turn.kind === "submit" && !isAlone(turn);
}

interface Opening {
  readonly turn: Turn;
  readonly app: Pick<AppRecord, "clientId">;
  /** Code of the selection. */
  readonly selection: string;
  readonly parts: readonly ConsentPart[];
  readonly reading: TenantReading | null;
  readonly approvalId: string | undefined;
}

function openRequest({ consents }: Tools, { turn, app, ...opening }: Opening) {
  const { tenantId, conversationId, language, replyToId = "" } = turn;
  // The card that was pressed stays with the request for approval: what comes of the consent is told apart.
  const activityId = opening.approvalId === undefined ? replyToId : "";
  const targeted = turn.isTargeted && { targetedTo: turn.actor.id };
  return consents.open({
    ...opening,
    tenantId,
    personId: personOf(turn),
    personName: turn.actor.name ?? null,
    card: { conversationId, activityId, isPersonal: isAlone(turn), ...targeted },
    language,
    clientId: app.clientId,
    appName: opening.reading?.app.name ?? null,
  });
}

/** The pages that ask for what a selection needs. */
export function partsOf({ catalogue, cloud }: World, selection: Selection) {
  const requirements = requirePermissions(catalogue, casesOfSelection(catalogue, selection));
  return planConsent(
    requirements.filter(({ phase }) => phase === "configured"),
    cloud,
  );
}

function toRegistered(proved: Proved): AppRecord & { origin: "directory" | "entered" } {
  if (proved.kind === "known") return { ...proved.reading.app, origin: "directory" };
  const { clientId } = proved;
  return {
    clientId,
    objectId: "",
    name: clientId,
    publisher: null,
    verifiedPublisher: null,
    homeTenantId: null,
    isEnabled: true,
    origin: "entered",
  };
}
