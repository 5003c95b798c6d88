import { createHash } from "node:crypto";
import type { Language } from "../core/local-text.ts";
import type { Texts } from "../core/view/index.ts";

/** Readable in either color scheme, in forced colors, and from 320 px; nothing is loaded for it. */
const STYLE = `:root{color-scheme:light dark;--page:#f5f5f5;--card:#fff;--ink:#242424;--line:#8a8a8a}
@media(prefers-color-scheme:dark){:root{--page:#1f1f1f;--card:#292929;--ink:#fff;--line:#858585}}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.5 "Segoe UI",system-ui,sans-serif}
main{max-width:32rem;margin:12vh auto 0;padding:1.5rem 2rem;background:var(--card);border:1px solid var(--line);border-radius:8px;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0 1rem}
p{margin:.75rem 0}
@media(max-width:40rem){main{margin:0;border:0;border-radius:0;padding:1.25rem}body{background:var(--card)}}`;

/** What a Content-Security-Policy names so that this style alone applies. */
export const CONSENT_PAGE_STYLE = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

/**
 * The page that a consent ends on. Nothing in its address is believed or shown: anybody can write
 * one, and whether something was granted is read from the directory. So every outcome has one page.
 * @param kind `again` when what came could not be kept: the address is still good
 */
export function drawConsentPage(t: Texts, language: Language, kind: "closing" | "again"): string {
  const title = escapeHtml(t(`consentPage.${kind}.title`));
  const said = [t(`consentPage.${kind}.is`), t(`consentPage.${kind}.next`)];
  const lines = said.map((line) => `<p>${escapeHtml(line)}</p>`);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} - Consentry</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${lines.join("\n")}
</main>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
}
