import type { AuditEntry, Person } from "../../ports/index.ts";
import { bring, toBehind } from "./bring.ts";
import type { SharesOptions } from "./options.ts";
import type { ShareRecord } from "./record.ts";
import { changeShare, listShares } from "./rows.ts";

/** Time for which an end is tried to be told on the card, in milliseconds. */
const ENDING_MS = 7 * 24 * 60 * 60_000;

/**
 * Gives a share up: its card says since when it is not kept true any more, and then the share is forgotten.
 * @returns false where the card could not be changed yet: the sweep tries again
 */
export async function endShare(
  options: SharesOptions,
  { tenantId, id, people }: Pick<ShareRecord, "tenantId" | "id" | "people">,
  entry: Pick<AuditEntry, "verb" | "actor">,
): Promise<boolean> {
  const line = { ...entry, object: `share:${id}` };
  const ended = await changeShare(options, { tenantId, id, entry: line }, (now) => {
    if (!now) return undefined;
    if (now.status.kind !== "posted") return null;
    return toBehind(now, { people, endedAt: options.clock.now() });
  });
  return ended ? finishEnd(options, ended) : true;
}

/** Tells the end on the card, if it has not been, and forgets the share. @returns false for a later try */
export async function finishEnd(options: SharesOptions, record: ShareRecord): Promise<boolean> {
  const { tenantId, id, endedAt } = record;
  const isOverdue = endedAt !== null && options.clock.now() - endedAt > ENDING_MS;
  const outcome = isOverdue ? "done" : await bring(options, record);
  if (outcome === "unreached") return false;
  await changeShare(options, { tenantId, id }, (now) =>
    now && now.endedAt !== null ? null : undefined,
  );
  return true;
}

/**
 * Forgets a person's part in shares. What others share too stays without that name; the rest ends.
 * @returns how many shares it was
 */
export async function forgetSharer(
  options: SharesOptions,
  { tenantId, personId }: Person,
): Promise<number> {
  let forgotten = 0;
  for await (const record of listShares(options, tenantId)) {
    if (record.people.every(({ id }) => id !== personId)) continue;
    const people = record.people.filter(({ id }) => id !== personId);
    const entry = { verb: "share.forgotten", actor: personId };
    if (people.length === 0) await endShare(options, { ...record, people }, entry);
    else await dropName(options, { ...record, people }, entry);
    forgotten += 1;
  }
  return forgotten;
}

async function dropName(
  options: SharesOptions,
  { tenantId, id, people }: ShareRecord,
  entry: Pick<AuditEntry, "verb" | "actor">,
): Promise<void> {
  const line = { ...entry, object: `share:${id}` };
  const changed = await changeShare(options, { tenantId, id, entry: line }, (now) =>
    now ? toBehind(now, { people }) : undefined,
  );
  // Where the card cannot be changed now, the sweep does it.
  if (changed) await bring(options, changed);
}
