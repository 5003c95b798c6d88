import { drawRecord } from "./content.ts";
import type { SharesOptions } from "./options.ts";
import type { ShareRecord } from "./record.ts";
import { changeShare, readShare } from "./rows.ts";

/** Times that a card is drawn again because its share has changed meanwhile. */
const MOST_ROUNDS = 4;

/**
 * Puts on the card what the share says. What was committed meanwhile follows: the older is not left there.
 * @returns as the courier tells; `gone` for a share that is not posted
 */
export async function bring(
  options: SharesOptions,
  record: ShareRecord,
): Promise<"done" | "gone" | "unreached"> {
  let current = record;
  for (let round = 1; ; round++) {
    const { tenantId, id, status, revision } = current;
    if (status.kind !== "posted") return "gone";
    const { conversationId, activityId } = status;
    const place = { tenantId, conversationId, activityId };
    const outcome = await options.courier.edit(place, drawRecord(options, current));
    if (outcome !== "done") return outcome;
    const now = (await readShare(options, tenantId, id))?.record;
    if (!now || now.revision === revision || round === MOST_ROUNDS) {
      await settle(options, current);
      return "done";
    }
    current = now;
  }
}

async function settle(options: SharesOptions, { tenantId, id, revision }: ShareRecord) {
  await changeShare(options, { tenantId, id }, (now) => {
    if (now?.status.kind !== "posted" || now.revision !== revision) return undefined;
    return now.status.isBehind ? { ...now, status: { ...now.status, isBehind: false } } : undefined;
  });
}

/** The same share, to be put on its card. */
export function toBehind(record: ShareRecord, change: Partial<ShareRecord>): ShareRecord {
  const { status } = record;
  const next = status.kind === "posted" ? { ...status, isBehind: true } : status;
  return { ...record, ...change, status: next, revision: record.revision + 1 };
}
