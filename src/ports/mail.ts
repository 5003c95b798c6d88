import type { JobObstacle } from "../core/job-access/index.ts";

/** A mail as it is sent: both forms say the same. Never a token, a secret or a consent link. */
export interface Mail {
  /** Addresses, at most fifty. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What came of handing a mail to Exchange. */
export type MailOutcome =
  /** Exchange took it; whether it arrives is not known here. */
  | { readonly kind: "sent" }
  /** Nobody lets Consentry send: it stays so until somebody mends what `why` names. */
  | { readonly kind: "not-allowed"; readonly why: JobObstacle }
  /** Exchange refuses it as it is, for an address of it or its size. */
  | { readonly kind: "refused" }
  /** Nothing was sent: try again after so many seconds. */
  | { readonly kind: "busy"; readonly seconds: number }
  | { readonly kind: "unreached" }
  /** It may have been sent. */
  | { readonly kind: "unknown" };

/** Sends mail as the tenant's settings say: as the service account, or from a mailbox as Consentry itself. */
export interface Mailer {
  /**
   * Hands a mail over once; only where it is certain that nothing was sent, another try may follow. It stays
   * in Sent Items of the mailbox, where the tenant can see what was said in its name.
   */
  send(tenantId: string, mail: Mail): Promise<MailOutcome>;
}
