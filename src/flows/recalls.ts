import { createHash } from "node:crypto";
import { z } from "zod";
import type { Clock, Log, Person, Store } from "../ports/index.ts";
import { describeError } from "../telemetry/index.ts";
import { isConflict } from "./conflict.ts";
import { listRows } from "./list-rows.ts";

/** A person in a conversation. */
export interface Talk extends Person {
  readonly conversationId: string;
}

/**
 * What people said last, for whichever replica hears what follows. A store that fails costs a person one
 * more sentence, and no answer.
 */
export interface Recalls {
  /** What was kept last, for a day; undefined where nothing was, or it cannot be read. */
  read(talk: Talk): Promise<string | undefined>;
  /** Keeps a text of the bot's own. */
  write(talk: Talk, text: string): Promise<void>;
  /** Forgets it in all conversations of a person. @throws AppError ERR_STORE_FAILED */
  forget(person: Person): Promise<void>;
}

/** What recalls are kept with. */
export interface RecallsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** Prefix of the rows; each has its end in `until`. */
export const RECALL = "recall|";

const KEPT_MS = 24 * 60 * 60_000;

const Kept = z.strictObject({
  text: z.string(),
  /** Milliseconds since 1970. */
  until: z.number(),
});

/** Keeps them in rows `recall|<hash of the person>|<hash of the conversation>` of the tenant. */
export function createRecalls(options: RecallsOptions): Recalls {
  const { store, clock, log } = options;
  const safely = async <Value>(work: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work();
    } catch (error) {
      log.warn("what was said last is not known", describeError(error));
      return undefined;
    }
  };
  return {
    read: (talk) =>
      safely(async () => {
        const row = await store.get(talk.tenantId, toKey(talk));
        const kept = Kept.safeParse(row?.value).data;
        return kept && kept.until > clock.now() ? kept.text : undefined;
      }),
    write: async (talk, text) => {
      const value = { text, until: clock.now() + KEPT_MS };
      await safely(() => store.commit(talk.tenantId, [{ op: "put", rk: toKey(talk), value }]));
    },
    forget: (person) => forget(store, person),
  };
}

async function forget(store: Store, { tenantId, personId }: Person): Promise<void> {
  for await (const { rk } of listRows({ store }, tenantId, toPrefix(personId)))
    await store.commit(tenantId, [{ op: "delete", rk }]).catch((error: unknown) => {
      // Swept meanwhile: what was wanted.
      if (!isConflict(error)) throw error;
    });
}

function toKey({ personId, conversationId }: Talk): string {
  return `${toPrefix(personId)}${toHash(conversationId)}`;
}

/** Ids of Teams hold characters that keys may not. */
function toPrefix(personId: string): string {
  return `${RECALL}${toHash(personId)}|`;
}

function toHash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
