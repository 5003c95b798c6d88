import type { TenantReading } from "../../core/grant/index.ts";
import { drawConsentOutcome, drawConsentPreview, type View } from "../../core/view/index.ts";
import type { ConsentsOptions } from "./options.ts";
import { type ConsentRecord, toRequirements } from "./record.ts";
import { changeRequest, findOwner, readRequest } from "./requests.ts";
import { isSame } from "./settle.ts";
import { sealState } from "./state.ts";

type Shown = Parameters<typeof drawConsentOutcome>[2]["outcome"];

/** The card of a request as it stands. */
export function drawOutcome(
  { world }: Pick<ConsentsOptions, "world">,
  record: ConsentRecord,
  shown?: Shown,
): View {
  const { selection: s, clientId, appName: name, tenantId, id: request, provedAt } = record;
  return drawConsentOutcome(world, record.language, {
    s,
    outcome: shown ?? record.outcome ?? { kind: "checking" },
    app: { clientId, name },
    tenantId,
    asked: toRequirements(world.catalogue, record.links),
    readAt: provedAt,
    request,
    requester: record.requesterName ?? undefined,
  });
}

/**
 * Outcomes that a conversation of several may see: they name what was asked for, and nothing else that the
 * tenant holds. The others are about one person's try, and are told to that person.
 */
export function isShared({ card, outcome }: Pick<ConsentRecord, "card" | "outcome">): boolean {
  return card.isPersonal || SHARED.has(outcome?.kind ?? "");
}

const SHARED: ReadonlySet<string> = new Set(["granted", "partial", "replicating"]);

/** Times that telling is tried before it is given up. */
const MOST_TRIES = 5;

/**
 * Puts the outcome in the place of the card, for everybody who has it, and tells who asked; then commits
 * that they are told. Until then its row is met again. What was told before is not told twice.
 * Whoever calls has moved the deadline, so nobody else tells meanwhile.
 * @param reading what the outcome was judged by, where there was one
 */
export async function announce(
  options: ConsentsOptions,
  record: ConsentRecord,
  reading: TenantReading | null,
): Promise<void> {
  const isUpdated = isShared(record) && (await updateCard(options, record, reading));
  if (record.untold === null) return;
  const isTold = await tellRequester(options, record, isUpdated);
  // Somebody has to hear of it: without a chat of their own, the card has to say it.
  const isHeard =
    isUpdated || isTold || (await updateCard(options, withoutOthers(record), reading));
  const { tenantId, id, outcome } = record;
  const fields = { tenantId, request: id, outcome: outcome?.kind, isUpdated, isTold };
  if (isHeard) options.log.info("a consent was told", fields);
  else options.log.warn("a consent could not be told", fields);
  if (isUpdated) await keepNewest(options, record);
  if (isHeard || isLastTry(record)) await forgetUntold(options, record);
}

/** What was settled meanwhile may have reached the card first: the older outcome is not left on it. */
async function keepNewest(options: ConsentsOptions, { tenantId, id, outcome }: ConsentRecord) {
  const now = (await readRequest(options, tenantId, id))?.record;
  if (!now?.outcome || !isShared(now) || isSame(now.outcome, outcome)) return;
  await updateCard(options, now, null);
}

/** True when telling is not tried again after this try. */
export function isLastTry({ untold }: Pick<ConsentRecord, "untold">): boolean {
  return untold !== null && untold + 1 >= MOST_TRIES;
}

/** An outcome that came meanwhile is still to be told, by whoever settled it. */
async function forgetUntold(options: ConsentsOptions, record: ConsentRecord): Promise<void> {
  const { tenantId, id, outcome, untold } = record;
  await changeRequest(options, { tenantId, id }, (current) => {
    const isOther = current.untold !== untold || (outcome && !isSame(outcome, current.outcome));
    return isOther ? undefined : { ...current, untold: null };
  });
}

/** What else the tenant holds is not for all who have the card. */
function withoutOthers(record: ConsentRecord): ConsentRecord {
  const { outcome } = record;
  return outcome?.kind === "other" ? { ...record, outcome: { ...outcome, granted: [] } } : record;
}

