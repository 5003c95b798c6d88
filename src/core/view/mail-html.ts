import { escapeHtml } from "../html.ts";
import type { MailContent } from "./mail-content.ts";
import { decisionText, errataOf } from "./mail-text.ts";
import type { PacketFact, PacketPermission } from "./request-packet.ts";

// Mail clients know little: styles stand at their elements, tables lay out, nothing is loaded. Colors are the
// client's own, so that a dark one stays dark; everything that is not markup here is escaped.

const FONT = "font-family:'Segoe UI',Arial,sans-serif;font-size:14px;line-height:20px";
const SMALL = "font-size:12px;line-height:16px";
const CELL = "padding:6px 12px 6px 0;text-align:left;vertical-align:top";

/** A mail as HTML of its own, which says what the plain text says. */
export function writeMailHtml(content: MailContent): string {
  const { kind, packet, subject, lead, foot } = content;
  const { headings } = packet;
  const isNews = kind === "decided";
  const decided = [
    section(headings.decisions, packet.decisions.map(decisionText)),
    section(headings.next, packet.next),
  ];
  const parts = [
    `<h1 style="font-size:20px;line-height:28px;margin:0 0 4px">${escapeHtml(packet.title)}</h1>`,
    paragraph(packet.state.text, "font-weight:600;margin:0 0 16px"),
    ...lead.map((text) => paragraph(text)),
    ...(isNews ? decided : []),
    factsTable(packet.facts),
    section(headings.changes, packet.changes),
    permissionsTable(content),
    section(headings.warnings, packet.warnings),
    section(headings.narrower, packet.narrower),
    section(headings.errata, errataOf(packet)),
    ...(isNews ? [] : decided),
    linksList(content),
    paragraph(foot, `${SMALL};margin:24px 0 0`),
  ];
  return [
    `<!doctype html><html lang="${packet.language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(subject)}</title></head><body style="${FONT};margin:16px;max-width:720px">`,
    ...parts.filter((part) => part !== ""),
    "</body></html>\n",
  ].join("\n");
}

function paragraph(text: string, style = "margin:0 0 8px"): string {
  return `<p style="${style}">${escapeHtml(text)}</p>`;
}

function heading(text: string): string {
  return `<h2 style="font-size:16px;line-height:22px;margin:20px 0 4px">${escapeHtml(text)}</h2>`;
}

function section(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const lines = items.map((item) => `<li style="margin:0 0 4px">${escapeHtml(item)}</li>`);
  return `${heading(title)}\n<ul style="margin:0;padding-left:20px">${lines.join("")}</ul>`;
}

function factsTable(facts: readonly PacketFact[]): string {
  const rows = facts.map(
    ({ title, text }) =>
      `<tr><th scope="row" style="${CELL};font-weight:600;min-width:120px">${escapeHtml(title)}</th><td style="${CELL};overflow-wrap:anywhere">${escapeHtml(text)}</td></tr>`,
  );
  return table(rows);
}

function permissionsTable(content: MailContent): string {
  const { packet } = content;
  if (packet.permissions.length === 0) return "";
  const rows = packet.permissions.map((one) => permissionRow(content, one));
  return `${heading(packet.headings.permissions)}\n${table(rows)}`;
}

/** Narrow clients show one column as well as two. */
function permissionRow({ words }: MailContent, one: PacketPermission): string {
  const { value, type, resource, consent, plain, reasons, risk } = one;
  const line = (text: string, style = "") => `<div style="${style}">${escapeHtml(text)}</div>`;
  const lines = [
    line(value, "font-weight:600;overflow-wrap:anywhere"),
    line(`${type}, ${resource}. ${words.adminConsent}: ${consent}`, SMALL),
    line(plain, "margin:4px 0 0"),
    ...reasons.map((reason) => line(`${words.why}: ${reason}`)),
    line(risk),
  ];
  return `<tr><td style="${CELL};border-top:1px solid">${lines.join("")}</td></tr>`;
}

/** Layout tables say that they are none. */
function table(rows: readonly string[]): string {
  const style = "border-collapse:collapse;width:100%;margin:8px 0 0";
  return `<table style="${style}"><tbody>${rows.join("")}</tbody></table>`;
}

function linksList({ links }: MailContent): string {
  const items = links.map(
    ({ title, href }) =>
      `<p style="margin:16px 0 0"><a href="${escapeHtml(href)}" style="font-weight:600">${escapeHtml(title)}</a></p>`,
  );
  return items.join("\n");
}
