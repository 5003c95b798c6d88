import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { openStore, type TablesAccess } from "../../src/store/index.ts";
import type { Patience } from "../../src/store/patience.ts";
import { newTable, toConnection } from "../support/azurite.ts";
import { startTableProxy, type TableProxy } from "../support/table-proxy.ts";

const PATIENCE: Patience = { tryMs: 300, allMs: 500, pauseMs: 20, longestPauseMs: 100 };

describe("openTables", () => {
  let proxy: TableProxy;
  before(async () => {
    proxy = await startTableProxy();
  });
  afterEach(() => {
    proxy.rule = () => "pass";
  });
  after(() => proxy.stop());

  async function open(access: TablesAccess, name = newTable()) {
    return openStore({ tables: { access, name, patience: PATIENCE } });
  }

  async function connect(port?: number): Promise<TablesAccess> {
    return { kind: "connection", connection: await toConnection(port) };
  }

  it("makes the table once, and finds it again", async () => {
    const name = newTable();
    const posts: string[] = [];
    proxy.rule = ({ method, url }) => {
      if (method === "POST") posts.push(url);
      return "pass";
    };

    const first = await open(await connect(proxy.port), name);
    await first.commit("p", [{ op: "insert", rk: "a", value: {} }]);
    const second = await open(await connect(proxy.port), name);

    assert.deepEqual((await second.get("p", "a"))?.value, {});
    assert.equal(posts.filter((url) => url.includes("/Tables")).length, 1);
    await first.close();
    await second.close();
  });

  it("says what to set when nothing answers", async () => {
    await assert.rejects(open(await connect(1)), {
      code: "ERR_STORE_FAILED",
      message:
        "The table does not open (ECONNREFUSED): set SECRET_TABLES_CONNECTION to the connection string of a storage account.",
    });
  });

  it("repeats no key of a connection string that does not fit", async () => {
    const connection = "DefaultEndpointsProtocol=https;AccountKey=canary";

    await assert.rejects(open({ kind: "connection", connection }), (error: Error) => {
      assert.match(error.message, /^SECRET_TABLES_CONNECTION does not fit/);
      return !`${error.stack} ${error.cause}`.includes("canary");
    });
  });

  it("refuses a key that is not the account's", async () => {
    const right = await toConnection();
    const connection = right.replace(/AccountKey=[^;]+/, "AccountKey=bm90IGl0");

    await assert.rejects(open({ kind: "connection", connection }), {
      code: "ERR_STORE_FAILED",
      details: /^403 /,
    });
  });

  it("names a partition that holds rows, and no other", async () => {
    const store = await open(await connect());
    for (const pk of ["b", "a", "c-1", "gone"])
      await store.commit(pk, [{ op: "insert", rk: "x", value: {} }]);
    await store.commit("gone", [{ op: "delete", rk: "x" }]);

    const found: string[] = [];
    for await (const pk of store.listPartitions()) found.push(pk);

    assert.deepEqual(found, ["a", "b", "c-1"]);
    await store.close();
  });

  describe("as a managed identity", () => {
    it("asks for a token, and says so when there is none", async () => {
      let asked = 0;
      const getToken = async () => {
        asked++;
        throw new Error("no identity here, canary");
      };
      const access: TablesAccess = { kind: "identity", endpoint: "https://127.0.0.1:1", getToken };

      await assert.rejects(open(access), (error: Error) => {
        assert.match(error.message, /^The table does not open \(NoToken\): set TABLES_ENDPOINT/);
        assert.match(error.message, /Storage Table Data Contributor\.$/);
        return !error.message.includes("canary");
      });
      assert.ok(asked > 1, "it was not asked again");
    });

    it("sends no token without https", async () => {
      const heads: http.IncomingHttpHeaders[] = [];
      const server = http.createServer(({ headers }, response) => {
        heads.push(headers);
        response.statusCode = 200;
        response.end();
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      const getToken = async () => ({ token: "canary", expiresAt: Date.now() + 3_600_000 });

      const opened = open({ kind: "identity", endpoint: `http://127.0.0.1:${port}`, getToken });

      await assert.rejects(opened, { code: "ERR_STORE_FAILED" });
      server.close();
      assert.deepEqual(heads, []);
    });
  });
});
