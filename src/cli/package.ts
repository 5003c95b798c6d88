// npm run package: appPackage/ with its variables filled in -> one zip for Teams.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { crc32, deflateRawSync } from "node:zlib";
import { commands } from "../bot/commands/index.ts";
import { extensionCommands, SEARCH_PARAMETER } from "../bot/extension/index.ts";
import { createTexts } from "../i18n/index.ts";

/** Where manifest and icons stand, and where the package goes. */
export const APP_PACKAGE = join(import.meta.dirname, "../../appPackage");

/** Width and height that Teams asks for. */
export const ICONS = { "color.png": 192, "outline.png": 32 } as const;

/** A file in the package. */
export interface Entry {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The suffix that tells "Consentry-dev" from "Consentry". */
const MAY_BE_EMPTY = "APP_NAME_SUFFIX";

/**
 * Puts values in the place of `${{NAME}}`.
 * @throws RangeError naming every variable that has no value
 */
export function fillVariables(text: string, values: Readonly<Record<string, string | undefined>>) {
  const missing = new Set<string>();
  const filled = text.replace(/\$\{\{(\w+)\}\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined || (value === "" && name !== MAY_BE_EMPTY)) missing.add(name);
    // JSON text: a quote in a value must not end the string it stands in.
    return JSON.stringify(value ?? "").slice(1, -1);
  });
  if (missing.size > 0) throw new RangeError(`set ${[...missing].join(", ")} in env/.env.<name>`);
  return filled;
}

/** The command menu as the manifest has to list it: one list for everywhere. */
export function listCommands() {
  const t = createTexts("en");
  const offered = commands.filter(({ isInMenu }) => isInMenu);
  return offered.map(({ name, action }) => ({
    title: name,
    description: t(`action.${action}.does`),
  }));
}

/** The commands of the message extension as the manifest has to list them. */
export function listExtensionCommands() {
  const t = createTexts("en");
  const parameters = [
    {
      name: SEARCH_PARAMETER,
      title: t("extension.search.parameter"),
      description: t("extension.search.example"),
      inputType: "text",
    },
  ];
  return extensionCommands.map(({ id, type, context }) => ({
    id,
    type,
    title: t(`extension.${id}.title`),
    description: t(`extension.${id}.does`),
    context,
    ...(type === "query" ? { initialRun: true, parameters } : { fetchTask: true }),
  }));
}

/**
 * What is wrong with a manifest and its icons, one sentence each.
 * @param icons bytes by name in the package
 */
export async function checkPackage(
  manifest: unknown,
  icons: Readonly<Record<string, Buffer>>,
): Promise<string[]> {
  // Imported here: it takes a second, and only packaging needs it.
  const { AppManifestUtils } = await import("@microsoft/app-manifest");
  type Manifest = Parameters<typeof AppManifestUtils.validateAgainstSchema>[0];
  const schema = await AppManifestUtils.validateAgainstSchema(manifest as Manifest);
  const sizes = Object.entries(ICONS).flatMap(([name, side]) => {
    const size = icons[name] && readPngSize(icons[name]);
    if (size?.width === side && size.height === side) return [];
    return [`${name} has to be a PNG of ${side} x ${side} pixels`];
  });
  return [...schema, ...sizes];
}

/** Width and height of a PNG, from its first chunk; undefined for anything else. */
export function readPngSize(bytes: Buffer): { width: number; height: number } | undefined {
  const isPng = bytes.length > 24 && bytes.toString("latin1", 1, 4) === "PNG";
  return isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined;
}

const DEFLATED = 8;
/** 1980-01-01, the first day that a zip knows: the same input gives the same bytes. */
const DATE = 0x21;

/** A zip of those files, always the same for the same files. */
export function writeZip(entries: readonly Entry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const packed = deflateRawSync(bytes, { level: 9 });
    const facts = toFacts(name, bytes, packed);
    const local = Buffer.concat([toBytes("PK\x03\x04"), facts, toBytes(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    centrals.push(toBytes("PK\x01\x02\x14\x00"), facts, place, toBytes(name));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  return Buffer.concat([...locals, directory, toEnd(entries.length, directory.length, offset)]);
}

/** The fields that stand in both headers of a file: from "version needed" to "extra length". */
function toFacts(name: string, bytes: Buffer, packed: Buffer): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(DEFLATED, 4);
  facts.writeUInt16LE(DATE, 8);
  facts.writeUInt32LE(crc32(bytes), 10);
  facts.writeUInt32LE(packed.length, 14);
  facts.writeUInt32LE(bytes.length, 18);
  facts.writeUInt16LE(toBytes(name).length, 22);
  return facts;
}

function toEnd(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

function toBytes(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

/** The variables of env/.env.<name>; a manifest holds no secret, so the .user file stays closed. */
function readVariables(name: string): Record<string, string | undefined> {
  const path = join(APP_PACKAGE, "../env", `.env.${name}`);
  return parseEnv(readFileSync(path, "utf8"));
}

async function run(name = "dev"): Promise<void> {
  const text = readFileSync(join(APP_PACKAGE, "manifest.json"), "utf8");
  const filled = fillVariables(text, { TEAMSFX_ENV: name, ...readVariables(name) });
  const icons = Object.fromEntries(
    Object.keys(ICONS).map((icon) => [icon, readFileSync(join(APP_PACKAGE, icon))]),
  );
  const problems = await checkPackage(JSON.parse(filled), icons);
  if (problems.length > 0) throw new RangeError(problems.join("\n"));
  const files = { "manifest.json": Buffer.from(filled), ...icons };
  const zip = writeZip(Object.entries(files).map(([file, bytes]) => ({ name: file, bytes })));
  const target = join(APP_PACKAGE, "build", `appPackage.${name}.zip`);
  mkdirSync(join(APP_PACKAGE, "build"), { recursive: true });
  writeFileSync(target, zip);
  process.stdout.write(`${target}\n`);
}

if (import.meta.main)
  await run(process.argv[2]).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
