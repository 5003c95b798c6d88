import { isGuid } from "../guid.ts";
import { escapeForeign, escapeMarkdown, formatMoment } from "../view/index.ts";
import { type Column, listColumns } from "./columns.ts";
import type { Sheet, SheetSection } from "./sheet.ts";
import type { SheetRow } from "./sheet-row.ts";

/** A page for a wiki or a ticket: the table, why each row is there, and what the sources get wrong. */
export function toMarkdown(sheet: Sheet): string {
  const blocks = [
    `# ${line(sheet.title)}`,
    ...sheet.lead.map(line),
    ...appLines(sheet),
    ...caseList(sheet),
    ...table(sheet),
    ...reasons(sheet),
    ...sheet.sections.map(section),
    ...errata(sheet),
    ...sources(sheet),
    `<${sheet.link}>`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** A text of ours in one line, without meaning in Markdown. */
function line(text: string): string {
  return escapeMarkdown(text.replace(/\s+/gu, " ").trim());
}

/** Somebody else's words: the name of an app, an API of the tenant. */
function foreign(text: string): string {
  return isGuid(text) ? text : escapeForeign(text);
}

function appLines({ app, voice: { t, language } }: Sheet): string[] {
  if (!app) return [];
  const when = formatMoment(app.readAt, language);
  return [
    `- ${line(t("export.app"))}: ${foreign(app.name)} (\`${app.clientId}\`)\n- ${line(t("app.readAt"))}: ${line(when)}`,
  ];
}

function caseList({ cases }: Sheet): string[] {
  return cases.length < 2 ? [] : [cases.map(({ title }) => `- ${line(title)}`).join("\n")];
}

function table(sheet: Sheet): string[] {
  const { rows, voice } = sheet;
  if (rows.length === 0) return [];
  const told = new Set(["plain", "why", "sources"].map((name) => voice.t(`export.head.${name}`)));
  const columns = listColumns(sheet).filter(({ title }) => !told.has(title));
  const head = `| ${columns.map(({ title }) => line(title)).join(" | ")} |`;
  const rule = `| ${columns.map(() => "---").join(" | ")} |`;
  return [[head, rule, ...rows.map((row) => tableRow(columns, row))].join("\n")];
}

function tableRow(columns: readonly Column[], row: SheetRow): string {
  const write = row.resourceAppId === null ? foreign : line;
  return `| ${columns.map(({ read }) => write(read(row))).join(" | ")} |`;
}

function reasons({ rows, voice: { t } }: Sheet): string[] {
  const told = rows.filter(({ plain, why }) => plain !== "" || why.length > 0);
  if (told.length === 0) return [];
  return [`## ${line(t("export.head.why"))}`, told.map((row) => reasonLines(row, t)).join("\n")];
}

function reasonLines(row: SheetRow, t: Sheet["voice"]["t"]): string {
  const { permission, type, plain, why } = row;
  const name = t("permission.name", { value: permission, type: t(`permission.type.${type}`) });
  const lines = why.map(({ title, text }) => `${title}: ${text}`);
  return [`- **${line(name)}** ${line(plain)}`, ...lines.map((one) => `  - ${line(one)}`)].join(
    "\n",
  );
}

function section({ heading, lines }: SheetSection): string {
  return [`## ${line(heading)}`, lines.map((one) => `- ${line(one)}`).join("\n")].join("\n\n");
}

function errata({ errata: found, voice: { t } }: Sheet): string[] {
  if (found.length === 0) return [];
  const lines = found.map(({ id, title, text }) => `- ${id} ${line(title)}: ${line(text)}`);
  return [`## ${line(t("errata.heading"))}`, lines.join("\n")];
}

function sources({ rows, voice: { t } }: Sheet): string[] {
  const named = new Set(rows.flatMap(({ sources: cited, facts }) => [...cited, ...facts]));
  if (named.size === 0) return [];
  const lines = [...named].map((name) => `- ${line(name)}`);
  return [`## ${line(t("export.head.sources"))}`, lines.join("\n")];
}
