import type { Request, Response, Server } from "restify";
import { TAB_ROUTES, type TabRoute, type TabRouteName } from "../core/tab-api/index.ts";
import { type AuthTools, showAuthEnd, showAuthFault, showAuthStart } from "./auth-pages/index.ts";
import { preferredLanguage } from "./language.ts";
import type { App, Exchange, Refusal } from "./routes.ts";
import {
  refuse,
  sendRefusal,
  type TabApi,
  type Refusal as TabRefusal,
  type TabRequest,
  type TabResponse,
} from "./tab-api/index.ts";
import { createTabPage, type PageAnswer, type TabPage } from "./tab-page/index.ts";

/** Wraps a handler: `refuse` answers in its place while the product is not open, and after a fault. */
export type Guard = (
  handle: (exchange: Exchange) => Promise<void>,
  refuse?: (refusal: Refusal) => void,
) => (request: Request, response: Response) => Promise<void>;

const METHODS = { GET: "get", POST: "post", PUT: "put", DELETE: "del" } as const;

/** Adds the tab's API, its page and the pages of a sign-in. */
export function addTabRoutes(server: Server, guard: Guard, api: TabApi): void {
  for (const name of Object.keys(TAB_ROUTES) as TabRouteName[]) {
    const { method, path }: TabRoute = TAB_ROUTES[name];
    const handle = guard((exchange) => answerApi(api, name, exchange), refuseApi);
    server[METHODS[method]](path.replace(/\{(\w+)\}/g, ":$1"), handle);
  }
  const find = keepPages();
  server.get(
    "/tab",
    guard(async (exchange) => showTab(find(exchange.app), exchange)),
  );
  const show = (kind: "showAsset" | "showTexts") =>
    guard(async (exchange) => showFile(find(exchange.app)[kind], exchange));
  server.get("/tab/assets/:file", show("showAsset"));
  server.get("/tab/texts/:file", show("showTexts"));
  const auth = (handle: typeof showAuthEnd) =>
    guard(async (exchange) => {
      const { app, request, response } = exchange;
      send(response, await handle(toVisit(request), toAuthTools(app, find(app))));
    }, refuseAuth);
  server.get(
    "/auth/start",
    auth(async (visit, tools) => showAuthStart(visit, tools)),
  );
  server.get("/auth/end", auth(showAuthEnd));
}

async function answerApi(api: TabApi, name: TabRouteName, exchange: Exchange): Promise<void> {
  const { request, response, app, correlationId } = exchange;
  const language = languageOf(request);
  const asked = { request: toTabRequest(request), language, correlationId };
  send(response, await api.answer(name, asked, app.tab));
}

function toTabRequest(request: Request): TabRequest {
  const { headers } = request;
  const { authorization } = headers;
  return {
    message: request,
    params: request.params,
    query: toQuery(request),
    authorization,
    mark: single(headers["x-consentry"]),
    ifMatch: single(headers["if-match"]),
  };
}

/** A name that is repeated counts as not readable. */
function toQuery(request: Request): Readonly<Record<string, unknown>> {
  const { searchParams } = toUrl(request);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const [value, ...others] = searchParams.getAll(name);
      return [name, others.length === 0 ? value : [value, ...others]];
    }),
  );
}

function refuseApi({ request, response, status, correlationId }: Refusal): void {
  const refusal = status === 503 ? refuse("busy", { seconds: 2 }) : refuse("internal");
  sendProblem({ request, response, correlationId }, refusal);
}

/** Paths whose refusals are problem details: the tab's API, and whatever else is asked for beside it. */
export function isApiPath(request: Request): boolean {
  const { pathname } = toUrl(request);
  return pathname.startsWith("/api/") && !/^\/api\/messages\/?$/.test(pathname);
}

/** Answers with problem details, also where no route was reached. */
export function sendProblem(
  { request, response, correlationId }: Pick<Exchange, "request" | "response" | "correlationId">,
  refusal: TabRefusal,
): void {
  send(response, sendRefusal(refusal, { language: languageOf(request), correlationId }));
}

function keepPages(): (app: App) => TabPage {
  const kept = new WeakMap<App, TabPage>();
  return (app) => {
    const { frameAncestors } = app.world.cloud;
    const page = app.page ?? kept.get(app) ?? createTabPage({ frameAncestors });
    kept.set(app, page);
    return page;
  };
}

/** `GET /tab` */
async function showTab(page: TabPage, { request, response }: Exchange): Promise<void> {
  const { searchParams } = toUrl(request);
  const given = {
    acceptLanguage: request.headers["accept-language"],
    theme: searchParams.get("theme") ?? undefined,
    locale: searchParams.get("locale") ?? undefined,
  };
  send(response, await page.showPage(given));
}

/** `GET /tab/assets/:file` and `GET /tab/texts/:file` */
async function showFile(show: TabPage["showAsset"], { request, response }: Exchange) {
  const encoding = single(request.headers["accept-encoding"]);
  send(response, await show(String(request.params.file), encoding));
}

function toAuthTools({ tab, world }: App, page: TabPage): AuthTools {
  return { signIns: tab.signIns, page, cloud: world.cloud, log: tab.log };
}

function toVisit(request: Request) {
  return { search: toUrl(request).search, language: languageOf(request) };
}

function refuseAuth({ request, response, status }: Refusal): void {
  send(response, showAuthFault(status, languageOf(request)));
}

function languageOf({ headers }: Request) {
  return preferredLanguage(headers["accept-language"]);
}

/** An address that cannot be read has neither path nor query. */
function toUrl(request: Request): URL {
  const address = request.url ?? "/";
  return URL.parse(address, "http://localhost") ?? new URL("http://localhost");
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function send(response: Response, { status, headers, body }: PageAnswer | TabResponse): void {
  response.sendRaw(status, body, { ...headers });
}
