// Knows the page of a permalink: the chat's card as HTML, its downloads, and what a stale link is told.
// Must not know tenants, people or how a card is drawn: anybody may read it, so it holds facts only.
// showSubject() and showExport() are the two routes; card-html.ts turns a card into HTML.
import { renderCard } from "../../cards/index.ts";
import { AppError } from "../../core/errors.ts";
import {
  EXPORT_FORMATS,
  type ExportFile,
  listExportFormats,
  writeExport,
} from "../../core/export/index.ts";
import { LANGUAGES, type Language } from "../../core/local-text.ts";
import { formatSubject, readSubject, type Subject } from "../../core/subject/index.ts";
import { toChatLink } from "../../core/teams-link.ts";
import { drawChanged, drawSubject, type View } from "../../core/view/index.ts";
import { createTexts } from "../../i18n/index.ts";
import { toPageHeaders } from "../headers.ts";
import { preferredLanguage } from "../language.ts";
import { drawPage, PAGE_STYLE } from "../page.ts";
import type { Exchange, Refusal } from "../routes.ts";
import { drawCardHtml } from "./card-html.ts";
import { drawSubjectPage } from "./draw-subject-page.ts";
import { SUBJECT_STYLE } from "./style.ts";

/** Facts change with a new version of the product only; the language may come from the browser. */
const KEPT = { "Cache-Control": "public, max-age=300", Vary: "Accept-Language" } as const;
const HEADERS = { ...toPageHeaders({ style: SUBJECT_STYLE, images: "'self'" }), ...KEPT };
const PLAIN_HEADERS = toPageHeaders({ style: PAGE_STYLE });

/** `GET /p/:code`: what a permalink is about, for everybody; what has changed where it is of another version. */
export async function showSubject(exchange: Exchange): Promise<void> {
  const { app, response } = exchange;
  const { world } = app;
  const language = toLanguage(exchange.request);
  const code = String(exchange.request.params.code);
  const reading = readSubject(world.catalogue, code);
  if (reading.kind === "unknown") return showMissing(exchange, "page");
  const { view, ...page } =
    reading.kind === "found"
      ? toFoundPage(exchange, language, reading.subject)
      : { view: drawChanged(world, language, reading), path: `/p/${code}`, formats: [] };
  const content = drawCardHtml(await renderCard(view, { limit: Number.POSITIVE_INFINITY }));
  const texts = { title: titleOf(view), description: view.summary };
  response.sendRaw(200, drawSubjectPage({ world, language, content, ...texts, ...page }), HEADERS);
}

/** `GET /p/:code/export/:format`: the same facts as a file. */
export async function showExport(exchange: Exchange): Promise<void> {
  const { app, request, response } = exchange;
  const reading = readSubject(app.world.catalogue, String(request.params.code));
  const format = EXPORT_FORMATS.find(({ id }) => id === request.params.format);
  if (reading.kind !== "found" || !format) return showMissing(exchange, "export");
  const source = { kind: "subject", subject: reading.subject } as const;
  const file = writeExport(app.world, toLanguage(request), format.id, source);
  if (!file) return showMissing(exchange, "export");
  response.sendRaw(200, file.text, { ...toFileHeaders(file), ...KEPT });
}

/** The same for a browser while the product is not open, and after a fault. */
export function showSubjectRefusal({ request, response, status }: Refusal): void {
  const language = toLanguage(request);
  // The product that is not open yet has no texts to lend.
  const t = createTexts(language);
  const lines = [t("subjectPage.fault.is"), t("subjectPage.fault.next")];
  const page = drawPage({ language, title: t("subjectPage.fault.title"), lines });
  response.sendRaw(status, page, PLAIN_HEADERS);
}

function toFoundPage({ app }: Exchange, language: Language, subject: Subject) {
  const { world, tab } = app;
  const view = drawSubject(world, language, subject);
  if (!view) throw new AppError("ERR_TURN_FAILED", "a subject that was read has no view");
  const code = subject.kind === "answer" ? { code: subject.code } : {};
  const ask = { teamsAppId: tab.appIds.teamsAppId, ...code };
  const formats = listExportFormats(world, { kind: "subject", subject }).map(({ id }) => id);
  return { view, path: `/p/${formatSubject(subject)}`, formats, ask };
}

/** Every view begins with its title. */
function titleOf({ text }: View): string {
  return text.slice(0, text.indexOf("\n"));
}

function showMissing({ app, request, response }: Exchange, what: "page" | "export"): void {
  const { world } = app;
  const language = toLanguage(request);
  const t = world.texts(language);
  const page = drawPage({
    language,
    title: t(`subjectPage.missing.${what}`),
    lines: [t(`subjectPage.missing.${what}Is`), t("subjectPage.missing.next")],
    link: {
      text: t("changed.ask"),
      href: toChatLink(world.cloud.teamsBase, world.botId),
    },
  });
  response.sendRaw(404, page, PLAIN_HEADERS);
}

function toFileHeaders({ name, mediaType }: ExportFile): Readonly<Record<string, string>> {
  return {
    "Content-Type": mediaType,
    "Content-Disposition": `attachment; filename="${name}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    // For a browser that shows the file all the same.
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
  };
}

/** The language of the address, or else of the browser. */
function toLanguage({ url = "/", headers }: Exchange["request"]): Language {
  const asked = URL.parse(url, "http://localhost")?.searchParams.get("lang");
  const known = LANGUAGES.find((language) => language === asked);
  return known ?? preferredLanguage(headers["accept-language"]);
}
