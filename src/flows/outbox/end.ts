import { fingerprint } from "../../core/fingerprint.ts";
import type { AuditEntry, Clock, Ledger, Op, Store } from "../../ports/index.ts";
import { isConflict } from "../conflict.ts";
import { CLAIM_MS, readOwn } from "./claim.ts";
import { deadOp, type Waiting } from "./rows.ts";

interface EndOptions {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

type Effects = () => Promise<readonly Op[]>;

const none: Effects = async () => [];
const MOST_CONFLICTS = 8;

/**
 * Ends a letter together with what has to be remembered of it. Deleting needs no tag: what was sent was sent,
 * whoever holds the claim by now.
 */
export async function endSent(
  { store }: EndOptions,
  { tenantId, rk }: Waiting,
  effects: Effects = none,
): Promise<void> {
  let ops: readonly Op[] = [{ op: "delete", rk }, ...(await effects())];
  for (let conflicts = 1; ops.length > 0; conflicts++) {
    try {
      return await store.commit(tenantId, ops);
    } catch (error) {
      if (!isConflict(error) || conflicts === MOST_CONFLICTS) throw error;
    }
    ops = await opsOfEnd(store, { tenantId, rk }, effects);
  }
}

/** The letter may be gone: somebody else took it over and was faster. */
async function opsOfEnd(
  store: Store,
  { tenantId, rk }: Pick<Waiting, "tenantId" | "rk">,
  effects: Effects,
): Promise<readonly Op[]> {
  const ops = await effects();
  const isThere = (await store.get(tenantId, rk)) !== undefined;
  return isThere ? [{ op: "delete", rk }, ...ops] : ops;
}

/** Ends a letter that may have been sent or not, with a line in the audit log. @returns false where it is gone */
export function endUnknown(
  { store, ledger }: EndOptions,
  { tenantId, rk, letter: { topic } }: Waiting,
  effects: Effects = none,
): Promise<boolean> {
  const entry: AuditEntry = {
    verb: "letter.unknown",
    actor: "system",
    object: `letter:${rk.slice(rk.indexOf("|") + 1)}`,
    details: { topic },
  };
  return ledger.record(tenantId, entry, async () => {
    const ops = await opsOfEnd(store, { tenantId, rk }, effects);
    return ops.length === 0 ? undefined : ops;
  });
}

/** Gives a letter up. It stays as a dead one. @returns false where somebody else has it */
export async function endDead(
  { store, clock }: EndOptions,
  waiting: Waiting,
  why: string,
): Promise<boolean> {
  const { tenantId, rk } = waiting;
  // Deleting knows no tag: the claim is looked at once more.
  if (!(await readOwn({ store }, waiting))) return false;
  return landed(store.commit(tenantId, [{ op: "delete", rk }, deadOp(waiting, why, clock.now())]));
}

/** Puts a letter back that may be sent later. @returns when to look at it again, also where somebody else has it */
export async function putBack(
  { store, clock }: EndOptions,
  waiting: Waiting,
  { why, seconds = 0 }: { readonly why: string; readonly seconds?: number | undefined },
): Promise<number> {
  const own = await readOwn({ store }, waiting);
  if (!own) return clock.now() + CLAIM_MS;
  const { tenantId, rk, etag, letter } = own;
  const at = clock.now() + waitOf(rk, letter.tries, seconds);
  const value = { ...letter, by: null, at, why };
  await landed(store.commit(tenantId, [{ op: "replace", rk, value, etag }]));
  return at;
}

async function landed(commit: Promise<void>): Promise<boolean> {
  try {
    await commit;
    return true;
  } catch (error) {
    if (!isConflict(error)) throw error;
    return false;
  }
}

/** With these waits the tries of a letter take about a day. */
export const MOST_TRIES = 32;
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** More than a day is not believed of a service. */
const LONGEST_ASKED_MS = 24 * 60 * 60_000;
/** Nothing waits longer than this. */
export const NEVER_LATER_MS = LONGEST_ASKED_MS * 1.25;

/**
 * Twice as long after each try, up to an hour, and not less than the service asked for. Letters that failed
 * together do not come back together: each has its own share of up to a quarter more.
 */
function waitOf(rk: string, tries: number, seconds: number): number {
  const growing = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
  const share = Number.parseInt(fingerprint(`${rk} ${tries}`).slice(0, 4), 16) / 0xffff;
  const asked = Math.min(seconds * 1000, LONGEST_ASKED_MS);
  return Math.round(Math.max(growing, asked) * (1 + share / 4));
}
