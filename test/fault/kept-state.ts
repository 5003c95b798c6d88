import assert from "node:assert/strict";
import type { Store } from "../../src/ports/index.ts";
import { createAuditKey, openStore, readAuditRows, verifyLedger } from "../../src/store/index.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import type { OpenStore } from "../../src/store/open-store.ts";

/** What commit-loop.ts signs with. */
export const SECRET = "a secret for the time of a test";

/** @param where a file, or `connection table` */
export async function openKept(where: string): Promise<OpenStore> {
  const [, connection, name] = TABLE.exec(where) ?? [];
  if (connection === undefined || name === undefined) return openStore({ file: where });
  return openStore({ tables: { access: { kind: "connection", connection }, name } });
}

const TABLE = /^(DefaultEndpointsProtocol=\S+) (\w+)$/;

/**
 * Opens what a process left behind, and asserts that no commit is torn: each state row has its audit line,
 * the counter fits both, and log and file are sound.
 * @returns how many commits are there
 */
export async function readKept(where: string): Promise<number> {
  if (!TABLE.test(where)) assertSound(where);
  const store = await openKept(where);
  try {
    const { numbers, counter, objects } = await readStill(store);
    const expected = Array.from({ length: counter?.n ?? 0 }, (_, index) => index + 1);
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

/** Reads again where a commit that was on its way to a table has landed in between. */
async function readStill(store: Store) {
  for (;;) {
    const before = await store.get("tenant", "audit-head");
    const states = await store.list("tenant", { from: "state|", to: "state|~", limit: 1e6 });
    const counter = (await store.get("tenant", "counter"))?.value as { n: number } | undefined;
    const objects: unknown[] = [];
    for await (const { line } of readAuditRows(store, "tenant")) objects.push(line?.object);
    const after = await store.get("tenant", "audit-head");
    const numbers = states.map(({ value }) => (value as { n: number }).n);
    if (before?.etag === after?.etag) return { numbers, counter, objects };
  }
}

function assertSound(file: string): void {
  const db = openDatabase(file);
  const integrity = db.prepare("PRAGMA integrity_check").get()?.integrity_check;
  db.close();
  assert.equal(integrity, "ok");
}
