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
  /** Nobody lets Consentry send: no consent, no account, or not from that mailbox. */
  | { readonly kind: "not-allowed" }
  /** Exchange refuses it as it is: an address or the mailbox does not exist. */
  | { readonly kind: "refused" }
  /** Nothing was sent: try again after so many seconds. */
  | { readonly kind: "busy"; readonly seconds: number }
  | { readonly kind: "unreached" }
  /** It may have been sent. */
  | { readonly kind: "unknown" };

/** Sends mail as the tenant's settings say: as the service account, or from a mailbox as Consentry itself. */
export interface Mailer {
  send(tenantId: string, mail: Mail): Promise<MailOutcome>;
}
