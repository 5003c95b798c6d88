// Knows the tab as files: how browser code is bundled, and with which headers page, files and texts go out.
// Must not know what the page does, nor the HTTP library: it gives status, headers and body.
// A new file of the page is an entry in bundle.ts.
import { gzipSync } from "node:zlib";
import { AppError } from "../../core/errors.ts";
import { LANGUAGES, type Language, localize } from "../../core/local-text.ts";
import { SCOPES } from "../../core/scope/index.ts";
import { createTexts, listTexts } from "../../i18n/index.ts";
import { BUILT_FILE, readBuilt, writeBuilt } from "./built-file.ts";
import { type Bundle, type BundledFile, bundleTab, nameByContent } from "./bundle.ts";
import { drawTabPage, type PageAsk, pickLanguage, readTheme } from "./page.ts";

/** What goes out, for whatever sends it. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** The tab's page and its files. */
export interface TabPage {
  /** `GET /tab` */
  showPage(ask: PageAsk): Promise<PageAnswer>;
  /** `GET /tab/assets/{file}` */
  showAsset(file: string, acceptEncoding?: string): Promise<PageAnswer>;
  /** `GET /tab/texts/{file}` */
  showTexts(file: string, acceptEncoding?: string): Promise<PageAnswer>;
  /** Address of the script that ends a sign-in page, for a page of the same origin. */
  authEndScript(): Promise<string>;
}

/** What the page's headers depend on, and how it is bundled. */
export interface TabPageOptions {
  /** Who may show the page inside of his own: the cloud's row names them. */
  readonly frameAncestors: readonly string[];
  /** @default what `npm run build` left, else bundles src/tab */
  readonly bundle?: () => Promise<Bundle>;
}

/** What of a language's texts the page needs, by the beginnings of their keys. */
const TEXTS = ["tab.", "role.", "jobs."];
const FOR_EVER = "public, max-age=31536000, immutable";

/** The bundle that was built before, else one of now. */
async function readOrBundle(): Promise<Bundle> {
  return (await readBuilt()) ?? bundleTab();
}

/** What `npm run build` writes, and where. */
export async function buildTab(): Promise<{ readonly path: string; readonly text: string }> {
  return { path: BUILT_FILE, text: await writeBuilt(await bundleTab()) };
}

/**
 * Makes the tab's page. It is bundled when it is first asked for, and once: who asks meanwhile waits for
 * the same bundle.
 * @throws AppError ERR_TAB_BUNDLE from each function when that fails; the next ask tries again
 */
export function createTabPage(options: TabPageOptions): TabPage {
  const { frameAncestors, bundle = readOrBundle } = options;
  const build = keepSuccess(bundle);
  const texts = new Map(LANGUAGES.map(toTextFile));
  const names = [...texts].map(([name, { language }]) => [language, name] as const);
  return {
    showPage: async (ask) => {
      const language = pickLanguage(ask);
      const page = drawTabPage({
        bundle: await build(),
        t: createTexts(language),
        language,
        theme: readTheme(ask.theme),
        texts: Object.fromEntries(names),
        hosts: frameAncestors.filter((source) => source.startsWith("https://")),
      });
      return { status: 200, headers: toPageHeaders(frameAncestors), body: page };
    },
    showAsset: async (file, acceptEncoding) =>
      toAnswer((await build()).files.get(file), acceptEncoding),
    showTexts: async (file, acceptEncoding) => toAnswer(texts.get(file)?.file, acceptEncoding),
    authEndScript: async () => `/tab/assets/${(await build()).authEnd}`,
  };
}

function keepSuccess(bundle: () => Promise<Bundle>): () => Promise<Bundle> {
  let kept: Promise<Bundle> | undefined;
  return () => {
    kept ??= bundle().catch((cause: unknown) => {
      kept = undefined;
      throw new AppError("ERR_TAB_BUNDLE", "the tab could not be bundled", { cause });
    });
    return kept;
  };
}

function toTextFile(language: Language): [string, { language: Language; file: BundledFile }] {
  const texts = { ...listTexts(language, TEXTS), ...listScopeTexts(language) };
  const body = Buffer.from(JSON.stringify(texts));
  const file = { type: "application/json; charset=utf-8", body, zipped: gzipSync(body) };
  return [nameByContent(language, "json", body), { language, file }];
}

/** Why each scope is asked for, and each of its permissions: `scope.home.why`, `scope.home.Team.ReadBasic.All`. */
function listScopeTexts(language: Language): Readonly<Record<string, string>> {
  const entries = SCOPES.flatMap(({ id, why, permissions }) => [
    [`scope.${id}.why`, localize(why, language)],
    ...permissions.map(({ value, justification }) => [
      `scope.${id}.${value}`,
      localize(justification, language),
    ]),
  ]);
  return Object.fromEntries(entries);
}

function toPageHeaders(frameAncestors: readonly string[]): PageAnswer["headers"] {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors.join(" ")}`,
  ];
  return {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": policy.join("; "),
    "Cache-Control": "no-store",
  };
}

/** Files carry a hash of what is in them in their names, so browsers keep them for ever. */
function toAnswer(file: BundledFile | undefined, acceptEncoding = ""): PageAnswer {
  if (!file) return toNotFound();
  const isZipped = acceptsGzip(acceptEncoding);
  const headers = {
    "Content-Type": file.type,
    "Cache-Control": FOR_EVER,
    Vary: "Accept-Encoding",
    ...(isZipped ? { "Content-Encoding": "gzip" } : {}),
  };
  return { status: 200, headers, body: isZipped ? file.zipped : file.body };
}

function toNotFound(): PageAnswer {
  const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
  return { status: 404, headers, body: "not-found" };
}

/** `gzip;q=0` is a no. */
function acceptsGzip(acceptEncoding: string): boolean {
  return acceptEncoding
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => /^gzip(?!.*;\s*q=0(?:\.0*)?$)\b/.test(entry));
}
