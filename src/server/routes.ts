import type { Request, Response } from "restify";
import type { Bot } from "../bot/index.ts";
import { findPack } from "../core/catalogue/index.ts";
import { AppError } from "../core/errors.ts";
import { LANGUAGES } from "../core/local-text.ts";
import { drawScopePicture } from "../core/scope-picture/index.ts";
import type { World } from "../core/view/index.ts";
import type { JobsHealth } from "../flows/agenda/index.ts";
import type { Consents } from "../flows/index.ts";
import { createTexts } from "../i18n/index.ts";
import { drawConsentPage } from "./consent-page.ts";
import { toPageHeaders } from "./headers.ts";
import { preferredLanguage } from "./language.ts";
import { PAGE_STYLE } from "./page.ts";
import { readJson } from "./read-json.ts";
import type { TabTools } from "./tab-api/index.ts";
import type { TabPage } from "./tab-page/index.ts";

/** What the routes answer with, once the product is put together. */
export interface App {
  readonly bot: Pick<Bot, "receive">;
  readonly world: World;
  readonly consents: Pick<Consents, "receive">;
  /** What /readyz tells of the work that nobody asks for. @default nothing */
  readonly jobs?: { health(): JobsHealth };
  /** What the tab's API and the pages of a sign-in work with. */
  readonly tab: TabTools;
  /** @default the tab of src/tab, bundled when it is first asked for */
  readonly page?: TabPage;
}

export interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly app: App;
  readonly correlationId: string;
}

/** An inbound activity can carry a big card value; real ones stay far below this. In bytes. */
const BODY_LIMIT = 262_144;

/** POST /api/messages */
export async function receiveMessages(exchange: Exchange): Promise<void> {
  const { request, response, app, correlationId } = exchange;
  const read = await readJson(request, BODY_LIMIT);
  if (read.kind === "refused") {
    response.send(read.status, { error: read.reason });
    return;
  }
  const { authorization } = request.headers;
  const { status, body } = await app.bot.receive(
    { authorization, body: read.value },
    correlationId,
  );
  if (body === undefined) response.send(status);
  else response.send(status, body);
}

const PAGE_HEADERS = toPageHeaders({ style: PAGE_STYLE });

/** Longest address of a callback that is looked at, in characters. */
const CALLBACK_LIMIT = 16_384;

/**
 * GET /consent/callback. Whoever comes, with whatever address, sees the same page: what came of it is told
 * in Teams only, and only once the directory has shown it.
 */
export async function showConsentPage({ request, response, app }: Exchange): Promise<void> {
  const { search, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const language = preferredLanguage(request.headers["accept-language"]);
  const texts = app.world.texts(language);
  try {
    if (search !== "" && search.length <= CALLBACK_LIMIT) await app.consents.receive(searchParams);
    response.sendRaw(200, drawConsentPage(texts, language, "closing"), PAGE_HEADERS);
  } catch (error) {
    if (!isStoreFault(error)) throw error;
    // Nothing was redeemed, so the same address does it later.
    response.setHeader("Retry-After", "30");
    response.sendRaw(503, drawConsentPage(texts, language, "again"), PAGE_HEADERS);
    // The browser has its answer; the log is still to have it.
    throw error;
  }
}

/** An answer in place of a route's own. */
export interface Refusal {
  readonly request: Request;
  readonly response: Response;
  /** 503 before the product is open, 500 after a fault. */
  readonly status: 500 | 503;
  readonly correlationId: string;
  /** What a program is told. */
  readonly body: object;
}

/** The same for a browser: a person came back with an address that is still good. */
export function showConsentRefusal({ request, response, status }: Refusal): void {
  const language = preferredLanguage(request.headers["accept-language"]);
  // The product that is not open yet has no texts to lend.
  const page = drawConsentPage(createTexts(language), language, "again");
  response.sendRaw(status, page, PAGE_HEADERS);
}

function isStoreFault(error: unknown): error is AppError {
  return error instanceof AppError && error.code.startsWith("ERR_STORE_");
}

const PICTURE_HEADERS: Readonly<Record<string, string>> = {
  "Content-Type": "image/svg+xml; charset=utf-8",
  "Cache-Control": "public, max-age=3600",
  // Teams shows it inside its own pages; opened by itself it runs nothing.
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

/**
 * GET /pictures/scopes/:file, a pack's scopes as `<pack>.<language>.svg`, one of them marked as
 * `<pack>.<language>.<scope>.svg`
 */
export async function showScopePicture({ request, response, app }: Exchange): Promise<void> {
  const [, id = "", tag, marked] =
    /^([\w-]+)\.([a-z]{2})(?:\.([\w-]+))?\.svg$/.exec(String(request.params.file)) ?? [];
  const pack = findPack(app.world.catalogue, id);
  const language = LANGUAGES.find((known) => known === tag);
  const scopes = pack?.scenarios.filter(({ context }) => context).map((scenario) => scenario.id);
  const isKnown = scopes && scopes.length > 0 && (!marked || scopes.includes(marked));
  if (!pack || !language || !isKnown) {
    response.send(404, { error: "not-found" });
    return;
  }
  const picture = drawScopePicture(pack, app.world.texts(language), language, marked);
  response.sendRaw(200, picture, PICTURE_HEADERS);
}
