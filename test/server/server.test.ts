import assert from "node:assert/strict";
import { connect } from "node:net";
import type { Inbound } from "../../src/bot/index.ts";
import { loadCatalogue } from "../../src/config/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import { AppError } from "../../src/core/errors.ts";
import { createTexts } from "../../src/i18n/index.ts";
import { type App, createServer, type ProductServer } from "../../src/server/index.ts";
import { createFakeClock, createFakeIds, createFakeLog } from "../support/fakes.ts";
import { createTabTools } from "../support/tab-stage.ts";

describe("createServer", () => {
  let server: ProductServer;
  let origin: string;
  let log = createFakeLog();
  let received: Inbound[] = [];
  const clock = createFakeClock();
  const bot = {
    receive: async (inbound: Inbound) => {
      received.push(inbound);
      if (inbound.authorization === "fail") throw new Error("the secret is hunter2");
      return inbound.authorization === "quiet" ? { status: 200 } : { status: 200, body: { a: 1 } };
    },
  };
  let visits: string[] = [];
  const consents = {
    receive: async (query: URLSearchParams) => {
      visits.push(query.toString());
      if (query.get("state") === "broken") throw new Error("the secret is hunter2");
      if (query.get("state") === "unkept") throw new AppError("ERR_STORE_FAILED", "disk full");
    },
  };
  beforeEach(async () => {
    visits = [];
    log = createFakeLog();
    received = [];
    server = createServer({ clock, ids: createFakeIds(), log, proxyHops: 0, burst: 20, rate: 1 });
    origin = `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}`;
  });
  afterEach(() => server?.stop());

  async function open(jobs?: App["jobs"]) {
    const publicUrl = origin;
    const cloud = findCloud("public");
    const world = {
      catalogue: await loadCatalogue(),
      cloud,
      texts: createTexts,
      publicUrl,
      botId: "b",
    };
    server.open({ bot, world, consents, tab: createTabTools(), ...(jobs && { jobs }) });
  }
  const PAGE_HEADERS = ["content-type", "content-security-policy", "cache-control"];
  const toPageHeaders = ({ headers }: Response) => PAGE_HEADERS.map((name) => headers.get(name));
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${origin}/api/messages`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    });

  it("is alive at once and ready once it is open", async () => {
    const early = await Promise.all([fetch(`${origin}/healthz`), fetch(`${origin}/readyz`)]);
    const refused = await post("{}");
    await open();
    const ready = await fetch(`${origin}/readyz`);

    assert.deepEqual(
      [...early, refused, ready].map(({ status }) => status),
      [200, 503, 503, 200],
    );
  });

  const calm = { isStuck: false, lastRoundAt: clock.now() - 4_000, oldestDueAt: null };
  const none = { waiting: 0, dead: 0 };
  const seen = { waiting: 0, dead: 0, oldestDueSeconds: null, lastRoundSeconds: 4 };
  const READINESS: readonly [name: string, health: object, status: number, body: object][] = [
    ["rounds that go", { letters: none }, 200, { status: "ready", jobs: seen }],
    [
      "rounds that are stuck",
      { letters: { waiting: 3, dead: 0 }, isStuck: true, oldestDueAt: clock.now() - 60_000 },
      503,
      { status: "stuck", jobs: { ...seen, waiting: 3, oldestDueSeconds: 60 } },
    ],
    [
      "dead letters, which no restart sends",
      { letters: { waiting: 0, dead: 2 } },
      200,
      {
        status: "ready",
        jobs: { ...seen, dead: 2 },
        hint: "Messages were given up. No restart sends them: see Settings in the Teams tab of the tenant.",
      },
    ],
  ];
  for (const [name, health, status, body] of READINESS)
    it(`tells ${name}`, async () => {
      await open({ health: () => ({ ...calm, letters: none, ...health }) });

      const answer = await fetch(`${origin}/readyz`);

      assert.deepEqual([answer.status, await answer.json()], [status, body]);
    });

  it("hands header and body to the bot", async () => {
    await open();

    const response = await post('{"type":"message"}', { authorization: "Bearer x" });

    assert.deepEqual(received, [{ authorization: "Bearer x", body: { type: "message" } }]);
    assert.deepEqual([response.status, await response.json()], [200, { a: 1 }]);
  });

  it("sends an answer without a body", async () => {
    await open();

    const response = await post("{}", { authorization: "quiet" });

    assert.deepEqual([response.status, await response.text()], [200, ""]);
  });

  const bodies: Record<string, [body: string, headers: Record<string, string>, status: number]> = {
    "broken JSON": ["{bad", {}, 400],
    "an empty body": ["", {}, 400],
    "plain text": ["{}", { "content-type": "text/plain" }, 415],
    "a form": ["a=b", { "content-type": "application/x-www-form-urlencoded" }, 415],
    "no type that begins like JSON": ["{}", { "content-type": "application/json-seq" }, 415],
    "a compressed body": ["{}", { "content-encoding": "gzip" }, 415],
    "a body of 262,145 bytes": [`"${"x".repeat(262_143)}"`, {}, 413],
    "a body of 262,144 bytes": [`"${"x".repeat(262_142)}"`, {}, 200],
    "JSON with a charset": ["{}", { "content-type": "application/json; charset=utf-8" }, 200],
  };
  for (const [name, [body, headers, status]] of Object.entries(bodies))
    it(`answers ${name} with ${status}`, async () => {
      await open();

      const response = await post(body, headers);

      assert.equal(response.status, status);
      assert.equal(received.length, status === 200 ? 1 : 0);
    });

  it("counts a body that does not tell its length", async () => {
    await open();
    const chunk = new TextEncoder().encode("x".repeat(100_000));
    const body = ReadableStream.from([chunk, chunk, chunk]);
    const headers = { "content-type": "application/json" };

    const options = { method: "POST", body, headers, duplex: "half" } as RequestInit;
    const response = await fetch(`${origin}/api/messages`, options);

    assert.equal(response.status, 413);
  });

  it("never lets the text of an error out", async () => {
    await open();

    const response = await post("{}", { authorization: "fail" });

    const text = await response.text();
    assert.deepEqual(JSON.parse(text), { error: "internal", correlationId: "id-1" });
    assert.equal(log.find("a request failed")[0]?.fields.correlationId, "id-1");
  });

  for (const [method, path, status] of [
    ["GET", "/api/messages", 405],
    ["GET", "/nothing/<script>", 404],
    ["DELETE", "/healthz", 405],
  ] as const)
    it(`answers ${method} ${path} with ${status} and one word`, async () => {
      const response = await fetch(origin + path, { method });

      const body = (await response.json()) as { error: string };
      assert.equal(response.status, status);
      assert.match(body.error, /^[a-z-]+$/);
    });

  it("throttles an address that asks too often", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 22; count += 1)
      statuses.push((await fetch(`${origin}/healthz`)).status);
    clock.advance(1000);
    const later = await fetch(`${origin}/healthz`);

    assert.deepEqual(statuses.slice(-3), [200, 429, 429]);
    assert.equal(later.status, 200);
  });

  it("carries the common headers on every answer", async () => {
    const paths = ["/healthz", "/nothing", "/consent/callback"];
    await open();

    for (const path of paths) {
      const { headers } = await fetch(origin + path);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("referrer-policy"), "no-referrer");
      assert.ok(!headers.get("server"), "the server names itself");
    }
  });

  it("shows the consent page in the language of the browser", async () => {
    await open();

    const headers = { "accept-language": "pt,de;q=0.8" };
    const page = await (await fetch(`${origin}/consent/callback`, { headers })).text();

    assert.match(page, /<html lang="de">/);
  });

  it("S23 shows everybody one consent page and hands the query on", async () => {
    await open();
    const queries = ["", "?state=a&admin_consent=True&tenant=evil", "?error=%3Cscript%3E&state=b"];

    const pages = await Promise.all(
      queries.map(async (query) => (await fetch(`${origin}/consent/callback${query}`)).text()),
    );

    assert.equal(new Set(pages).size, 1);
    assert.deepEqual(visits.sort(), ["error=%3Cscript%3E&state=b", queries[1]?.slice(1)]);
  });

  it("asks to reload when what came could not be kept", async () => {
    await open();

    const response = await fetch(`${origin}/consent/callback?state=unkept`);

    assert.equal(response.status, 503);
    assert.match(await response.text(), /reload this page in a minute/i);
    assert.equal(log.find("a request failed").length, 1);
    assert.match(response.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
  });

  it("shows a person a page though it is not open yet", async () => {
    const headers = { "accept-language": "fr" };
    const early = await fetch(`${origin}/consent/callback?state=a`, { headers });
    await open();
    const unkept = await fetch(`${origin}/consent/callback?state=unkept`, { headers });

    assert.deepEqual([early.status, early.headers.get("retry-after")], [503, "2"]);
    assert.equal(await early.text(), await unkept.text());
    assert.deepEqual(toPageHeaders(early), toPageHeaders(unkept));
    assert.deepEqual(visits, ["state=unkept"]);
  });

  it("shows a person a page when a fault ends the callback", async () => {
    await open();

    const broken = await fetch(`${origin}/consent/callback?state=broken`);
    const unkept = await fetch(`${origin}/consent/callback?state=unkept`);

    assert.equal(broken.status, 500);
    assert.equal(await broken.text(), await unkept.text());
    assert.deepEqual(toPageHeaders(broken), toPageHeaders(unkept));
    assert.equal(log.find("a request failed")[0]?.fields.correlationId, "id-1");
  });

  it("looks at no address of a callback that is endless", async () => {
    await open();

    await fetch(
      `${origin}/consent/callback?state=${"x".repeat(15_000)}${"&a=b".repeat(400)}`,
    ).catch(() => undefined);

    assert.deepEqual(visits, []);
  });

  it("draws the picture of a pack's scopes", async () => {
    await open();

    const response = await fetch(`${origin}/pictures/scopes/nbold.fr.svg`);

    assert.equal(response.headers.get("content-type"), "image/svg+xml; charset=utf-8");
    assert.equal(response.headers.get("cache-control"), "public, max-age=3600");
    assert.match(await response.text(), /^<svg /);
  });

  for (const file of ["nbold.xx.svg", "autostore.en.svg", "..%2f..%2fpackage.json", "nbold.en.png"])
    it(`has no picture ${file}`, async () => {
      await open();

      assert.equal((await fetch(`${origin}/pictures/scopes/${file}`)).status, 404);
    });

  it("limits how long a request may take to arrive", () => {
    const http = server.restify.server as { requestTimeout?: number; headersTimeout?: number };

    assert.deepEqual([http.requestTimeout, http.headersTimeout], [20_000, 10_000]);
  });

  it("stops while a browser keeps its connection open", async () => {
    const socket = connect(Number(new URL(origin).port), "127.0.0.1");
    socket.on("error", () => {});
    await fetch(`${origin}/healthz`);

    const ended = server.stop();
    socket.destroy();
    await ended;

    await assert.rejects(fetch(`${origin}/healthz`), TypeError);
  });

  it("says which setting to change when the port is taken", async () => {
    const port = Number(new URL(origin).port);
    const second = createServer({ clock, ids: createFakeIds(), log, proxyHops: 0, rate: 1 });

    await assert.rejects(second.listen("127.0.0.1", port), { code: "ERR_CONFIG_INVALID" });
  });
});
