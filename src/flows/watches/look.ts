import { z } from "zod";
import type { TenantReading } from "../../core/grant/index.ts";
import type { DirectoryAnswer, Row } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import { toDueOp } from "../agenda/index.ts";
import { isConflict } from "../conflict.ts";
import { applyLook, type Looked } from "./apply-look.ts";
import { toNotice, toPing } from "./letters.ts";
import type { WatchesOptions } from "./options.ts";
import { type WatchRecord, watchDueKey, watchKey } from "./record.ts";
import { changeWatch, readWatch, type WatchChange } from "./rows.ts";
import { toWatchView, type WatchView } from "./watch-view.ts";

interface Place {
  readonly tenantId: string;
  readonly clientId: string;
}

/** Days after which a fence is looked at again. */
const FENCE_DAYS = 90;

/** Looks now. @returns undefined where nothing is watched */
export async function lookAt(
  options: WatchesOptions,
  place: Place,
): Promise<WatchView | undefined> {
  if (!(await readWatch(options, place.tenantId, place.clientId))) return undefined;
  await take(options, place, { ask: () => ask(options, place) });
  const now = await readWatch(options, place.tenantId, place.clientId);
  return now && toWatchView(now.record);
}

/** A fault on the way is a look that came to nothing: it is tried again later, not at once. */
async function ask(
  { directory, log }: WatchesOptions,
  { tenantId, clientId }: Place,
): Promise<DirectoryAnswer<TenantReading>> {
  try {
    return await directory.readApp(tenantId, clientId);
  } catch (error) {
    log.error("a watched app was not read", { tenantId, clientId, ...describeError(error) });
    return { kind: "unreachable" };
  }
}

/** Takes what somebody else has read of an app, if it was read whole. */
export async function hearReading(
  options: WatchesOptions,
  tenantId: string,
  reading: TenantReading,
): Promise<void> {
  const clientId = reading.app.clientId.toLowerCase();
  if (reading.gaps.some(({ part }) => part !== "registration")) return;
  await take(
    options,
    { tenantId, clientId },
    { ask: async () => ({ kind: "read", value: reading }) },
  );
}

interface Taking {
  readonly ask: () => Promise<DirectoryAnswer<TenantReading>>;
  /** The row that asked for it: another process may have met it meanwhile. */
  readonly dueRow?: string;
}

/** Commits what a look has found. Of two that look at once, the second compares with what the first has found. */
async function take(
  options: WatchesOptions,
  place: Place,
  { ask: read, dueRow }: Taking,
): Promise<void> {
  const { tenantId, clientId } = place;
  const { watchHours } = (await options.settings.read(tenantId)).settings;
  const answer = await read();
  let looked: Looked | undefined;
  await changeWatch(options, place, (now) => {
    looked = undefined;
    if (!now || isLate(now, answer)) return undefined;
    if (dueRow !== undefined && watchDueKey(now) !== dueRow) return undefined;
    looked = applyLook(now, answer, {
      catalogue: options.world.catalogue,
      now: options.clock.now(),
      hours: watchHours,
      fenceDays: options.fenceDays ?? FENCE_DAYS,
    });
    return toChange(looked);
  });
  if (looked?.record.problem) {
    const { problem, tries } = looked.record;
    options.log.warn("a watched app could not be read", { tenantId, clientId, problem, tries });
  }
}

/** What was read before the last look is no news. */
function isLate(
  { snapshot, pausedAt }: WatchRecord,
  answer: DirectoryAnswer<TenantReading>,
): boolean {
  if (pausedAt !== null) return true;
  return answer.kind === "read" && snapshot !== null && answer.value.readAt < snapshot.readAt;
}

function toChange({ record, news, isShown }: Looked): WatchChange {
  const letters = [
    ...(isShown ? [toNotice(record)] : []),
    ...(news.length > 0 ? [toPing(record)] : []),
  ];
  if (news.length === 0) return { record, letters };
  const details = { news: [...new Set(news)].join(" "), count: news.length };
  const object = `watch:${record.clientId}`;
  return { record, letters, entry: { verb: "watch.found", actor: "system", object, details } };
}

const Named = z.object({ id: z.string() });

/** Time after which a watch is looked at again that this version cannot read, in milliseconds. */
const UNREADABLE_MS = 60 * 60_000;

/** Meets a row `due|…|watch|…`: it may be old by now, or another process may have met it. */
export async function meetDue(options: WatchesOptions, tenantId: string, row: Row): Promise<void> {
  const clientId = Named.safeParse(row.value).data?.id;
  const found = clientId === undefined ? undefined : await readWatch(options, tenantId, clientId);
  if (clientId === undefined || !found) return putOff(options, { tenantId, row, clientId });
  if (watchDueKey(found.record) !== row.rk) return dropRow(options, tenantId, row.rk);
  const place = { tenantId, clientId };
  await take(options, place, { ask: () => ask(options, place), dueRow: row.rk });
}

interface Stray {
  readonly tenantId: string;
  readonly row: Row;
  readonly clientId: string | undefined;
}

/** A time whose watch is gone is nobody's; one that another version wrote waits for that version. */
async function putOff(options: WatchesOptions, { tenantId, row, clientId }: Stray): Promise<void> {
  const isThere = clientId !== undefined && (await options.store.get(tenantId, watchKey(clientId)));
  if (isThere) {
    const again = toDueOp("watch", clientId, options.clock.now() + UNREADABLE_MS);
    await options.store.commit(tenantId, [again]);
  }
  await dropRow(options, tenantId, row.rk);
}

/** Deletes a row that nobody needs any more. Somebody else may have done so first, which is what was wanted. */
async function dropRow({ store }: WatchesOptions, tenantId: string, rk: string): Promise<void> {
  await store.commit(tenantId, [{ op: "delete", rk }]).catch((error: unknown) => {
    if (!isConflict(error)) throw error;
  });
}
