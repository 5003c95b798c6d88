import assert from "node:assert/strict";
import { TAB_ROUTES } from "../../src/core/tab-api/index.ts";
import { ADDRESSES, type ApiOptions, createApi } from "../../src/tab/api.ts";

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

type Answer = Response | "broken" | "silent";

/** An API over answers that are given one after the other. */
function makeApi(answers: readonly Answer[], overrides: Partial<ApiOptions> = {}) {
  const sent: Sent[] = [];
  const asked: (string | undefined)[] = [];
  const left = [...answers];
  const fake: typeof fetch = async (url, init = {}) => {
    const { method = "", body, headers, signal } = init;
    sent.push({
      url: String(url),
      method,
      headers: headers as Record<string, string>,
      body: typeof body === "string" ? JSON.parse(body) : undefined,
    });
    const answer = left.shift() ?? "broken";
    if (answer === "broken") throw new TypeError("network");
    if (answer === "silent") {
      return new Promise((_resolve, reject) =>
        signal?.addEventListener("abort", () => reject(signal.reason)),
      );
    }
    return answer;
  };
  const api = createApi({
    fetch: fake,
    getToken: async ({ claims }) => {
      asked.push(claims);
      return `token-${asked.length}`;
    },
    language: "de",
    ...overrides,
  });
  return { api, sent, asked };
}

const teams = { teams: [], others: 3 };
const ok = () => Response.json(teams);
const problem = (code: string, more: object = {}, status = 403) =>
  Response.json(
    { type: "about:blank", title: "", status, code, detail: "", correlationId: "c1", ...more },
    { status },
  );

describe("ADDRESSES", () => {
  it("are those of the contract", () => {
    const contract = Object.entries(TAB_ROUTES).map(([name, { method, path }]) => [
      name,
      [method, path],
    ]);

    assert.deepEqual(ADDRESSES, Object.fromEntries(contract));
  });
});

describe("createApi", () => {
  it("sends token, mark and language", async () => {
    const { api, sent } = makeApi([ok()]);

    const outcome = await api("listTeams");

    assert.deepEqual(outcome, { kind: "ok", value: teams });
    assert.deepEqual(sent, [
      {
        url: "/api/home/teams",
        method: "GET",
        headers: { Authorization: "Bearer token-1", "X-Consentry": "1", "Accept-Language": "de" },
        body: undefined,
      },
    ]);
  });

  it("escapes what it puts into an address", async () => {
    const { api, sent } = makeApi([ok(), ok()]);

    await api("readChannel", { params: { team: "a/b", channel: "19:x@thread.tacv2" } });
    await api("findPeople", { query: { name: "Zoë & Co" } });

    assert.deepEqual(
      sent.map(({ url }) => url),
      [
        "/api/home/teams/a%2Fb/channels/19%3Ax%40thread.tacv2",
        "/api/settings/people?name=Zo%C3%AB+%26+Co",
      ],
    );
  });

  it("names the state that a change was made on", async () => {
    const { api, sent } = makeApi([ok()]);

    await api("setLabel", { params: { pack: "p" }, body: { labelId: null }, etag: "7" });

    assert.deepEqual(
      sent.map(({ headers, body }) => [headers["If-Match"], headers["Content-Type"], body]),
      [["7", "application/json", { labelId: null }]],
    );
  });

  it("reads once more when the connection breaks", async () => {
    const { api, sent } = makeApi(["broken", ok()]);

    const outcome = await api("listTeams");

    assert.equal(outcome.kind, "ok");
    assert.equal(sent.length, 2);
  });

  it("changes nothing twice when the connection breaks", async () => {
    const { api, sent } = makeApi(["broken", ok()]);

    const outcome = await api("signOut");

    assert.deepEqual(outcome, { kind: "failed", failure: { code: "offline" } });
    assert.equal(sent.length, 1);
  });

  for (const code of ["sign_in", "unauthorized"])
    it(`asks Teams once for a new token: ${code}`, async () => {
      const { api, sent, asked } = makeApi([problem(code, {}, 401), ok()]);

      const outcome = await api("listTeams");

      assert.equal(outcome.kind, "ok");
      assert.deepEqual(asked, [undefined, undefined]);
      assert.deepEqual(
        sent.map(({ headers }) => headers.Authorization),
        ["Bearer token-1", "Bearer token-2"],
      );
    });

  it("asks Teams for the proof that is wanted", async () => {
    const { api, asked } = makeApi([problem("step_up", { claims: "{}" }), ok()]);

    const outcome = await api("listTeams");

    assert.equal(outcome.kind, "ok");
    assert.deepEqual(asked, [undefined, "{}"]);
  });

  it("gives up after the second refusal", async () => {
    const refusals = [problem("sign_in", {}, 401), problem("sign_in", {}, 401)];
    const { api, sent } = makeApi(refusals);

    const outcome = await api("listTeams");

    assert.deepEqual(outcome, {
      kind: "failed",
      failure: { code: "sign_in", correlationId: "c1" },
    });
    assert.equal(sent.length, 2);
  });

  it("tells what stands in the way", async () => {
    const missing = { scope: "home", isAdminNeeded: true };
    const { api } = makeApi([problem("consent_required", missing)]);

    const outcome = await api("readTeam", { params: { team: "t" } });

    const failure = { code: "consent_required", correlationId: "c1", ...missing };
    assert.deepEqual(outcome, { kind: "failed", failure });
  });

  it("sends nothing without a token", async () => {
    const { api, sent } = makeApi([ok()], { getToken: async () => undefined });

    const outcome = await api("listTeams");

    assert.deepEqual(outcome, { kind: "failed", failure: { code: "no_token" } });
    assert.deepEqual(sent, []);
  });

  it("does not wait for ever", async () => {
    const { api } = makeApi(["silent"], { timeLimit: 5 });

    const outcome = await api("listTeams");

    assert.deepEqual(outcome, { kind: "failed", failure: { code: "timeout" } });
  });

  it("says so when something else answers", async () => {
    const { api } = makeApi([new Response("<html>proxy</html>", { status: 200 })]);

    const outcome = await api("listTeams");

    assert.deepEqual(outcome, { kind: "failed", failure: { code: "unreadable" } });
  });
});
