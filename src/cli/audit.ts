// npm run audit: proves the audit log and prints it. Exit code 1: the log is broken; 2: it was not looked at.
import { once } from "node:events";
import { parseArgs } from "node:util";
import { loadSettings } from "../config/index.ts";
import { AppError } from "../core/errors.ts";
import { type Cell, formatCsv } from "../core/export/index.ts";
import { openSettledStore } from "../open-settled-store.ts";
import type { Store } from "../ports/index.ts";
import {
  type AuditKey,
  type AuditRow,
  createAuditKey,
  listTenants,
  readAuditRows,
  verifyLedger,
} from "../store/index.ts";
import { describeVerdict } from "./audit-breaks.ts";
import { proveFile } from "./audit-file.ts";
import { NO_KEY, openFile } from "./store-file.ts";

const USAGE =
  "Usage: npm run -s audit -- [file] [--csv] [--tenant id]\n       npm run -s audit -- --file export.json\n";

interface Wish {
  /** What settings say without it. */
  readonly file?: string;
  /** All of the store without it. */
  readonly tenant?: string;
  readonly isCsv: boolean;
  /** An export that is to be proved, in place of a store. */
  readonly exported?: string;
}

/** Undefined for words that do not fit. */
function readWords(words: readonly string[]): Wish | undefined {
  const options = {
    csv: { type: "boolean" },
    tenant: { type: "string" },
    file: { type: "string" },
  } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
    });
    const { tenant, csv: isCsv = false, file: exported } = values;
    const isMixed = exported !== undefined && (isCsv || tenant !== undefined || positionals[0]);
    if (positionals.length > 1 || isMixed) return undefined;
    return { file: positionals[0], tenant: tenant?.toLowerCase(), isCsv, exported };
  } catch {
    // parseArgs throws for what it does not know; the usage line says more.
    return undefined;
  }
}

async function main(words: readonly string[]): Promise<number> {
  const wish = readWords(words);
  if (!wish) return refuse(USAGE.trimEnd());
  const settings = loadSettings();
  const { STORE, STORE_FILE, SECRET_STATE_KEY } = settings;
  if (wish.exported !== undefined) return proveFile(wish.exported, SECRET_STATE_KEY);
  const file = wish.file ?? (STORE === "sqlite" ? STORE_FILE : undefined);
  if (!SECRET_STATE_KEY) return refuse(NO_KEY);
  const store = file === undefined ? await openSettledStore(settings) : await openFile(file);
  try {
    return await audit(store, createAuditKey(SECRET_STATE_KEY), wish);
  } finally {
    await store.close();
  }
}

async function audit(store: Store, key: AuditKey, wish: Wish): Promise<number> {
  const tenants = wish.tenant === undefined ? await listTenants(store) : [wish.tenant];
  if (wish.isCsv) await print(formatCsv([COLUMNS]));
  let code = 0;
  for (const tenant of tenants) {
    for await (const row of readAuditRows(store, tenant))
      await print(wish.isCsv ? formatCsv([toCells(tenant, row)]) : toJson(tenant, row));
    const verdict = await verifyLedger(store, key, tenant);
    process.stderr.write(`Tenant ${tenant}: ${describeVerdict(verdict)}\n`);
    if (verdict.kind === "broken") code = 1;
  }
  if (tenants.length === 0) process.stderr.write("The audit log has not begun.\n");
  return code;
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

const COLUMNS = ["tenant", "line", "at", "verb", "actor", "object", "details", "row"];

function toCells(tenant: string, { row, line }: AuditRow): readonly Cell[] {
  if (!line) return [tenant, null, null, null, null, null, null, row];
  const { line: number, at, verb, actor, object, details } = line;
  return [tenant, number, at, verb, actor, object, details && JSON.stringify(details), row];
}

/** A row that is no audit line has its key only. */
function toJson(tenant: string, { row, line }: AuditRow): string {
  if (!line) return `${JSON.stringify({ tenant, row })}\n`;
  const { line: number, at, verb, actor, object, details } = line;
  return `${JSON.stringify({ tenant, line: number, at, verb, actor, object, details, row })}\n`;
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.exitCode = refuse(error.message);
}
