import type { Language } from "../core/local-text.ts";
import type { Texts } from "../core/view/index.ts";

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
<title>${title}</title>
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
