// npm run store:copy: copies the file of SQLite to the table, proves that both are equal, and proves the
// audit logs of the copy. Exit code 1: something is not as it should be; 2: nothing was copied.
import { loadSettings } from "../config/index.ts";
import { AppError } from "../core/errors.ts";
import { openSettledTable } from "../open-settled-store.ts";
import {
  type AuditKey,
  type CopiedPartition,
  type CopyOutcome,
  copyStore,
  createAuditKey,
  listTenants,
  type OpenStore,
  verifyLedger,
} from "../store/index.ts";
import { describeVerdict } from "./audit-breaks.ts";
import { NO_KEY, openFile } from "./store-file.ts";

const USAGE = "Usage: npm run -s store:copy -- [file]";

async function main(words: readonly string[]): Promise<number> {
  if (words.length > 1 || words[0]?.startsWith("-")) return refuse(USAGE);
  const settings = loadSettings();
  const { STORE_FILE, TABLES_NAME, SECRET_STATE_KEY } = settings;
  if (!SECRET_STATE_KEY) return refuse(NO_KEY);
  const file = words[0] ?? STORE_FILE;
  const source = await openFile(file);
  try {
    const target = await openSettledTable(settings);
    try {
      print(`From ${file} to the table ${TABLES_NAME}:`);
      return await copy({ source, target, name: TABLES_NAME }, createAuditKey(SECRET_STATE_KEY));
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

interface Copy {
  readonly source: OpenStore;
  readonly target: OpenStore;
  readonly name: string;
}

async function copy({ source, target, name }: Copy, key: AuditKey): Promise<number> {
  const outcome = await copyStore(source, target);
  if (outcome.kind !== "copied") {
    process.stderr.write(`${explain(outcome, name)}\n`);
    return outcome.kind === "foreign" ? 2 : 1;
  }
  for (const line of summarize(outcome.partitions)) print(line);
  return (await proveLogs(target, key)) ? 0 : 1;
}

function explain(outcome: Exclude<CopyOutcome, { kind: "copied" }>, name: string): string {
  switch (outcome.kind) {
    case "foreign":
      return `The table ${name} holds ${outcome.rk} of ${outcome.pk}, which is not in the file so: set TABLES_NAME to a table without rows.`;
    case "unequal":
      return `The partition ${outcome.pk} is not the same on both sides, because somebody else writes to the table ${name}: stop that, and run this again.`;
    default:
      return outcome satisfies never;
  }
}

/** A line for each kind of partition, and one for all. */
function summarize(partitions: readonly CopiedPartition[]): readonly string[] {
  const kinds = Map.groupBy(partitions, ({ pk }) => toKind(pk));
  const lines = [...kinds].map(([kind, of]) => `  ${kind}: ${count(of)}`);
  return [...lines, `All of them are equal on both sides: ${count(partitions)}.`];
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Tenants are named by a GUID; what there are several of is counted at the end of its name. */
function toKind(pk: string): string {
  if (GUID.test(pk)) return "tenants";
  const [kind = pk] = pk.split(/[|-]/);
  return kind;
}

function count(partitions: readonly CopiedPartition[]): string {
  const rows = partitions.reduce((sum, { rows: of }) => sum + of, 0);
  const written = partitions.reduce((sum, { written: of }) => sum + of, 0);
  return `${partitions.length} partitions, ${rows} rows, ${written} of them written now`;
}

async function proveLogs(store: OpenStore, key: AuditKey): Promise<boolean> {
  let isWhole = true;
  for (const tenant of await listTenants(store)) {
    const verdict = await verifyLedger(store, key, tenant);
    print(`Tenant ${tenant}: ${describeVerdict(verdict)}`);
    if (verdict.kind === "broken") isWhole = false;
  }
  if (isWhole) print("Set STORE=tables where Consentry runs, and keep the file as a backup.");
  return isWhole;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.exitCode = refuse(toSentence(error));
}

function toSentence({ code, message }: AppError): string {
  if (code !== "ERR_STORE_CONFLICT") return message;
  return "Somebody else writes to the table at the same time: stop that, and run this again.";
}
