import type { ApprovalRequest } from "../approval/index.ts";
import type { Language } from "../local-text.ts";
import { toChatLink } from "../teams-link.ts";
import type { MailContent, MailKind } from "./mail-content.ts";
import { writeMailHtml } from "./mail-html.ts";
import { writeMailText } from "./mail-text.ts";
import { toPacket } from "./request-packet.ts";
import type { World } from "./view.ts";
import { toVoice } from "./voice.ts";

/** A mail in both of its forms, which say the same. */
export interface DrawnMail {
  /** One line, without words of people. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * Draws a mail about a request from the packet that its cards are drawn from. It leads to the chat and to
 * the page of the set-up, which shows nothing of the tenant: deciding takes a sign-in, so it holds no link
 * that decides or consents.
 */
export function drawRequestMail(
  world: World,
  language: Language,
  { request, kind }: { readonly request: ApprovalRequest; readonly kind: MailKind },
): DrawnMail {
  const content = toContent(world, language, { request, kind });
  const { subject } = content;
  return { subject, text: writeMailText(content), html: writeMailHtml(content) };
}

function toContent(
  world: World,
  language: Language,
  { request, kind }: { readonly request: ApprovalRequest; readonly kind: MailKind },
): MailContent {
  const { t } = toVoice(world, language);
  const packet = toPacket(world, language, request);
  const names = { title: packet.title, state: packet.state.text };
  return {
    kind,
    subject: t(`mail.subject.${kind}`, names),
    lead: [t(`mail.lead.${kind}`), t(`mail.do.${kind}`)],
    packet,
    words: { adminConsent: t("table.head.consent"), why: t("mail.why") },
    links: [
      { title: t("mail.chat"), href: toChatLink(world.cloud.teamsBase, world.botId) },
      { title: packet.headings.page, href: packet.permalink },
    ],
    foot: t("mail.foot"),
  };
}
