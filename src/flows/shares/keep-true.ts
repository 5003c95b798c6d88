import type { TenantReading } from "../../core/grant/index.ts";
import { followState, readSharedState, type SharedState } from "../../core/view/index.ts";
import { bring, toBehind } from "./bring.ts";
import { factsOf, isSameFacts, labelsOf, subjectOf } from "./content.ts";
import type { SharesOptions } from "./options.ts";
import { followsApp, type ShareRecord } from "./record.ts";
import { changeShare, listSharesOf } from "./rows.ts";

/**
 * Looks whether a share still says what is so, and puts on the card what has changed.
 * @returns whether something was sent, and whether it has to be tried again
 */
export async function keepTrue(
  options: SharesOptions,
  record: ShareRecord,
): Promise<"true" | "brought" | "unreached"> {
  const { tenantId, id, status } = record;
  if (status.kind !== "posted") return "true";
  const change = await findChange(options, record);
  if (!change && !status.isBehind) return "true";
  const next = change ? await commit(options, record, change) : record;
  if (!next) return "true";
  const outcome = await bring(options, next);
  if (outcome === "gone") await dropGone(options, { tenantId, id }, status.activityId);
  return outcome === "unreached" ? "unreached" : "brought";
}

/** What the catalogue and the settings of today say otherwise. */
async function findChange(
  options: SharesOptions,
  record: ShareRecord,
): Promise<Partial<ShareRecord> | undefined> {
  const { tenantId, subject, shown, facts } = record;
  const now = factsOf(options, subject);
  const labels = await labelsOf(options, tenantId, subject);
  const isSame = isSameFacts(now, shown);
  if (isSame && JSON.stringify(labels) === JSON.stringify(record.labels)) return undefined;
  if (isSame) return { labels };
  const changedAt = isSameFacts(now, facts) ? null : options.clock.now();
  return { labels, shown: now, changedAt, state: await readAgain(options, record) };
}

/** Other facts need another reading; without one the last stays, with its time. */
async function readAgain(
  { directory, world }: SharesOptions,
  record: ShareRecord,
): Promise<SharedState | null> {
  const { app, tenantId, state } = record;
  const subject = subjectOf(world, record.subject);
  if (!app || !followsApp(record) || !subject) return state;
  const answer = await directory.readApp(tenantId, app.clientId);
  if (answer.kind !== "read") return state;
  const now = readSharedState(world.catalogue, subject, answer.value);
  return now ? followState(state, now) : null;
}

async function commit(
  options: SharesOptions,
  { tenantId, id, revision }: ShareRecord,
  change: Partial<ShareRecord>,
) {
  const entry = { verb: "share.updated", actor: "system", object: `share:${id}` };
  return changeShare(options, { tenantId, id, entry }, (now) =>
    now && now.revision === revision && now.status.kind === "posted"
      ? toBehind(now, change)
      : undefined,
  );
}

/** A card that was taken away is nobody's share any more. */
async function dropGone(
  options: SharesOptions,
  { tenantId, id }: Pick<ShareRecord, "tenantId" | "id">,
  activityId: string,
): Promise<void> {
  const entry = { verb: "share.gone", actor: "system", object: `share:${id}` };
  await changeShare(options, { tenantId, id, entry }, (now) =>
    now?.status.kind === "posted" && now.status.activityId === activityId ? null : undefined,
  );
}

/** Time after which the same state is worth a new time on the card, in milliseconds. */
const SAME_MS = 60_000;

/** Puts what was just read of an app on the shares that show it. */
export async function followReading(
  options: SharesOptions,
  tenantId: string,
  reading: TenantReading,
): Promise<void> {
  for await (const record of listSharesOf(options, tenantId, reading.app.clientId.toLowerCase())) {
    const subject = subjectOf(options.world, record.subject);
    const state = subject && readSharedState(options.world.catalogue, subject, reading);
    if (!state || record.endedAt !== null || !isNews(record.state, state)) continue;
    const next = await commit(options, record, { state: followState(record.state, state) });
    if (next?.status.kind !== "posted") continue;
    const { activityId } = next.status;
    if ((await bring(options, next)) === "gone") await dropGone(options, next, activityId);
  }
}

/** What one person was shown in part does not take the place of what was read whole. */
function isNews(before: SharedState | null, now: SharedState): boolean {
  if (!before) return true;
  if (now.readAt <= before.readAt || (before.isWhole && !now.isWhole)) return false;
  const isSame = JSON.stringify(SHOWN(before)) === JSON.stringify(SHOWN(now));
  return !isSame || now.readAt - before.readAt >= SAME_MS;
}

const SHOWN = ({ verdict, rows }: SharedState) => [
  verdict,
  rows.map(({ value, type, phase, state }) => [value, type, phase, state]),
];
