import { casesOfSelection, parseSelection, requirePermissions } from "../../core/advisor/index.ts";
import { drawConsentOutcome, type View, type World } from "../../core/view/index.ts";
import { isConflict } from "../conflict.ts";
import type { ConsentsOptions } from "./options.ts";
import { ConsentRecord, consentKey } from "./record.ts";
import type { Settled } from "./settle.ts";

type Shown = Parameters<typeof drawConsentOutcome>[2]["outcome"];

/** The card of a request as it stands. */
export function drawOutcome(world: World, record: ConsentRecord, shown?: Shown): View {
  const { selection: s, clientId, appName: name, tenantId, id: request, provedAt } = record;
  return drawConsentOutcome(world, record.language, {
    s,
    outcome: shown ?? record.outcome ?? { kind: "checking" },
    app: { clientId, name },
    tenantId,
    asked: askedFor(world, s),
    readAt: provedAt,
    request,
  });
}

function askedFor({ catalogue }: World, code: string) {
  const selection = parseSelection(catalogue, code) ?? [];
  const requirements = requirePermissions(catalogue, casesOfSelection(catalogue, selection));
  return requirements.filter(({ phase }) => phase === "configured");
}

/** Outcomes about the app, which concern all who have the card; the others are about one person's try. */
const SHARED: ReadonlySet<string> = new Set([
  "granted",
  "partial",
  "other",
  "replicating",
  "unproved",
]);

/**
 * Puts the outcome in the place of the card, for everybody who has it, and tells who asked. In a
 * conversation of several, a try that came to nothing is told to its person alone.
 */
export async function announce(options: ConsentsOptions, record: ConsentRecord): Promise<void> {
  const { tenantId, card, id: request } = record;
  const outcome = record.outcome?.kind ?? "";
  const view = drawOutcome(options.world, record);
  const isShared = card.isPersonal || SHARED.has(outcome);
  const isUpdated = isShared && (await options.courier.update({ tenantId, ...card }, view));
  const isTold = await tellRequester(options, record, view, isUpdated);
  // Somebody has to hear of it: without a chat of their own, the card has to say it.
  const isLast =
    !isShared && !isTold && (await options.courier.update({ tenantId, ...card }, view));
  const fields = { tenantId, request, outcome, isUpdated: isUpdated || isLast, isTold };
  options.log.info("a consent was settled", fields);
}

/** Teams rings for messages, not for cards that change: a line is enough where the card is in sight. */
function tellRequester(
  { courier }: ConsentsOptions,
  { tenantId, card, requesterId: personId }: ConsentRecord,
  view: View,
  isUpdated: boolean,
): Promise<boolean> {
  return courier.tell({ tenantId, personId }, view, card.isPersonal && isUpdated ? "line" : "card");
}

/** Says that the directory is being asked, while it does not show the grants yet. */
export async function showChecking(options: ConsentsOptions, record: ConsentRecord): Promise<void> {
  const { tenantId, card } = record;
  const view = drawOutcome(options.world, record, { kind: "checking" });
  await options.courier.update({ tenantId, ...card }, view);
}

/** Tells once that a link was opened again after it had been used, and what had come of it. */
export async function tellReplay(options: ConsentsOptions, record: ConsentRecord): Promise<void> {
  if (record.isReplayTold || !(await markTold(options, record))) return;
  const before = record.outcome?.kind ?? "checking";
  const view = drawOutcome(options.world, record, { kind: "replayed", before });
  const { tenantId, requesterId: personId } = record;
  await options.courier.tell({ tenantId, personId }, view, "card");
}

async function markTold({ store }: ConsentsOptions, { tenantId, id }: ConsentRecord) {
  const row = await store.get(tenantId, consentKey(id));
  if (!row) return false;
  const value = { ...ConsentRecord.parse(row.value), isReplayTold: true };
  try {
    await store.commit(tenantId, [{ op: "replace", rk: row.rk, etag: row.etag, value }]);
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}
