import assert from "node:assert/strict";
import { TableClient } from "@azure/data-tables";
import type { Op, Store } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import { newTable, toConnection } from "../support/azurite.ts";
import { createFakeClock, createFakeLog } from "../support/fakes.ts";

const HOUR = 60 * 60 * 1000;
const PK = "tenant";

describe("witnesses of commits", () => {
  const stores: Store[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  async function setUp() {
    const [clock, log, name] = [createFakeClock(), createFakeLog(), newTable()];
    const connection = await toConnection();
    const access = { kind: "connection", connection } as const;
    const open = async () => {
      const store = await openStore({ tables: { access, name, log, now: clock.now } });
      stores.push(store);
      return store;
    };
    const client = TableClient.fromConnectionString(connection, name, {
      allowInsecureConnection: true,
    });
    /** Keys of the table itself, which the store does not show. */
    const readWitnesses = async () => {
      const keys: string[] = [];
      for await (const { rowKey } of client.listEntities())
        if (rowKey?.startsWith("!")) keys.push(rowKey);
      return keys;
    };
    return { store: await open(), open, clock, log, readWitnesses };
  }

  const insert = (n: number): Op => ({ op: "insert", rk: `r${n}`, value: {} });

  it("stand in no list, and come with all but puts", async () => {
    const { store, readWitnesses } = await setUp();

    await store.commit(PK, [{ op: "put", rk: "a", value: {} }]);
    const afterPut = await readWitnesses();
    await store.commit(PK, [insert(1)]);

    assert.deepEqual(afterPut, []);
    assert.equal((await readWitnesses()).length, 1);
    const keys = (await store.list(PK)).map(({ rk }) => rk);
    assert.deepEqual(keys, ["a", "r1"]);
    assert.deepEqual(await store.list(PK, { from: "", to: "-" }), []);
  });

  it("are taken away when they are an hour old", async () => {
    const { store, clock, readWitnesses } = await setUp();
    for (let n = 0; n < 120; n++) await store.commit(PK, [insert(n)]);
    clock.advance(HOUR - 1);
    await store.commit(PK, [insert(200)]);
    clock.advance(2);

    await store.commit(PK, [insert(201)]);
    await store.close();

    assert.equal((await readWitnesses()).length, 2);
  });

  it("are left by a process that ended to the next one", async () => {
    const { store, open, clock, readWitnesses } = await setUp();
    await store.commit(PK, [insert(1)]);
    await store.close();
    clock.advance(HOUR + 1);

    const next = await open();
    await next.commit(PK, [insert(2)]);
    await next.close();

    assert.equal((await readWitnesses()).length, 1);
  });

  it("are swept by two replicas at once without harm", async () => {
    const { store, open, clock, log, readWitnesses } = await setUp();
    const other = await open();
    for (let n = 0; n < 30; n++) await store.commit(PK, [insert(n)]);
    clock.advance(HOUR + 1);

    await Promise.all([store.commit(PK, [insert(50)]), other.commit(PK, [insert(51)])]);
    await Promise.all([store.close(), other.close()]);

    assert.equal((await readWitnesses()).length, 2);
    assert.ok(log.lines.every(({ level }) => level === "info"));
  });
});