/** Changes the card, unless it shows something else by now. */
async function updateCard(
  options: ConsentsOptions,
  record: ConsentRecord,
  reading: TenantReading | null,
): Promise<boolean> {
  const { tenantId, card } = record;
  if (card.activityId === "" || !(await isOnCard(options, record))) return false;
  const view = drawProgress(options, record, reading) ?? drawOutcome(options, record);
  return options.courier.update({ tenantId, ...card }, view);
}

/** The card is this request's, or one's about the same app and set-up. */
async function isOnCard(options: ConsentsOptions, record: ConsentRecord): Promise<boolean> {
  const id = await findOwner(options, record);
  if (id === undefined || id === record.id) return id !== undefined;
  const owner = (await readRequest(options, record.tenantId, id))?.record;
  return owner?.clientId === record.clientId && owner.selection === record.selection;
}

/**
 * While links of the card are still open, the preview stays with what is left of them. Only in a person's
 * own chat: a link is for one person.
 */
function drawProgress(
  { world, seal, clock }: ConsentsOptions,
  record: ConsentRecord,
  reading: TenantReading | null,
): View | undefined {
  const { outcome, links, card, tenantId } = record;
  const open = links.filter(({ status }) => status === "open");
  const isOver = !card.isPersonal || clock.now() >= record.expiresAt;
  if (!reading || outcome?.kind !== "partial" || open.length === 0 || isOver) return undefined;
  const left = outcome.missing.every(({ value, type }) =>
    open.some(({ asked }) =>
      asked.some(({ permission }) => permission.value === value && permission.type === type),
    ),
  );
  if (!left) return undefined;
  return drawConsentPreview(world, record.language, {
    s: record.selection,
    tenant: tenantId,
    app: reading.app,
    redirectUri: `${world.publicUrl}/consent/callback`,
    reading,
    links: (index) => sealState(seal, record, index),
    personId: record.requesterId,
    isApproved: record.approvalId !== undefined,
  });
}

/** Teams rings for messages, not for cards that change: a line is enough where the card is in sight. */
function tellRequester(
  options: ConsentsOptions,
  record: ConsentRecord,
  isUpdated: boolean,
): Promise<boolean> {
  const { tenantId, card, requesterId: personId } = record;
  const form = card.isPersonal && isUpdated ? "line" : "card";
  return options.courier.tell({ tenantId, personId }, drawOutcome(options, record), form);
}

/**
 * Says in a person's own chat that the directory is being asked: on the card, or in a line under it where
 * the card still holds another link.
 */
export async function showChecking(options: ConsentsOptions, record: ConsentRecord): Promise<void> {
  const { tenantId, card, links, requesterId: personId } = record;
  if (!card.isPersonal || !(await isChecking(options, record))) return;
  if (!(await isOnCard(options, record))) return;
  const view = drawOutcome(options, record, { kind: "checking" });
  const hasOpen = links.some(({ status }) => status === "open");
  if (hasOpen) await options.courier.tell({ tenantId, personId }, view, "line");
  else if (await options.courier.update({ tenantId, ...card }, view))
    await keepNewest(options, record);
}

/** Another replica may have taken the request up too, and settled it. */
async function isChecking(options: ConsentsOptions, { tenantId, id }: ConsentRecord) {
  const now = (await readRequest(options, tenantId, id))?.record;
  return now?.links.some(({ status }) => status === "checking") ?? false;
}

/** Tells once that a link was opened again after it had been used, and what had come of it. */
export async function tellReplay(options: ConsentsOptions, record: ConsentRecord): Promise<void> {
  if (record.isReplayTold) return;
  const { tenantId, requesterId: personId, id } = record;
  const first = await changeRequest(options, { tenantId, id }, (current) =>
    current.isReplayTold ? undefined : { ...current, isReplayTold: true },
  );
  if (!first) return;
  const before = first.outcome?.kind ?? "checking";
  const view = drawOutcome(options, first, { kind: "replayed", before });
  const isTold = await options.courier.tell({ tenantId, personId }, view, "card");
  if (isTold) return;
  await changeRequest(options, { tenantId, id }, (current) => ({
    ...current,
    isReplayTold: false,
  }));
}
