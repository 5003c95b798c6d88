import { z } from "zod";
import { JOB_OBSTACLES, type JobArea } from "../../core/job-access/index.ts";
import type { Op, Store } from "../../ports/index.ts";

/** What is kept of an area of a tenant's jobs. */
const AccessRecord = z.strictObject({
  /** What is in the way; null where nothing is. */
  why: z.enum(JOB_OBSTACLES).nullable(),
  /** When that began, in milliseconds since 1970. */
  since: z.number(),
  /** What administrators were told last; null where that was that they work. */
  told: z.enum(JOB_OBSTACLES).nullable(),
  /** When they were told last that something is in the way. */
  toldAt: z.number().nullable(),
});
export type AccessRecord = z.infer<typeof AccessRecord>;

/** A record with the tag that a change has to name; an empty one where there is no row. */
export interface FoundAccess {
  readonly record: AccessRecord;
  readonly etag: string;
}

const toKey = (area: JobArea) => `jobs|access|${area}`;
const NOTHING: AccessRecord = { why: null, since: 0, told: null, toldAt: null };

/** What cannot be read counts as nothing: the next answer of Graph says it again. */
export async function readAccess(
  { store }: { readonly store: Pick<Store, "get"> },
  tenantId: string,
  area: JobArea,
): Promise<FoundAccess> {
  const row = await store.get(tenantId, toKey(area));
  const record = AccessRecord.safeParse(row?.value).data ?? NOTHING;
  return { record, etag: row?.etag ?? "" };
}

export function toAccessOp(area: JobArea, { etag }: FoundAccess, value: AccessRecord): Op {
  const rk = toKey(area);
  return etag === "" ? { op: "insert", rk, value } : { op: "replace", rk, value, etag };
}
