import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { noExpressions, runCheck } from "../core/catalogue/checks/index.ts";
import type { Catalogue } from "../core/catalogue/index.ts";
import { type CatalogueFiles, PackHead, parseCatalogue } from "../core/catalogue/index.ts";
import { AppError } from "../core/errors.ts";
import { OWN_PACK, toOwnPack } from "../core/scope/index.ts";

/** The catalogue that comes with the product. */
export const CATALOGUE_FOLDER = join(import.meta.dirname, "../../catalogue");

/**
 * Reads every JSON file below a catalogue folder.
 * @throws AppError ERR_CATALOGUE_INVALID naming a file that is not JSON
 */
export async function readCatalogueFiles(folder: string): Promise<CatalogueFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => {
      const name = relative(folder, path).split(sep).join("/");
      return [name, parseJson(name, await readFile(path, "utf8"))] as const;
    }),
  );
  return Object.fromEntries(files);
}

/**
 * Reads the catalogue of the product, with Consentry's own scopes, and the packs of further folders (each
 * one pack).
 * @throws AppError ERR_CATALOGUE_INVALID
 */
export async function loadCatalogue(packFolders: readonly string[] = []): Promise<Catalogue> {
  const files = await readCatalogueFiles(CATALOGUE_FOLDER);
  const others = await Promise.all(packFolders.map(readPackFolder));
  const own = toOwnPack(PackHead.parse(files[`${OWN_PACK}/pack.json`]));
  const catalogue = parseCatalogue(Object.assign({}, files, own, ...others));
  if (packFolders.length > 0) refuseExpressions(catalogue);
  return catalogue;
}

/** The other rules are for whoever writes a pack; this one also holds against whoever slips one in. */
function refuseExpressions(catalogue: Catalogue): void {
  const [problem] = runCheck(noExpressions, catalogue);
  if (!problem) return;
  const sentence = `${problem.place}: ${problem.message}`;
  throw new AppError("ERR_CATALOGUE_INVALID", sentence);
}

async function readPackFolder(folder: string): Promise<CatalogueFiles> {
  const files = await readCatalogueFiles(folder);
  const head = files["pack.json"] as { id?: unknown } | undefined;
  if (typeof head?.id !== "string")
    throw new AppError("ERR_CATALOGUE_INVALID", `${folder}: holds no pack.json with an id`);
  // What Consentry is asked for itself comes from its registry alone.
  if (head.id === OWN_PACK)
    throw new AppError("ERR_CATALOGUE_INVALID", `${folder}: ${OWN_PACK} is Consentry's own pack`);
  const named = Object.entries(files).map(([path, value]) => [`${head.id}/${path}`, value]);
  return Object.fromEntries(named);
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("ERR_CATALOGUE_INVALID", `${name}: is not JSON`, { cause });
  }
}
