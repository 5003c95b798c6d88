import assert from "node:assert/strict";
import { once } from "node:events";
import { METHODS } from "node:http";
import { connect } from "node:net";
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

  /** Sends a head as it stands, which fetch would mend first, and gives the first line of the answer. */
  async function sendHead(...lines: readonly string[]): Promise<string> {
    const socket = connect(Number(new URL(origin).port), "127.0.0.1");
    socket.setEncoding("latin1");
    let text = "";
    socket.on("data", (chunk: string) => {
      text += chunk;
    });
    socket.end([...lines, "Connection: close", "", ""].join("\r\n"));
    await once(socket, "close");
    return text.slice(0, text.indexOf("\r\n"));
  }

  for (const target of [
    "http://[/",
    "http:///",
    "http://a:b/",
    "HTTP://%/",
    "http://x:99999/",
    "ftp://[::1/",
    "http://127.0.0.1/healthz",
    "*",
  ])
    it(`refuses ${target} as an address and lives on`, async () => {
      const line = await sendHead(`GET ${target} HTTP/1.1`, "Host: a");

      assert.equal(line, "HTTP/1.1 400 Bad Request");
      assert.equal((await fetch(`${origin}/healthz`)).status, 200);
    });

  for (const host of ["[", "a:b", "%", "x:99999", "a b", "a/b", "a?", "a#", "a@b", "a\\b"])
    it(`refuses the host ${host} and lives on`, async () => {
      const line = await sendHead("GET /healthz HTTP/1.1", `Host: ${host}`);

      assert.equal(line, "HTTP/1.1 400 Bad Request");
      assert.equal((await fetch(`${origin}/healthz`)).status, 200);
    });

  for (const head of [
    ["GET /healthz HTTP/1.0"],
    ["GET /healthz HTTP/1.1", "Host:"],
    ["GET /healthz HTTP/1.1", "Host: consentry.example:8443"],
    ["GET /healthz HTTP/1.1", "Host: [::1]:3978"],
    ["GET /healthz?x=http://[/ HTTP/1.1", "Host: a"],
  ])
    it(`takes ${head.join(", ")}`, async () => {
      assert.match(await sendHead(...head), / 200 OK$/);
    });

  it("lives on after any method", async () => {
    const methods = METHODS.filter((method) => method !== "CONNECT");

    for (const method of methods) {
      clock.advance(1000);
      assert.match(await sendHead(`${method} /x HTTP/1.1`, "Host: a"), / 40[045] /, method);
    }
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
