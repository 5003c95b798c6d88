import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { z } from "zod";
import { AppError } from "../core/errors.ts";
import { RULES } from "./rules.ts";
import { Settings } from "./schema.ts";

/** Where env/.env.<name> files stand. */
export const ENV_FOLDER = join(import.meta.dirname, "../../env");

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the settings come from. */
export interface LoadOptions {
  /** @default process.env */
  readonly environment?: Environment;
  /** @default {@link ENV_FOLDER} */
  readonly folder?: string;
}

/**
 * Reads the settings: the environment first, then `env/.env.<name>.user`, then `env/.env.<name>`.
 * The name is ENV_NAME; without it `sandbox`, or no file at all where CLOUD names another cloud.
 * @throws AppError ERR_CONFIG_INVALID or ERR_CONFIG_UNSAFE whose message is one sentence that says what to set
 */
export function loadSettings(options: LoadOptions = {}): Settings {
  const { environment = process.env, folder = ENV_FOLDER } = options;
  const given = withoutEmpty(environment);
  const values = { ...readFiles(folder, given), ...given };
  const parsed = Settings.safeParse(values);
  if (!parsed.success) throw new AppError("ERR_CONFIG_INVALID", describe(parsed.error));
  for (const { code, broken } of RULES) {
    const sentence = broken(parsed.data);
    if (sentence) throw new AppError(code, sentence);
  }
  return parsed.data;
}

/** An empty value counts as none: deployment templates leave them behind. */
function withoutEmpty(values: Environment): Record<string, string> {
  const set = Object.entries(values).filter(([, value]) => value?.trim());
  return Object.fromEntries(set) as Record<string, string>;
}

function readFiles(folder: string, given: Environment): Record<string, string> {
  const isSandbox = (given.CLOUD ?? "sandbox") === "sandbox";
  const name = given.ENV_NAME ?? (isSandbox ? "sandbox" : undefined);
  if (name === undefined) return {};
  if (!/^[\w-]+$/.test(name))
    throw new AppError("ERR_CONFIG_INVALID", "ENV_NAME is no name: set letters and digits only.");
  const base = readEnvFile(join(folder, `.env.${name}`));
  if (!base && given.ENV_NAME !== undefined) {
    const sentence = `There is no file env/.env.${name}: create it, or set ENV_NAME to another name.`;
    throw new AppError("ERR_CONFIG_INVALID", sentence);
  }
  return { ...base, ...readEnvFile(join(folder, `.env.${name}.user`)) };
}

function readEnvFile(path: string): Record<string, string> | undefined {
  try {
    return withoutEmpty(parseEnv(readFileSync(path, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The first problem, with the setting's own line of help. Values are not repeated: they may be secret. */
function describe(error: z.ZodError): string {
  const name = String(error.issues[0]?.path[0]);
  const help = Settings.shape[name as keyof typeof Settings.shape]?.description;
  return `${name} does not fit: set it to what it means. ${help ?? ""}`.trim();
}
