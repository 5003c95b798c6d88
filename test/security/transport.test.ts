import assert from "node:assert/strict";
import type { Inbound } from "../../src/bot/index.ts";
import { type App, createServer, type ProductServer } from "../../src/server/index.ts";
import { createFakeClock, createFakeIds, createFakeLog } from "../support/fakes.ts";

/** As routes.ts has it. */
const BODY_LIMIT = 262_144;

describe("the endpoint of the bot", () => {
  let server: ProductServer;
  let origin: string;
  let received: Inbound[] = [];
  const clock = createFakeClock();
  const bot = {
    receive: async (inbound: Inbound) => {
      received.push(inbound);
      return { status: 200 };
    },
  };
  beforeEach(async () => {
    received = [];
    const log = createFakeLog();
    server = createServer({ clock, ids: createFakeIds(), log, proxyHops: 1, burst: 5, rate: 1 });
    // The routes of this test touch the bot only.
    server.open({ bot } as unknown as App);
    origin = `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}`;
  });
  afterEach(() => server?.stop());

  async function post(
    body: string | ReadableStream,
    headers: Readonly<Record<string, string>> = {},
  ) {
    const options = {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
      duplex: "half",
    };
    const response = await fetch(`${origin}/api/messages`, options as RequestInit);
    await response.arrayBuffer();
    return response.status;
  }

  /** JSON of exactly that many bytes. */
  const ofSize = (bytes: number) => JSON.stringify("x".repeat(bytes - 2));

  it("S9 refuses a body above 262,144 bytes", async () => {
    const statuses = [await post(ofSize(BODY_LIMIT)), await post(ofSize(BODY_LIMIT + 1))];

    assert.deepEqual([statuses, received.length], [[200, 413], 1]);
  });

  it("S9 refuses a large body that does not tell its length", async () => {
    const chunk = new TextEncoder().encode("x".repeat(100_000));

    const status = await post(ReadableStream.from([chunk, chunk, chunk]));

    assert.deepEqual([status, received.length], [413, 0]);
  });

  it("S9 refuses a body that grows when it is unpacked", async () => {
    assert.deepEqual([await post("{}", { "content-encoding": "gzip" }), received.length], [415, 0]);
  });

  it("S10 takes JSON only", async () => {
    const statuses = [
      await post("{bad"),
      await post(""),
      await post("{}", { "content-type": "text/plain" }),
      await post("a=b", { "content-type": "application/x-www-form-urlencoded" }),
      await post("{}", { "content-type": "application/json; charset=utf-8" }),
    ];

    assert.deepEqual([statuses, received.length], [[400, 400, 415, 415, 200], 1]);
  });

  it("S14 throttles an address, not its neighbors", async () => {
    const from = (address: string) => ({ "x-forwarded-for": address });
    const statuses: number[] = [];

    for (let count = 0; count < 7; count += 1)
      statuses.push(await post("{}", from("1.1.1.1, 203.0.113.7")));
    const neighbor = await post("{}", from("203.0.113.8"));
    clock.advance(1000);
    const later = await post("{}", from("203.0.113.7"));

    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429, 429]);
    assert.deepEqual([neighbor, later], [200, 200]);
  });

  it("S14 limits how long a request may take to arrive", () => {
    const http = server.restify.server as { requestTimeout?: number; headersTimeout?: number };

    assert.deepEqual([http.requestTimeout, http.headersTimeout], [20_000, 10_000]);
  });
});
