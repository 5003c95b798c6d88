import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Bundle } from "./bundle.ts";

/** Where `npm run build` leaves the bundle for a machine that has no bundler. */
export const BUILT_FILE = fileURLToPath(new URL("../../../dist/tab.json", import.meta.url));
/** Names the version of every package that is bundled. */
const LOCK = fileURLToPath(new URL("../../../package-lock.json", import.meta.url));
const SOURCES = fileURLToPath(new URL("../../tab/", import.meta.url));

const Built = z.strictObject({
  /** Fingerprint of the sources that it was made of. */
  sources: z.string(),
  start: z.string(),
  authEnd: z.string(),
  style: z.string(),
  preloads: z.array(z.string()),
  /** By name; bodies in base64. */
  files: z.record(
    z.string(),
    z.strictObject({ type: z.string(), body: z.string(), zipped: z.string() }),
  ),
});

/** The text of the file that keeps a bundle. */
export async function writeBuilt({ files, ...entries }: Bundle): Promise<string> {
  const kept = [...files].map(([name, { type, body, zipped }]) => {
    const file = { type, body: body.toString("base64"), zipped: zipped.toString("base64") };
    return [name, file] as const;
  });
  const value = { sources: await fingerprint(), ...entries, files: Object.fromEntries(kept) };
  return JSON.stringify(value);
}

/**
 * The bundle of a file that `npm run build` wrote.
 * @returns undefined without a file, and for one that was made of other sources: it would show an old page
 */
export async function readBuilt(path = BUILT_FILE): Promise<Bundle | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  const { data } = Built.safeParse(text === undefined ? undefined : parse(text));
  if (!data || data.sources !== (await fingerprint())) return undefined;
  const { files, sources: _made, ...entries } = data;
  const read = Object.entries(files).map(([name, { type, body, zipped }]) => {
    const file = { type, body: Buffer.from(body, "base64"), zipped: Buffer.from(zipped, "base64") };
    return [name, file] as const;
  });
  return { ...entries, files: new Map(read) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A file that was cut counts as none: it is made anew where there is a bundler.
    return undefined;
  }
}

/** The same on every platform, so that a bundle may be made on another one than it is served from. */
async function fingerprint(): Promise<string> {
  const entries = await readdir(SOURCES, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const names = paths.map((path) => relative(SOURCES, path).split(sep).join("/")).sort();
  const hash = createHash("sha256").update(await readFile(LOCK));
  for (const name of names) hash.update(name).update(await readFile(join(SOURCES, name)));
  return hash.digest("hex");
}
