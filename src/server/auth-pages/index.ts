// Knows the two pages of a sign-in in a browser: the one that leads to Entra ID, and the one it ends on.
// Must not know OAuth or the HTTP library: SignIns reads what came back, answers go out as they are.
// A new way to end is a kind of SignInEnd and its texts `authPage.<kind>`.
import type { Cloud } from "../../core/cloud/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { SignInEnd, SignIns } from "../../flows/index.ts";
import { createTexts } from "../../i18n/index.ts";
import type { Log } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import { toPageHeaders } from "../headers.ts";
import { drawPage, PAGE_STYLE } from "../page.ts";
import type { PageAnswer, TabPage } from "../tab-page/index.ts";

/** What the pages work with. */
export interface AuthTools {
  readonly signIns: Pick<SignIns, "start" | "finish">;
  readonly page: Pick<TabPage, "authEndScript">;
  readonly cloud: Pick<Cloud, "frameAncestors">;
  readonly log: Log;
}

/** A browser that came to one of them. */
export interface AuthVisit {
  /** What stands behind the `?`, with it. */
  readonly search: string;
  readonly language: Language;
}

/** Longest query that is looked at, in characters. */
const SEARCH_LIMIT = 16_384;

const START_HEADERS = toPageHeaders({ style: PAGE_STYLE });
const END_HEADERS = toPageHeaders({ style: PAGE_STYLE, script: "'self'" });

/** `GET /auth/start`: on to Entra ID, or a page that says that the link is old. */
export async function showAuthStart(
  { search, language }: AuthVisit,
  { signIns }: AuthTools,
): Promise<PageAnswer> {
  const query = new URLSearchParams(search.length > SEARCH_LIMIT ? "" : search);
  const ticket = query.get("t");
  const started = ticket ? await signIns.start(ticket) : undefined;
  if (!started)
    return { status: 400, headers: START_HEADERS, body: draw({ kind: "expired" }, language) };
  if (started.kind === "confirm")
    return { status: 200, headers: START_HEADERS, body: drawService(started.ticket, language) };
  const { "Cache-Control": cache = "no-store" } = START_HEADERS;
  return { status: 302, headers: { Location: started.url, "Cache-Control": cache }, body: "" };
}

/** Before an account becomes the service account: what for, and that it is not for the person alone. */
function drawService(ticket: string, language: Language): string {
  const t = createTexts(language);
  return drawPage({
    language,
    title: t("authPage.service.title"),
    lines: [t("authPage.service.is"), t("authPage.service.next")],
    link: {
      text: t("authPage.service.go"),
      href: `/auth/start?t=${encodeURIComponent(ticket)}`,
    },
  });
}

/** `GET /auth/end`: keeps the sign-in, tells Teams where a window of it is open, and says how it went. */
export async function showAuthEnd(
  { search, language }: AuthVisit,
  tools: AuthTools,
): Promise<PageAnswer> {
  const end = await finish(search, tools.signIns);
  const isBusy = end.kind === "busy";
  // A window that waits to be loaded again is not closed by Teams.
  const script = isBusy ? undefined : await findScript(tools);
  const body = draw(end, language, { script, data: toData(end, tools, language) });
  return {
    status: isBusy ? 503 : 200,
    headers: isBusy ? { ...END_HEADERS, "Retry-After": String(end.seconds) } : END_HEADERS,
    body,
  };
}

/** A page for somebody who came while the product is not open, or met a fault: no script is at hand. */
export function showAuthFault(status: 500 | 503, language: Language): PageAnswer {
  const end: SignInEnd = status === 503 ? { kind: "busy", seconds: 2 } : { kind: "failed" };
  return { status, headers: START_HEADERS, body: draw(end, language) };
}

async function finish(search: string, signIns: AuthTools["signIns"]): Promise<SignInEnd> {
  if (search === "" || search.length > SEARCH_LIMIT) return { kind: "expired" };
  return signIns.finish(new URLSearchParams(search));
}

/** Without its script the page is still readable: the sign-in counts all the same. */
async function findScript({ page, log }: AuthTools): Promise<string | undefined> {
  try {
    return await page.authEndScript();
  } catch (error) {
    log.error("a sign-in page has no script", describeError(error));
    return undefined;
  }
}

/** Ends that the person brought about and knows of; any other one is read before the window goes. */
const UNDERSTOOD: readonly SignInEnd["kind"][] = ["signed-in", "declined"];

function toData(
  end: SignInEnd,
  { cloud }: AuthTools,
  language: Language,
): Readonly<Record<string, string>> {
  const hosts = cloud.frameAncestors.filter((source) => source.startsWith("https://"));
  return {
    outcome: end.kind === "signed-in" ? "ok" : end.kind,
    ...(end.kind === "signed-in" && { key: end.key }),
    hosts: hosts.join(" "),
    ...(!UNDERSTOOD.includes(end.kind) && { close: createTexts(language)("authPage.close") }),
  };
}

type Extras = Pick<Parameters<typeof drawPage>[0], "script" | "data">;

function draw(end: SignInEnd, language: Language, extras: Extras = {}): string {
  const t = createTexts(language);
  const seconds = end.kind === "busy" ? end.seconds : 0;
  return drawPage({
    language,
    title: t(`authPage.${end.kind}.title`),
    lines: [t(`authPage.${end.kind}.is`), t(`authPage.${end.kind}.next`, { seconds })],
    ...extras,
  });
}
