import type { Clock, Ids } from "../../ports/index.ts";

/** A mail that Exchange took. */
export interface SentMail {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /** Address of the mailbox that sent it. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What was sent in the tenant. Every address takes everything, as Exchange does until it is delivered. */
export interface Mailboxes {
  /** The newest first, at most 200. */
  list(): readonly SentMail[];
  send(mail: Omit<SentMail, "id" | "sentAt">): void;
  reset(): void;
}

const mostMails = 200;

/** @param onChange called after each change */
export function createMailboxes(
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  onChange: () => void,
): Mailboxes {
  let mails: readonly SentMail[] = [];
  const change = (next: readonly SentMail[]) => {
    mails = next.slice(0, mostMails);
    onChange();
  };
  return {
    list: () => mails,
    send: (mail) => change([{ id: ids.next(), sentAt: clock.now(), ...mail }, ...mails]),
    reset: () => change([]),
  };
}
