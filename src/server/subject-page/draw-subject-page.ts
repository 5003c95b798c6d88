import { describeFormat, type ExportFormatId } from "../../core/export/index.ts";
import { escapeHtml } from "../../core/html.ts";
import { LANGUAGES, type Language } from "../../core/local-text.ts";
import { toChatLink, toTabLink } from "../../core/teams-link.ts";
import { formatCatalogueDay, type World } from "../../core/view/index.ts";
import { STYLE } from "./style.ts";

/** What the page is to show; it knows nothing of who reads it. */
export interface SubjectPage {
  readonly world: World;
  readonly language: Language;
  /** Of the page, on this server: `/p/1~autostore.source_imap`. */
  readonly path: string;
  readonly title: string;
  /** One line: what search engines and link previews would show. */
  readonly description: string;
  /** The subject itself, as HTML with the page's only h1. */
  readonly content: string;
  /** Ids of the formats that can be downloaded; none for what has changed. */
  readonly formats: readonly ExportFormatId[];
  /** How to go on in Teams; none for what has changed, whose content says it. */
  readonly ask?: AskParts;
}

interface AskParts {
  /** Null where the app's id in Teams is not known. */
  readonly teamsAppId: string | null;
  /** Of the answer that the tab opens. @default the tab's Catalog, without an answer */
  readonly code?: string;
}

/** The page of a subject as HTML: the same facts as the card, for people without Teams and for paper. */
export function drawSubjectPage(page: SubjectPage): string {
  const { world, language, path, title, description, content } = page;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="description" content="${escapeHtml(description)}">
<title>${escapeHtml(title)} - Consentry</title>
<link rel="canonical" href="${escapeHtml(world.publicUrl + path)}">
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="brand">Consentry</p>
${drawLanguages(page)}
</header>
<main>
${content}
${drawAsk(page)}${drawDownloads(page)}</main>
${drawOrigin(page)}
</body>
</html>
`;
}

function drawLanguages({ world, language, path }: SubjectPage): string {
  const t = world.texts(language);
  const links = LANGUAGES.filter((other) => other !== language).map((other) => {
    const name = escapeHtml(t(`tab.language.${other}`));
    return `<li><a href="${escapeHtml(path)}?lang=${other}" hreflang="${other}" lang="${other}">${name}</a></li>`;
  });
  return `<nav aria-label="${escapeHtml(t("subjectPage.languages"))}"><ul>${links.join("")}</ul></nav>`;
}

/** The question stands ready in the chat; the page sends nothing anywhere. */
function drawAsk({ world, language, path, title, ask }: SubjectPage): string {
  if (!ask) return "";
  const t = world.texts(language);
  const teams = world.cloud.teamsBase;
  const chat = toChatLink(teams, world.botId, `${title} ${world.publicUrl}${path}`);
  const tab =
    ask.teamsAppId === null
      ? []
      : [
          drawLink(
            t("subjectPage.tab"),
            toTabLink(teams, ask.teamsAppId, {
              page: "catalog",
              ...(ask.code && { code: ask.code }),
            }),
          ),
        ];
  return `<section class="screen" id="ask">
<h2>${escapeHtml(t("subjectPage.askTitle"))}</h2>
<p>${escapeHtml(t("subjectPage.ask"))}</p>
<ul class="links">${[drawLink(t("subjectPage.chat"), chat), ...tab].join("")}</ul>
</section>
`;
}

function drawLink(text: string, href: string): string {
  return `<li><a href="${escapeHtml(href)}" rel="noopener noreferrer">${escapeHtml(text)}</a></li>`;
}

function drawDownloads({ world, language, path, formats }: SubjectPage): string {
  if (formats.length === 0) return "";
  const t = world.texts(language);
  const rows = formats.map((id) => {
    const href = `${path}/export/${id}?lang=${language}`;
    const { name, line } = describeFormat(t, id);
    return `<dt><a href="${escapeHtml(href)}" download>${escapeHtml(name)}</a></dt><dd>${escapeHtml(line)}</dd>`;
  });
  return `<section class="screen" id="export">
<h2>${escapeHtml(t("subjectPage.exportTitle"))}</h2>
<p>${escapeHtml(t("subjectPage.export"))}</p>
<dl>${rows.join("\n")}</dl>
</section>
`;
}

function drawOrigin({ world, language, path }: SubjectPage): string {
  const t = world.texts(language);
  const origin = t("subjectPage.origin", { date: formatCatalogueDay(world, language) });
  const lines = [`${origin} ${t("subjectPage.public")}`, `${world.publicUrl}${path}`];
  return `<footer>\n${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join("\n")}\n</footer>`;
}
