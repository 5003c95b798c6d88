import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createLetters } from "../../src/flows/outbox/index.ts";
import type { Store } from "../../src/ports/index.ts";
import { openStore, readAuditRows } from "../../src/store/index.ts";
import { useFolder } from "../store/folders.ts";
import { newTable, toConnection } from "../support/azurite.ts";
import { createFakeIds, createFakeLog } from "../support/fakes.ts";

const TENANT = "5f3c7a52-0000-4000-8000-000000000001";
const WORKER = join(import.meta.dirname, "../support/outbox-worker.ts");
const EACH = 40;
/** Calls at which the process is killed; before the service answers, and after. */
const KILLS = new Map<number, "before" | "after">([
  [3, "before"],
  [17, "after"],
  [30, "before"],
  [31, "before"],
  [44, "after"],
  [70, "before"],
]);

describe("an outbox whose process is killed", () => {
  const folder = useFolder();
  let server: Server;
  let child: ChildProcess | undefined;
  let received: string[] = [];
  let calls = 0;
  beforeEach(() => {
    received = [];
    calls = 0;
  });
  before(async () => {
    server = createServer((request, response) => {
      calls += 1;
      const kill = KILLS.get(calls);
      const isBusy = calls % 13 === 0;
      if (!isBusy) received.push((request.url ?? "").slice(1));
      if (kill === "before") return child?.kill("SIGKILL");
      if (kill === "after") response.once("finish", () => child?.kill("SIGKILL"));
      response.statusCode = isBusy ? 429 : 200;
      response.end("id");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => {
    child?.kill("SIGKILL");
    server.closeAllConnections();
    server.close();
  });

  async function write(store: Store): Promise<void> {
    const { toOp } = createLetters({ clock: { now: () => Date.now() }, ids: createFakeIds() });
    for (let index = 0; index < EACH; index++)
      for (const lane of ["card", "ping"]) {
        const about = { name: `${lane}-${String(index).padStart(2, "0")}` };
        const isPing = lane === "ping";
        await store.commit(TENANT, [toOp({ topic: "note", about, lane, isPing })]);
      }
  }

  /** Starts processes, each of them later than the claims of the one before, until one gets through. */
  async function work(place: object): Promise<number> {
    const { port } = server.address() as AddressInfo;
    for (let starts = 1; ; starts++) {
      const ahead = String(starts * 60 * 60_000);
      child = spawn(process.execPath, [
        WORKER,
        JSON.stringify(place),
        `http://127.0.0.1:${port}`,
        ahead,
      ]);
      const [code] = await once(child, "exit");
      if (code === 0) return starts - 1;
      assert.ok(starts <= KILLS.size + 1, "The process ended by itself.");
    }
  }

  /** Where the letters are: what opens it here, and what a process is told. */
  const PLACES: Record<string, () => Promise<{ open: () => Promise<Store>; told: object }>> = {
    "a file": async () => {
      const file = join(folder(), "state.db");
      return { open: () => openStore({ file }), told: { file } };
    },
    "a table": async () => {
      const [connection, name] = [await toConnection(), newTable()];
      const access = { kind: "connection", connection } as const;
      const tables = { access, name, log: createFakeLog() };
      return { open: () => openStore({ tables }), told: { connection, name } };
    },
  };
  for (const [title, openPlace] of Object.entries(PLACES))
    it(`loses nothing, and doubles a card a crash at most: ${title}`, async () => {
      const { open, told } = await openPlace();
      const first = await open();
      await write(first);
      await first.close();

      const crashes = await work(told);

      const store = await open();
      const cards = await store.list(TENANT, { from: "card|card", to: "card|card~" });
      let unknown = 0;
      for await (const { line } of readAuditRows(store, TENANT))
        unknown += Number(line?.verb === "letter.unknown");
      await store.close();
      const of = (lane: string) => received.filter((name) => name.startsWith(lane));
      const [sentCards, sentPings] = [of("card"), of("ping")];
      const different = new Set(sentCards);
      assert.equal(crashes, KILLS.size);
      assert.deepEqual([different.size, cards.length], [EACH, EACH]);
      assert.ok(sentCards.length - EACH <= crashes, `${sentCards.length - EACH} doubled`);
      assert.equal(new Set(sentPings).size, sentPings.length);
      assert.ok(EACH - sentPings.length <= unknown && unknown <= crashes, `${unknown} unknown`);
      assert.deepEqual([sentCards, sentPings], [sentCards.toSorted(), sentPings.toSorted()]);
    });
});
