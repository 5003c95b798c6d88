import type { Ledger, Log, Person } from "../ports/index.ts";
import { describeError } from "../telemetry/index.ts";

/** Everything that is kept about a person, and how each part of it is forgotten. */
export interface ForgetParts {
  /** Their consent requests. */
  readonly consents: (person: Person) => Promise<unknown>;
  /** What they were answered. */
  readonly results: (person: Person) => Promise<unknown>;
  /** What they shared, with their name on the cards. */
  readonly shares: (person: Person) => Promise<unknown>;
  /** What is still to be said about them. */
  readonly letters: (person: Person) => Promise<unknown>;
  /** Watches that they started. */
  readonly watches: (person: Person) => Promise<unknown>;
  /** Their part in requests for approval. */
  readonly approvals: (person: Person) => Promise<unknown>;
  /** Their sign-in here. */
  readonly tokens: (person: Person) => Promise<unknown>;
  /** Questions that wait for a sign-in of theirs. */
  readonly pendings: (person: Person) => Promise<unknown>;
  /** What follow-ups refer to. */
  readonly recalls: (person: Person) => Promise<unknown>;
  /** Answers that they were told to wait for. */
  readonly lateAnswers: (person: Person) => Promise<unknown>;
  /** That they decided last how the jobs run. */
  readonly jobAccess: (person: Person) => Promise<unknown>;
  /** The account of the jobs, where it is theirs. */
  readonly serviceAccount: (person: Person) => Promise<unknown>;
  /** Where their own chat is. */
  readonly chat: (person: Person) => Promise<unknown>;
}

/** Makes what forgets a person's sign-in, and the questions that wait for one. */
export function createSignOut({
  tokens,
  pendings,
}: Pick<ForgetParts, "tokens" | "pendings">): (person: Person) => Promise<void> {
  return async (person) => {
    await tokens(person);
    await pendings(person);
  };
}

/** What forgetting takes. */
export interface ForgetOptions {
  readonly ledger: Ledger;
  readonly log: Log;
  readonly parts: ForgetParts;
}

/**
 * Makes what forgets everything about a person, in one place for all surfaces. First the audit log says that
 * it was asked for: what cannot be written down is not done. Then each part goes, also after another failed.
 * What administrators have decided about the person in Settings stays, and so does the audit log.
 * @returns a function that throws AppError ERR_STORE_FAILED when it cannot be written down, and the fault of
 *   the first part that failed once all have had their turn; asked again, it does what is left
 */
export function createForget({
  ledger,
  log,
  parts,
}: ForgetOptions): (person: Person) => Promise<void> {
  return async (person) => {
    const { tenantId, personId } = person;
    const entry = { verb: "person.forgot", actor: personId, object: `person:${personId}` };
    await ledger.record(tenantId, entry, async () => []);
    const faults: unknown[] = [];
    for (const [part, forget] of Object.entries(parts)) {
      try {
        await forget(person);
      } catch (error) {
        faults.push(error);
        log.error("a part was not forgotten", { tenantId, part, ...describeError(error) });
      }
    }
    if (faults.length > 0) throw faults[0];
  };
}
