import { casesOfSelection, parseSelection, requirePermissions } from "../../core/advisor/index.ts";
import { drawConsentOutcome, type View, type World } from "../../core/view/index.ts";
import { isConflict } from "../conflict.ts";
import type { ConsentsOptions } from "./options.ts";
import { ConsentRecord, consentKey } from "./record.ts";

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

/** Puts the outcome in the place of the card, for everybody who has it, and tells who asked. */
export async function announce(options: ConsentsOptions, record: ConsentRecord): Promise<void> {
  const { world, courier, log } = options;
  const { tenantId, card, requesterId } = record;
  const view = drawOutcome(world, record);
  const isUpdated = await courier.update({ tenantId, ...card }, view);
  // Teams rings for messages, not for cards that change: a line is enough where the card is in sight.
  const form = card.isPersonal && isUpdated ? "line" : "card";
  const isTold = await courier.tell({ tenantId, personId: requesterId }, view, form);
  log.info("a consent was settled", {
    tenantId,
    request: record.id,
    outcome: record.outcome?.kind,
    isUpdated,
    isTold,
  });
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
