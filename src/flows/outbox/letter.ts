import type { Op, Person } from "../../ports/index.ts";

/** Something that is to be brought to people. It says what it is about; what it says is drawn when it goes. */
export interface Letter {
  /** Whose deliverer takes it: `approval`, `watch`, `mail`. */
  readonly topic: string;
  /** What it is about; read by the deliverer's own schema. No tokens, no texts of people. */
  readonly about: Readonly<Record<string, string | number | boolean | null>>;
  /** Letters of one lane go one after the other, in the order in which they were written. */
  readonly lane: string;
  /** A ping is sent at most once: after a crash in between it is given up, never repeated. */
  readonly isPing: boolean;
}

/** What came of delivering a letter. */
export type Delivery =
  /**
   * Done. `effects` gives what has to be remembered of it, such as the id of the message; it is committed
   * together with the end of the letter, and asked again after a conflict, so it reads what it builds on.
   * It is committed alone where somebody else has ended the letter meanwhile: the message stands there.
   */
  | { readonly kind: "sent"; readonly effects?: () => Promise<readonly Op[]> }
  /** There is nothing to say any more. */
  | { readonly kind: "moot" }
  /** Nothing was sent; it may work later, at the earliest after so many seconds. */
  | { readonly kind: "later"; readonly why: string; readonly seconds?: number }
  /** It may have been sent or not: it is not repeated. `effects` as above. */
  | {
      readonly kind: "unknown";
      readonly why: string;
      readonly effects?: () => Promise<readonly Op[]>;
    }
  /** It can never be sent. */
  | { readonly kind: "undeliverable"; readonly why: string };

/**
 * Delivers the letters of one topic. It may be asked twice for one letter, after a crash. One that throws has
 * had a try: it is asked again later, unless the letter is a ping, of which nobody knows then whether it left.
 */
export type Deliverer = (
  tenantId: string,
  about: Letter["about"],
  /** Ends what takes longer than 90 seconds, and what runs when the product stops. */
  signal: AbortSignal,
) => Promise<Delivery>;

/** A letter that was given up, as Settings shows it. */
export interface DeadLetter {
  readonly id: string;
  readonly topic: string;
  readonly about: Letter["about"];
  readonly why: string;
  readonly tries: number;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
  readonly diedAt: number;
}

/** Makes rows of letters. */
export interface Letters {
  /** The row of a letter, for the commit of the decision that promises it: each call makes another letter. */
  toOp(letter: Letter): Op;
}

/** Letters of a tenant. */
export interface LetterCounts {
  readonly waiting: number;
  readonly dead: number;
}

/** Delivers what decisions have promised. */
export interface Outbox extends Letters {
  /**
   * Delivers what is due in a tenant, each letter by one process at a time.
   * @returns how many letters came to an end
   */
  run(tenantId: string): Promise<number>;
  /**
   * When a letter that the last run of this process left may go; undefined where none waits for a time.
   * Milliseconds since 1970.
   */
  nextAt(tenantId: string): number | undefined;
  /** Letters that were given up, the newest first, at most 200. */
  listDead(tenantId: string): Promise<readonly DeadLetter[]>;
  /** Puts a dead letter back into the outbox, with an audit line. @returns false where it is gone */
  revive(tenantId: string, id: string, actor: string): Promise<boolean>;
  /** Throws a dead letter away, with an audit line. @returns false where it is gone */
  discard(tenantId: string, id: string, actor: string): Promise<boolean>;
  /** Counts the letters of a tenant. */
  count(tenantId: string): Promise<LetterCounts>;
  /** Deletes letters about a person, dead ones too. @returns how many */
  forget(person: Person): Promise<number>;
  /** How many letters wait and how many are dead, over all tenants, as last counted by this process. */
  readonly counts: () => LetterCounts;
  /** Begins no further letter, and ends what is being delivered, up to some seconds. */
  stop(): Promise<void>;
}
