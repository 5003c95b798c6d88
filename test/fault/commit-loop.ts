// A process that records without end, and writes a number to stdout once its commit is acknowledged.
// argv: where, secret. `where` is a file, or `connection table` for a table.
// Ends with the code of the fault on a line of its own when a commit is refused.
import { writeSync } from "node:fs";
import { AppError } from "../../src/core/errors.ts";
import type { Op } from "../../src/ports/index.ts";
import { createAuditKey, createLedger } from "../../src/store/index.ts";
import { openKept } from "./kept-state.ts";

/** Long enough for a commit to take more than one page of the file. */
const FILLER = "x".repeat(3000);

const [where = "", secret = ""] = process.argv.slice(2);
const store = await openKept(where);
const ledger = createLedger({
  store,
  key: createAuditKey([secret]),
  clock: { now: () => Date.now() },
  ids: { next: () => crypto.randomUUID() },
});

async function decide(): Promise<{ n: number; ops: readonly Op[] }> {
  const counter = await store.get("tenant", "counter");
  const n = counter ? (counter.value as { n: number }).n + 1 : 1;
  const row: Op = { op: "insert", rk: `state|${n}`, value: { n, filler: FILLER } };
  const count: Op = counter
    ? { op: "replace", rk: "counter", value: { n }, etag: counter.etag }
    : { op: "insert", rk: "counter", value: { n } };
  return { n, ops: [row, count] };
}

try {
  for (;;) {
    const { n, ops } = await decide();
    const entry = { verb: "state.written", actor: "system", object: `state:${n}` };
    await ledger.record("tenant", entry, async () => ops);
    writeSync(1, `${n}\n`);
  }
} catch (error) {
  writeSync(1, `${error instanceof AppError ? error.code : error}\n`);
}
