import { type Language, type LocalText, localize } from "../core/local-text.ts";

const TITLE: LocalText = {
  en: "You can close this page",
  de: "Sie können diese Seite schließen",
  fr: "Vous pouvez fermer cette page",
};

const LINES: readonly LocalText[] = [
  {
    en: "This page does not tell whether something was granted: anybody can write an address.",
    de: "Diese Seite sagt nicht, ob etwas erteilt wurde: Eine Adresse kann jeder schreiben.",
    fr: "Cette page ne dit pas si quelque chose a été accordé : n’importe qui peut écrire une adresse.",
  },
  {
    en: "Go back to Teams. What is really granted stands in the Microsoft Entra admin center, under Enterprise apps.",
    de: "Gehen Sie zurück zu Teams. Was wirklich erteilt ist, steht im Microsoft Entra Admin Center unter Unternehmensanwendungen.",
    fr: "Revenez à Teams. Ce qui est réellement accordé figure dans le centre d’administration Microsoft Entra, sous Applications d’entreprise.",
  },
];

/**
 * The page that a consent ends on. Nothing in its address is believed or shown: anybody can write
 * one, and whether something was granted is read from the directory. So every outcome has one page.
 */
export function drawConsentPage(language: Language): string {
  const title = escapeHtml(localize(TITLE, language));
  const lines = LINES.map((line) => `<p>${escapeHtml(localize(line, language))}</p>`);
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
