import assert from "node:assert/strict";
import { join } from "node:path";
import { loadSettings } from "../../src/config/index.ts";
import { openSettledStore } from "../../src/open-settled-store.ts";
import { newTable, toConnection } from "../support/azurite.ts";
import { type ProductProcess, startProcess } from "../support/product-process.ts";
import { useFolder } from "./folders.ts";

describe("openSettledStore", () => {
  const folder = useFolder();

  it("opens what the settings name", async () => {
    const SECRET_TABLES_CONNECTION = await toConnection();
    const table = { SECRET_TABLES_CONNECTION, TABLES_NAME: newTable() };
    const environments = [
      { STORE_FILE: join(folder(), "one.db"), ...table },
      { STORE: "tables", ...table },
    ];

    const stores = await Promise.all(
      environments.map((environment) => openSettledStore(loadSettings({ environment }))),
    );

    const kinds = stores.map((store) => store.constructor.name);
    for (const store of stores) await store.close();
    assert.deepEqual(kinds, ["SqliteStore", "TablesStore"]);
  });
});

describe("a second process of the product", function () {
  this.timeout(60_000);
  const folder = useFolder();
  const running: ProductProcess[] = [];
  afterEach(async () => {
    for (const one of running.splice(0)) await one.end("SIGKILL");
  });

  async function start(environment: Record<string, string>): Promise<ProductProcess> {
    const started = await startProcess({ PORT: "0", ...environment });
    running.push(started);
    return started;
  }

  it("shares a table with the first", async () => {
    const STORE = { STORE: "tables", SECRET_TABLES_CONNECTION: await toConnection() };
    const environment = { ...STORE, TABLES_NAME: newTable() };

    const both = [await start(environment), await start(environment)];

    const ready = await Promise.all(both.map(({ address }) => fetch(`${address}readyz`)));
    assert.deepEqual(
      ready.map(({ status }) => status),
      [200, 200],
    );
  });

  it("is refused a file, in one sentence that names STORE", async () => {
    const file = join(folder(), "state.db");
    await start({ STORE_FILE: file });

    await assert.rejects(start({ STORE_FILE: file }), (error: Error) => {
      assert.match(
        error.message,
        new RegExp(`Another process holds ${file}: .+ STORE=tables .+\\.`),
      );
      return true;
    });
  });
});
