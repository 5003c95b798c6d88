import assert from "node:assert/strict";
import { createFaults } from "../../src/sandbox/faults/faults.ts";
import { createFakeClock, createFakeIds } from "../support/fakes.ts";
import { fetchToken, type Stage, startStage, tenantId } from "./fake-bot.ts";

const token = `/${tenantId}/oauth2/v2.0/token`;

interface Fault {
  readonly id: string;
  readonly hits: number;
  readonly times: number;
}

describe("sandbox faults", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.stop());
  beforeEach(async () => {
    await fetch(`${stage.page}/sandbox/api/reset`, { method: "POST" });
  });

  const call = async <Body>(method: string, path: string, body?: unknown) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${stage.page}/sandbox/api/${path}`, {
      method,
      ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  };
  const add = async (plan: unknown) => (await call<Fault>("POST", "faults", plan)).body;
  const list = async () => (await call<Fault[]>("GET", "faults")).body;
  const listRequests = async () =>
    (await call<Readonly<Record<string, unknown>>[]>("GET", "requests")).body;
  const ask = (path: string, init?: RequestInit) => fetch(stage.sandbox.origin + path, init);

  const bodies: Readonly<Record<string, [service: string, path: string, body: unknown]>> = {
    graph: [
      "graph",
      "/v1.0/organization",
      { error: { code: "TooManyRequests", message: "The sandbox was asked to fail here." } },
    ],
    "the sign-in service": [
      "login",
      `/${tenantId}/discovery/v2.0/keys`,
      {
        error: "temporarily_unavailable",
        error_description: "The sandbox was asked to fail here.",
      },
    ],
    "the connector": [
      "connector",
      "/v3/conversations",
      { error: { code: "TooManyRequests", message: "The sandbox was asked to fail here." } },
    ],
    "the bot's keys": [
      "connector",
      "/v1/.well-known/keys",
      { error: { code: "TooManyRequests", message: "The sandbox was asked to fail here." } },
    ],
    "a person's teams": [
      "graph",
      "/v1.0/me/joinedTeams",
      { error: { code: "TooManyRequests", message: "The sandbox was asked to fail here." } },
    ],
    "Graph's beta version": [
      "graph",
      "/beta/me/security/informationProtection/sensitivityLabels",
      { error: { code: "TooManyRequests", message: "The sandbox was asked to fail here." } },
    ],
  };
  for (const [name, [service, path, body]] of Object.entries(bodies)) {
    it(`fails once at ${name}, in its own shape`, async () => {
      await add({ match: { service }, status: 429, retryAfter: 7 });

      const [first, second] = [await ask(path), await ask(path)];

      const failed = (await first.json()) as { error: { innerError?: unknown } };
      const { innerError, ...error } = Object(failed.error);
      assert.deepEqual([first.status, first.headers.get("retry-after")], [429, "7"]);
      assert.deepEqual(typeof failed.error === "string" ? failed : { error }, body);
      assert.equal(innerError !== undefined, service === "graph");
      assert.notEqual(second.status, 429);
    });
  }

  it("counts what it meets and keeps what is used up", async () => {
    const { id } = await add({ match: { service: "login", path: token }, status: 503, times: 2 });

    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const body = new URLSearchParams();
      statuses.push((await ask(token, { method: "POST", body })).status);
    }

    assert.deepEqual(statuses, [503, 503, 400]);
    assert.deepEqual(await list(), [
      { match: { service: "login", path: token }, status: 503, times: 2, id, hits: 2 },
    ]);
  });

  it("goes on until it is removed with times 0", async () => {
    const { id } = await add({ match: { service: "graph" }, status: 500, times: 0 });

    const before = [await ask("/v1.0/me"), await ask("/beta/me")].map(({ status }) => status);
    const removed = await call("DELETE", `faults/${id}`);
    const after = await ask("/v1.0/me");

    assert.deepEqual([before, removed.status, after.status], [[500, 500], 200, 401]);
  });

  it("lets the first matching plan win", async () => {
    await add({ match: { service: "graph", path: "/v1.0/users" }, status: 501 });
    await add({ match: { service: "graph", method: "POST" }, status: 502 });
    await add({ match: { service: "graph" }, status: 503 });

    const get = await ask("/v1.0/organization");
    const post = await ask("/v1.0/organization", { method: "POST" });
    const users = await ask("/v1.0/users/x");

    assert.deepEqual([get.status, post.status, users.status], [503, 502, 501]);
    assert.deepEqual(
      (await list()).map(({ hits }) => hits),
      [1, 1, 1],
    );
  });

  it("drops a connection", async () => {
    await add({ match: { service: "graph" }, drop: true });

    await assert.rejects(ask("/v1.0/organization"));

    assert.deepEqual(await listRequests(), [
      { service: "graph", method: "GET", path: "/v1.0/organization", status: null },
    ]);
  });

  it("delays and then answers", async () => {
    await add({ match: { service: "login" }, delayMs: 60, times: 0 });
    const start = performance.now();

    const { status } = await fetchToken(stage.sandbox.origin);

    assert.equal(status, 200);
    assert.ok(performance.now() - start >= 59);
  });

  it("leaves other services and the panel alone", async () => {
    await add({ match: { service: "graph" }, status: 500, times: 0 });

    const { status } = await fetchToken(stage.sandbox.origin);
    const people = await call("GET", "people");

    assert.deepEqual([status, people.status], [200, 200]);
  });

  it("removes all plans at once", async () => {
    await add({ match: { service: "graph" }, status: 500, times: 0 });
    await add({ match: { service: "login" }, status: 500, times: 0 });

    await call("DELETE", "faults");

    assert.deepEqual(await list(), []);
  });

  it("ends with a reset, before the bot is greeted", async () => {
    await add({ match: { service: "connector" }, status: 500, times: 0 });

    const { status } = await call("POST", "reset");

    assert.deepEqual([status, await list()], [200, []]);
  });

  it("records requests with their service and status", async () => {
    await fetchToken(stage.sandbox.origin, { client_secret: "wrong" });
    await ask("/v1.0/organization?$select=id");
    await ask("/v1.0/me", { headers: { origin: "https://evil.example" } });

    assert.deepEqual(await listRequests(), [
      { service: "login", method: "POST", path: token, status: 401 },
      { service: "graph", method: "GET", path: "/v1.0/organization", status: 401 },
      { service: "graph", method: "GET", path: "/v1.0/me", status: 403 },
    ]);
  });

  it("keeps the newest 1,000 requests", () => {
    const faults = createFaults({ clock: createFakeClock(), ids: createFakeIds() });

    for (let turn = 0; turn <= 1000; turn += 1) {
      faults.note({ method: "GET", path: `/v1.0/users/${turn}` }, 200);
    }

    const paths = faults.requests().map(({ path }) => path);
    assert.deepEqual(
      [paths.length, paths[0], paths.at(-1)],
      [1000, "/v1.0/users/1", "/v1.0/users/1000"],
    );
  });

  const refusals: Readonly<Record<string, unknown>> = {
    "an unknown service": { match: { service: "mail" }, status: 500 },
    "a plan that does nothing": { match: { service: "graph" }, times: 1 },
    "a plan without a match": { status: 500 },
    "a field it does not know": { match: { service: "graph" }, status: 500, body: "x" },
    "a status of success": { match: { service: "graph" }, status: 200 },
    "a status for a dropped connection": { match: { service: "graph" }, status: 500, drop: true },
    "a path without a slash": { match: { service: "graph", path: "v1.0" }, status: 500 },
    "a method in small letters": { match: { service: "graph", method: "get" }, status: 500 },
    "a delay above a minute": { match: { service: "graph" }, delayMs: 60_001 },
    "half a time": { match: { service: "graph" }, status: 500, times: 0.5 },
    "a retry without a status": { match: { service: "graph" }, delayMs: 1, retryAfter: 1 },
  };
  for (const [name, plan] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      const { status, body } = await call<{ error: { code: string } }>("POST", "faults", plan);

      assert.deepEqual([status, body.error.code], [400, "BadSyntax"]);
    });
  }

  it("takes 100 plans and no more", async () => {
    const plan = { match: { service: "graph" }, status: 500 };
    for (let turn = 0; turn < 100; turn += 1) await add(plan);

    const { status } = await call("POST", "faults", plan);

    assert.equal(status, 409);
  });

  it("knows no plan of another id", async () => {
    assert.equal((await call("DELETE", "faults/none")).status, 404);
  });

  it("is not driven by another site", async () => {
    const response = await fetch(`${stage.page}/sandbox/api/faults`, {
      method: "DELETE",
      headers: { origin: "https://evil.example" },
    });

    assert.equal(response.status, 403);
  });
});
