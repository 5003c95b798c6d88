import { createHash } from "node:crypto";
import { escapeHtml } from "../core/html.ts";
import type { Language } from "../core/local-text.ts";

/** Readable in either color scheme, in forced colors, and from 320 px; nothing is loaded for it. */
const STYLE = `:root{color-scheme:light dark;--page:#f5f5f5;--card:#fff;--ink:#242424;--line:#8a8a8a}
@media(prefers-color-scheme:dark){:root{--page:#1f1f1f;--card:#292929;--ink:#fff;--line:#858585}}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.5 "Segoe UI",system-ui,sans-serif}
main{max-width:32rem;margin:12vh auto 0;padding:1.5rem 2rem;background:var(--card);border:1px solid var(--line);border-radius:8px;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0 1rem}
p{margin:.75rem 0}
button{font:inherit;padding:.5rem 1rem;min-height:2.75rem}
@media(max-width:40rem){main{margin:0;border:0;border-radius:0;padding:1.25rem}body{background:var(--card)}}`;

/** What a Content-Security-Policy names so that this style alone applies. */
export const PAGE_STYLE = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

/** A page of a few sentences, outside of Teams. */
export interface PageText {
  readonly language: Language;
  readonly title: string;
  readonly lines: readonly string[];
  /** Where the person goes on, by a click of theirs. */
  readonly link?: { readonly text: string; readonly href: string };
  /** Address of a script of this server. */
  readonly script?: string | undefined;
  /** What the script is told: `data-…` attributes of the page's root. */
  readonly data?: Readonly<Record<string, string>>;
}

/** The page as HTML; every text in it is escaped. */
export function drawPage({ language, title, lines, link, script, data = {} }: PageText): string {
  return `<!doctype html>
<html lang="${language}"${drawData(data)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} - Consentry</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join("\n")}
${link === undefined ? "" : `<p><a href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a></p>\n`}</main>
${script === undefined ? "" : `<script type="module" src="${escapeHtml(script)}"></script>\n`}</body>
</html>
`;
}

function drawData(data: Readonly<Record<string, string>>): string {
  const attributes = Object.entries(data).map(
    ([name, value]) => ` data-${name}="${escapeHtml(value)}"`,
  );
  return attributes.join("");
}
