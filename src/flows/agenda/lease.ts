import { z } from "zod";
import type { Clock, Row, Store } from "../../ports/index.ts";
import { isConflict } from "../conflict.ts";

const LeaseRow = z.strictObject({
  /** The process that has it. */
  by: z.string(),
  /** Milliseconds since 1970. */
  until: z.number(),
});

/** The lease of a shard as it stands. */
export interface Lease {
  readonly rk: string;
  readonly etag: string | undefined;
  readonly held: z.infer<typeof LeaseRow> | undefined;
}

/** A minute: a replica that ends keeps its shards from the others no longer. */
const LEASE_MS = 60_000;

/** The lease among the rows of a shard. */
export function readLease(shard: string, rows: readonly Row[]): Lease {
  const rk = `lease|${shard}`;
  const row = rows.find((one) => one.rk === rk);
  return { rk, etag: row?.etag, held: LeaseRow.safeParse(row?.value).data };
}

interface LeaseOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** This process. */
  readonly me: string;
}

/**
 * Takes a shard for a minute, or keeps it. It saves work and protects nothing: every row is claimed by its
 * own tag. @returns false where another replica has it
 */
export async function takeLease(
  { store, clock, me }: LeaseOptions,
  pk: string,
  { rk, etag, held }: Lease,
): Promise<boolean> {
  const now = clock.now();
  const isOwn = held?.by === me;
  // A clock that went back does not make a lease longer than it can be.
  const isHeld = held !== undefined && held.until > now && held.until <= now + LEASE_MS;
  if (isHeld && !isOwn) return false;
  if (isHeld && held.until > now + LEASE_MS / 2) return true;
  const value = { by: me, until: now + LEASE_MS };
  try {
    await store.commit(pk, [
      etag === undefined ? { op: "insert", rk, value } : { op: "replace", rk, value, etag },
    ]);
    return true;
  } catch (error) {
    if (!isConflict(error)) throw error;
    return false;
  }
}
