import type { MailContent } from "./mail-content.ts";
import type { PacketDecision } from "./request-decisions.ts";
import type { PacketPermission, RequestPacket } from "./request-packet.ts";

/** A mail as plain text: sections with a heading, one thing a line. */
export function writeMailText(content: MailContent): string {
  const { kind, packet, lead, links, foot } = content;
  const { headings, facts } = packet;
  // Its requester knows the rest.
  const isNews = kind === "decided";
  const decided = [
    listed(headings.decisions, packet.decisions.map(decisionText)),
    listed(headings.next, packet.next),
  ];
  const sections: readonly (readonly string[])[] = [
    [packet.title, packet.state.text],
    lead,
    ...(isNews ? decided : []),
    facts.map(({ title, text }) => `${title}: ${text}`),
    listed(headings.changes, packet.changes),
    listed(
      headings.permissions,
      packet.permissions.map((one) => permissionText(content, one)),
    ),
    listed(headings.warnings, packet.warnings),
    listed(headings.narrower, packet.narrower),
    listed(headings.errata, errataOf(packet)),
    ...(isNews ? [] : decided),
    links.map(({ title, href }) => `${title}: ${href}`),
    [foot],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function listed(heading: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [heading, ...items.map((item) => `- ${item}`)];
}

function permissionText({ words }: MailContent, one: PacketPermission): string {
  const { value, type, resource, consent, plain, reasons, risk } = one;
  return [
    `${value} (${type}), ${resource}: ${plain}`,
    ...reasons.map((reason) => `  ${words.why}: ${reason}`),
    `  ${words.adminConsent}: ${consent}. ${risk}`,
  ].join("\n");
}

/** "AutoStore asks for more: The plan leaves it out." */
export function errataOf({ errata }: RequestPacket): readonly string[] {
  return errata.map(({ title, plan }) => `${title}: ${plan}`);
}

/** "Declined on November 2, 2026, Jonas Weber: Too wide" */
export function decisionText({ what, by, words }: PacketDecision): string {
  const head = by === null ? what : `${what}, ${by}`;
  return words === "" ? head : `${head}: ${words}`;
}
