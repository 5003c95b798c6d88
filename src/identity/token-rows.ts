import { z } from "zod";
import { ENTRA_ROLES } from "../core/access/index.ts";
import { AppError } from "../core/errors.ts";
import { isGuid } from "../core/guid.ts";
import type { Clock, Identity, Log, Person, Row, Seal, Store } from "../ports/index.ts";

const KeptIdentity = z.strictObject({
  tenantId: z.string(),
  personId: z.string(),
  name: z.string(),
  isGuest: z.boolean(),
  roles: z.array(z.enum(Object.values(ENTRA_ROLES))),
  expiresAt: z.number(),
});

/** What is kept of a person's tokens, as it stands sealed in the row. */
const KeptTokens = z.strictObject({
  /** Milliseconds since 1970 after which nothing of it counts. */
  until: z.number(),
  /** Missing where tokens came with requests only. */
  identity: KeptIdentity.optional(),
  /** When the proof of who it is was issued, in seconds since 1970 as Entra ID says; missing where it does not. */
  issuedAt: z.number().optional(),
  /** The token that Teams gave for the API. */
  assertion: z.string().optional(),
  /** MSAL's cache of what was asked for with an assertion; no refresh token stands in it. */
  cache: z.string().optional(),
  /** MSAL's cache of a sign-in on a page, with its refresh token. */
  session: z.string().optional(),
});
export type KeptTokens = z.infer<typeof KeptTokens>;

/** An identity as it is kept. */
export function toKeptIdentity(identity: Identity): NonNullable<KeptTokens["identity"]> {
  return { ...identity, roles: [...identity.roles] };
}

/** A proof of who somebody is, with the time until which it counts. */
type Proof = Pick<KeptTokens, "identity" | "issuedAt" | "until">;

/**
 * True where a proof is to take the place of the one that is kept: what was issued later tells what somebody
 * may now, however long the other one lasts. Of two of the same time the one that lasts longer stays.
 */
export function isNewer(next: Proof, kept: Proof | undefined): boolean {
  if (!kept?.identity) return true;
  const [now, before] = [next.issuedAt ?? 0, kept.issuedAt ?? 0];
  return now === before ? next.until >= kept.until : now > before;
}

/** The row as the store has it: `until` once more, so that what is over can be found without a key. */
const SealedRow = z.object({ sealed: z.string(), until: z.number() });

interface TokenRowOptions {
  readonly store: Store;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
}

/** Rows `token|<person>` of the tenants' partitions. */
export interface TokenRows {
  /** What is kept of a person and not over yet. What is over is left to the sweep, which looks once more. */
  read(person: Person): Promise<KeptTokens | undefined>;
  /**
   * Writes what `decide` makes of what is kept; undefined writes nothing. After a conflict it asks again.
   * @throws AppError ERR_STORE_CONFLICT after eight conflicts, ERR_STORE_FAILED
   */
  change(
    person: Person,
    decide: (kept: KeptTokens | undefined) => KeptTokens | undefined,
  ): Promise<void>;
  remove(person: Person): Promise<void>;
}

const TRIES = 8;

export function createTokenRows(options: TokenRowOptions): TokenRows {
  const { store, clock } = options;
  return {
    read: async (person) => {
      const row = await store.get(person.tenantId, toKey(person));
      const kept = row && open(options, person, row);
      return kept && kept.until > clock.now() ? kept : undefined;
    },
    change: async (person, decide) => {
      for (let tries = 1; ; tries += 1)
        try {
          return await changeOnce(options, person, decide);
        } catch (error) {
          if (!isConflict(error) || tries === TRIES) throw error;
        }
    },
    remove: async (person) => {
      // Of somebody whom Entra ID does not know nothing was ever kept.
      if (!isKnown(person)) return;
      try {
        await store.commit(person.tenantId, [{ op: "delete", rk: toKey(person) }]);
      } catch (error) {
        // There is no such row: what was wanted.
        if (!isConflict(error)) throw error;
      }
    },
  };
}

/** @throws RangeError for ids that are none: they come from verified tokens and from our own code */
function toKey({ tenantId, personId }: Person): string {
  if (!isKnown({ tenantId, personId }))
    throw new RangeError("tokens are kept by the ids of a tenant and a person");
  return `token|${personId}`;
}

function isKnown({ tenantId, personId }: Person): boolean {
  return isGuid(tenantId) && /^[a-z0-9-]{1,64}$/.test(personId);
}

function toPurpose({ tenantId, personId }: Person): string {
  return `person tokens|${tenantId}|${personId}`;
}

/** Undefined for what was changed, moved here from another row, or sealed with a key that is gone. */
function open({ seal, log }: TokenRowOptions, person: Person, row: Row): KeptTokens | undefined {
  const { sealed = "" } = SealedRow.safeParse(row.value).data ?? {};
  const kept = KeptTokens.safeParse(seal.open(toPurpose(person), sealed)).data;
  if (!kept) log.warn("kept tokens do not open", { ...person });
  return kept;
}

async function changeOnce(
  options: TokenRowOptions,
  person: Person,
  decide: (kept: KeptTokens | undefined) => KeptTokens | undefined,
): Promise<void> {
  const { store, seal, clock } = options;
  const rk = toKey(person);
  const row = await store.get(person.tenantId, rk);
  const kept = row && open(options, person, row);
  const next = decide(kept && kept.until > clock.now() ? kept : undefined);
  if (!next) return;
  const value = { sealed: seal.seal(toPurpose(person), next), until: next.until };
  const op = row
    ? ({ op: "replace", rk, value, etag: row.etag } as const)
    : ({ op: "insert", rk, value } as const);
  await store.commit(person.tenantId, [op]);
}

function isConflict(error: unknown): boolean {
  return error instanceof AppError && error.code === "ERR_STORE_CONFLICT";
}
