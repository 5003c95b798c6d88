import type { RequestPacket } from "./request-packet.ts";

/** Why a mail about a request goes out: `decided` tells its requester what has become of it. */
export const MAIL_KINDS = ["asked", "reminded", "decided"] as const;
/** One of {@link MAIL_KINDS}. */
export type MailKind = (typeof MAIL_KINDS)[number];

/** What both forms are written from. */
export interface MailContent {
  readonly kind: MailKind;
  readonly subject: string;
  /** What it is about, and what to do. */
  readonly lead: readonly string[];
  readonly packet: RequestPacket;
  /** What stands before the reasons of a permission, and before who may consent to it. */
  readonly words: { readonly adminConsent: string; readonly why: string };
  readonly links: readonly { readonly title: string; readonly href: string }[];
  readonly foot: string;
}
