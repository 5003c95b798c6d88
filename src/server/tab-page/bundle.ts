import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Metafile, OutputFile, Plugin } from "esbuild";
import { drawThemes } from "./theme.ts";

/** A file as it goes out. */
export interface BundledFile {
  /** Content-Type. */
  readonly type: string;
  readonly body: Buffer;
  /** The same, gzip. */
  readonly zipped: Buffer;
}

/** Everything that /tab/assets serves, by name, and which of it the pages name. */
export interface Bundle {
  readonly files: ReadonlyMap<string, BundledFile>;
  readonly start: string;
  readonly authEnd: string;
  readonly style: string;
  /** What the start script imports at once, so that the browser asks for all of it together. */
  readonly preloads: readonly string[];
}

const FOLDER = fileURLToPath(new URL("../../tab/", import.meta.url));
const SCRIPT = "text/javascript; charset=utf-8";

/** Bundles src/tab in memory: scripts split where they are loaded later, one style sheet with the themes. */
export async function bundleTab(): Promise<Bundle> {
  const { build, stop } = await import("esbuild");
  const built = await build({
    absWorkingDir: FOLDER,
    entryPoints: { start: "start.ts", "auth-end": "auth-end.ts", style: "style/style.css" },
    outdir: FOLDER,
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    bundle: true,
    write: false,
    format: "esm",
    splitting: true,
    minify: true,
    target: "es2022",
    tsconfigRaw: {},
    legalComments: "eof",
    logLevel: "silent",
    metafile: true,
    plugins: [trustTheListInside],
  });
  await stop();
  return toBundle(built.outputFiles, built.metafile);
}

/**
 * teams-js asks a server of Microsoft for the newest list of hosts it may trust, and takes the list inside
 * the package when that fails. The page may connect to its own server only, so it is made to fail at once;
 * the hosts of the cloud's row are named to teams-js besides.
 */
const trustTheListInside: Plugin = {
  name: "trust-the-list-inside",
  setup: (build) => {
    build.onLoad({ filter: /teams-js.*internal[/\\]validOrigins\.js$/ }, async ({ path }) => {
      const { readFile } = await import("node:fs/promises");
      const refuse = 'const fetch = () => Promise.reject(new Error("the list inside holds"));\n';
      return { contents: refuse + (await readFile(path, "utf8")), loader: "js" };
    });
  },
};

async function toBundle(outputs: readonly OutputFile[], metafile: Metafile): Promise<Bundle> {
  const scripts = outputs.filter(({ path }) => path.endsWith(".js"));
  const styles = outputs.find(({ path }) => path.endsWith(".css"))?.text ?? "";
  const themes = await drawThemes([styles, ...scripts.map(({ text }) => text)]);
  const style = Buffer.from(`${themes}\n${styles}`);
  const styleName = nameByContent("style", "css", style);
  const files = new Map(
    scripts.map(({ path, contents }) => [toName(path), toFile(SCRIPT, Buffer.from(contents))]),
  );
  files.set(styleName, toFile("text/css; charset=utf-8", style));
  const start = findEntry(metafile, "start.ts");
  return {
    files,
    start: toName(start),
    authEnd: toName(findEntry(metafile, "auth-end.ts")),
    style: styleName,
    preloads: listImports(metafile, start).map(toName),
  };
}

function toFile(type: string, body: Buffer): BundledFile {
  return { type, body, zipped: gzipSync(body, { level: 9 }) };
}

function toName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** `en-1a2b3c4d.json`: another content has another name. */
export function nameByContent(stem: string, ending: string, body: Buffer): string {
  return `${stem}-${createHash("sha256").update(body).digest("hex").slice(0, 12)}.${ending}`;
}

function findEntry({ outputs }: Metafile, source: string): string {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source);
  if (!found) throw new RangeError(`no bundle of ${source}`);
  return found[0];
}

function listImports({ outputs }: Metafile, from: string): readonly string[] {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    for (const { kind, path: next } of outputs[path]?.imports ?? []) {
      if (kind !== "import-statement" || seen.has(next)) continue;
      seen.add(next);
      visit(next);
    }
  };
  visit(from);
  return [...seen];
}
