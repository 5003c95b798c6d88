import { AppError, type ErrorCode } from "../core/errors.ts";
import type { Settings } from "./schema.ts";

/** What must hold of the settings of a table before anything is asked of it. */
export const TABLES_RULES: readonly {
  readonly code: ErrorCode;
  broken(settings: Settings): string | false;
}[] = [
  {
    code: "ERR_CONFIG_INVALID",
    broken: ({ TABLES_ENDPOINT, TABLES_MANAGED_IDENTITY, SECRET_TABLES_CONNECTION }) =>
      (TABLES_ENDPOINT ?? TABLES_MANAGED_IDENTITY ?? SECRET_TABLES_CONNECTION) === undefined &&
      "There is no table to keep state in: set TABLES_ENDPOINT and TABLES_MANAGED_IDENTITY, or SECRET_TABLES_CONNECTION.",
  },
  {
    code: "ERR_CONFIG_INVALID",
    broken: ({ TABLES_ENDPOINT, TABLES_MANAGED_IDENTITY, SECRET_TABLES_CONNECTION }) =>
      SECRET_TABLES_CONNECTION !== undefined &&
      (TABLES_ENDPOINT ?? TABLES_MANAGED_IDENTITY) !== undefined &&
      "A table is reached in one way only: keep SECRET_TABLES_CONNECTION, or TABLES_ENDPOINT and TABLES_MANAGED_IDENTITY.",
  },
  missing("TABLES_ENDPOINT", "TABLES_MANAGED_IDENTITY", "the https address of the table service"),
  missing("TABLES_MANAGED_IDENTITY", "TABLES_ENDPOINT", "the client id of the managed identity"),
  {
    code: "ERR_CONFIG_INVALID",
    broken: ({ SECRET_TABLES_CONNECTION: connection }) =>
      connection !== undefined &&
      !/(^|;)(AccountKey=.|SharedAccessSignature=.|UseDevelopmentStorage=true)/i.test(connection) &&
      "SECRET_TABLES_CONNECTION does not fit: set it to the connection string that the storage account shows.",
  },
  {
    code: "ERR_CONFIG_UNSAFE",
    broken: ({ SECRET_TABLES_CONNECTION: connection = "" }) =>
      leavesUnencrypted(connection) &&
      "SECRET_TABLES_CONNECTION leads out of this machine without https: set one with https.",
  },
];

/**
 * Looks at the settings of a table also where STORE does not name it yet.
 * @throws AppError ERR_CONFIG_INVALID or ERR_CONFIG_UNSAFE
 */
export function refuseTables(settings: Settings): void {
  for (const { code, broken } of TABLES_RULES) {
    const sentence = broken(settings);
    if (sentence) throw new AppError(code, sentence);
  }
}

type Half = "TABLES_ENDPOINT" | "TABLES_MANAGED_IDENTITY";

function missing(name: Half, beside: Half, what: string): (typeof TABLES_RULES)[number] {
  return {
    code: "ERR_CONFIG_INVALID",
    broken: (settings) =>
      settings[name] === undefined &&
      settings[beside] !== undefined &&
      `${name} is missing beside ${beside}: set it to ${what}.`,
  };
}

/** Azurite on this machine has no certificate; nothing else may do without. */
function leavesUnencrypted(connection: string): boolean {
  const parts = connection.split(";").map((part) => part.trim());
  const readPart = (name: string) =>
    parts.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const endpoint = readPart("tableendpoint");
  if (endpoint === undefined) return readPart("defaultendpointsprotocol")?.toLowerCase() === "http";
  const isLoopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])([:/]|$)/i.test(endpoint);
  return !/^https:\/\//i.test(endpoint) && !isLoopback;
}
