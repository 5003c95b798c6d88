import type { Op } from "../../ports/index.ts";

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
   * together with the end of the letter, and asked again after a conflict.
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

/** Delivers the letters of one topic. It may be asked twice for one letter, after a crash. */
export type Deliverer = (
  tenantId: string,
  about: Letter["about"],
  /** Ends what takes long, when the product stops. */
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

/** Delivers what decisions have promised. */
export interface Outbox {
  /** The row of a letter, for the commit of the decision that promises it. */
  toOp(letter: Letter): Op;
  /**
   * Delivers what is due in a tenant, each letter by one process at a time.
   * @returns how many letters came to an end
   */
  run(tenantId: string): Promise<number>;
  /** Letters that were given up, the newest first, at most 200. */
  listDead(tenantId: string): Promise<readonly DeadLetter[]>;
  /** Puts a dead letter back into the outbox, with an audit line. @returns false where it is gone */
  revive(tenantId: string, id: string, actor: string): Promise<boolean>;
  /** Throws a dead letter away, with an audit line. @returns false where it is gone */
  discard(tenantId: string, id: string, actor: string): Promise<boolean>;
  /** How many letters wait and how many are dead, over all tenants, as last counted by this process. */
  readonly counts: () => { readonly waiting: number; readonly dead: number };
  /** Ends between two letters. */
  stop(): Promise<void>;
}
