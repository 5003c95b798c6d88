import { readFileSync } from "node:fs";
import { prettifyError } from "zod";
import { AuditFile, createAuditKey, type FileVerdict, verifyAuditFile } from "../store/index.ts";
import { BREAKS } from "./audit-breaks.ts";

/**
 * Proves an export that the tab wrote, and says what was found.
 * @param secrets without them only that the lines follow each other
 * @returns 0 whole, 1 broken, 2 not looked at
 */
export function proveFile(path: string, secrets: readonly string[] | undefined): number {
  const file = read(path);
  if (typeof file === "string") return say(file, 2);
  const verdict = verifyAuditFile(file, secrets && createAuditKey(secrets));
  return say(
    `Tenant ${file.tenant}: ${describe(verdict, file)}`,
    verdict.kind === "intact" ? 0 : 1,
  );
}

function say(sentence: string, code: number): number {
  process.stderr.write(`${sentence}\n`);
  return code;
}

/** The export, or why there is none. */
function read(path: string): AuditFile | string {
  try {
    const { data, error } = AuditFile.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return data ?? `${path} is no export of the audit log:\n${prettifyError(error).slice(0, 600)}`;
  } catch (error) {
    const isJson = !(error instanceof SyntaxError);
    return isJson
      ? `There is no file ${path} that can be read.`
      : `${path} is no export of the audit log: it is no JSON.`;
  }
}

function describe(verdict: FileVerdict, { head, period }: AuditFile): string {
  if (verdict.kind === "broken") {
    const { line, row, reason } = verdict;
    const name = [line === null ? "" : `line ${line}`, row === null ? "" : `(${row})`];
    return `the export is broken: ${name.join(" ").trim() || "a line"} ${BREAKS[reason]}.`;
  }
  const { lines, first, last, isToEnd, isSigned, hash } = verdict;
  const span = lines === 0 ? "no lines" : `${lines} lines, ${first} to ${last}`;
  const end = isToEnd ? "the end of the log" : `a part of ${head?.count ?? 0}`;
  const proof = isSigned ? SIGNED : UNSIGNED;
  const tail = hash === null ? "" : ` The last one has the hash ${hash}.`;
  return `the export is whole, ${span}, ${end}, from ${period.from} to ${period.to}. ${proof}${tail}`;
}

const SIGNED = "Every signature is Consentry's.";
const UNSIGNED =
  "Signatures were not looked at: set SECRET_STATE_KEY as it is where Consentry runs.";
