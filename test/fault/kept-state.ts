import assert from "node:assert/strict";
import { createAuditKey, openStore, readAuditRows, verifyLedger } from "../../src/store/index.ts";
import { openDatabase } from "../../src/store/open-database.ts";

/** What commit-loop.ts signs with. */
export const SECRET = "a secret for the time of a test";

/**
 * Opens what a process left behind, and asserts that no commit is torn: each state row has its audit line,
 * the counter fits both, and log and file are sound.
 * @returns how many commits are there
 */
export async function readKept(file: string): Promise<number> {
  const db = openDatabase(file);
  const integrity = db.prepare("PRAGMA integrity_check").get()?.integrity_check;
  db.close();
  assert.equal(integrity, "ok");

  const store = await openStore({ file });
  try {
    const states = await store.list("tenant", { from: "state|", to: "state|~", limit: 1e6 });
    const numbers = states.map(({ value }) => (value as { n: number }).n);
    const counter = (await store.get("tenant", "counter"))?.value as { n: number } | undefined;
    const expected = Array.from({ length: counter?.n ?? 0 }, (_, index) => index + 1);
    const objects: unknown[] = [];
    for await (const { line } of readAuditRows(store, "tenant")) objects.push(line?.object);
    assert.deepEqual(
      numbers.sort((one, other) => one - other),
      expected,
    );
    assert.deepEqual(
      objects,
      expected.map((n) => `state:${n}`),
    );
    const verdict = await verifyLedger(store, createAuditKey([SECRET]), "tenant");
    assert.deepEqual(verdict.kind === "intact" ? verdict.lines : verdict, numbers.length);
    return numbers.length;
  } finally {
    await store.close();
  }
}
