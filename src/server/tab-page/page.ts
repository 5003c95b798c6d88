import { escapeHtml } from "../../core/html.ts";
import type { Language } from "../../core/local-text.ts";
import type { Texts } from "../../core/view/index.ts";
import { preferredLanguage } from "../language.ts";
import type { Bundle } from "./bundle.ts";

/** What a request says about how the page is to look before any script runs. */
export interface PageAsk {
  readonly acceptLanguage?: string;
  /** `theme` and `locale` of the address, as Teams fills them in: `dark`, `de-de`. */
  readonly theme?: string;
  readonly locale?: string;
}

interface PageParts {
  readonly bundle: Pick<Bundle, "start" | "style" | "preloads">;
  readonly t: Texts;
  readonly language: Language;
  readonly theme: string;
  /** File of texts by language. */
  readonly texts: Readonly<Record<string, string>>;
  /** Origins, besides those that teams-js knows, whose messages the page believes. */
  readonly hosts: readonly string[];
}

const THEMES = ["default", "dark", "contrast"];

/** A theme of Teams by its name; anything else is the light one. */
export function readTheme(theme: string | undefined): string {
  return THEMES.find((known) => known === theme) ?? "default";
}

/** The language of Teams, or else the first one of the browser that the product speaks. */
export function pickLanguage({ locale = "", acceptLanguage = "" }: PageAsk): Language {
  return preferredLanguage(`${locale},${acceptLanguage}`);
}

/** The page: empty until its script runs, nothing in it is inline. */
export function drawTabPage({ bundle, t, language, theme, texts, hosts }: PageParts): string {
  const preloads = bundle.preloads.map(
    (file) => `<link rel="modulepreload" href="/tab/assets/${file}">`,
  );
  const data = Object.entries(texts).map(([id, file]) => `data-texts-${id}="/tab/texts/${file}"`);
  return `<!doctype html>
<html lang="${language}" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(t("tab.page.title"))}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/tab/assets/${bundle.style}">
${preloads.join("\n")}
<script type="module" src="/tab/assets/${bundle.start}"></script>
</head>
<body>
<div id="app" data-hosts="${escapeHtml(hosts.join(" "))}" ${data.join(" ")}></div>
<noscript><p class="notice">${escapeHtml(t("tab.page.noScript"))}</p></noscript>
</body>
</html>
`;
}
