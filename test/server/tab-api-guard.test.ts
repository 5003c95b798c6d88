import assert from "node:assert/strict";
import { AppError } from "../../src/core/errors.ts";
import type { Problem } from "../../src/core/tab-api/index.ts";
import type { PersonAnswer, PersonTokenAnswer } from "../../src/ports/index.ts";
import {
  createFakeSettings,
  createFakeWorkplace,
  startTabStage,
  type TabStage,
  TEAM,
  toToken,
} from "../support/tab-stage.ts";

describe("the guard of the tab's API", () => {
  let stage: TabStage;
  /** Not open yet. */
  let early: TabStage;
  before(async () => {
    stage = await startTabStage();
    early = await startTabStage({ isOpen: false });
  });
  after(() => Promise.all([stage?.stop(), early?.stop()]));
  beforeEach(() => {
    stage.open();
    stage.clock.advance(60_000);
  });

  const codeOf = async (response: Response) => {
    const { status, code } = (await response.json()) as Problem;
    assert.equal(response.status, status);
    assert.equal(response.headers.get("content-type"), "application/problem+json; charset=utf-8");
    return [status, code];
  };

  const strangers: Record<string, [headers: Record<string, string>, status: number, code: string]> =
    {
      "no token": [{ "x-consentry": "1" }, 401, "unauthorized"],
      "a basic one": [{ "x-consentry": "1", authorization: "Basic YTpi" }, 401, "unauthorized"],
      "two in one": [{ "x-consentry": "1", authorization: "Bearer a b" }, 401, "unauthorized"],
      "a junk one": [{ "x-consentry": "1", authorization: "Bearer junk" }, 401, "unauthorized"],
      "no mark of the page": [{ authorization: `Bearer ${toToken()}` }, 401, "unauthorized"],
      "another mark": [
        { "x-consentry": "true", authorization: `Bearer ${toToken()}` },
        401,
        "unauthorized",
      ],
      "a foreign tenant's": [{ "x-consentry": "1", authorization: "Bearer foreign" }, 403, "guest"],
      "one while keys are away": [
        { "x-consentry": "1", authorization: "Bearer late" },
        502,
        "unreachable",
      ],
    };
  for (const [name, [headers, status, code]] of Object.entries(strangers))
    it(`answers a request with ${name} with ${status}`, async () => {
      const response = await fetch(`${stage.origin}/api/home/results`, { headers });

      assert.deepEqual(await codeOf(response), [status, code]);
    });

  it("lets roles of the settings in", async () => {
    const catalogManagers = [{ id: toPersonId(), name: "Ada" }];
    stage.open({ settings: createFakeSettings({ catalogManagers }) });

    const labels = await stage.ask("GET", "/api/catalog/labels");
    const settings = await stage.ask("GET", "/api/settings");

    assert.equal(labels.status, 200);
    const problem = (await settings.json()) as Problem;
    assert.deepEqual(
      [problem.code, problem.needed],
      ["forbidden", ["global-administrator", "teams-administrator"]],
    );
  });

  it("throttles a person, not the others", async () => {
    const other = toToken({ personId: "aaaaaaaa-bbbb-4ccc-8ddd-0000000000ff" });
    const statuses: number[] = [];
    for (let count = 0; count < 41; count += 1)
      statuses.push((await stage.ask("GET", "/api/home/results")).status);

    const refused = await stage.ask("GET", "/api/home/results");
    const neighbor = await stage.ask("GET", "/api/home/results", { token: other });
    stage.clock.advance(100);
    const later = await stage.ask("GET", "/api/home/results");

    assert.deepEqual(statuses.slice(-2), [200, 429]);
    assert.equal(refused.headers.get("retry-after"), "1");
    assert.deepEqual(await codeOf(refused), [429, "throttled"]);
    assert.deepEqual([neighbor.status, later.status], [200, 200]);
  });

  const channel = (id: string) => `/api/home/teams/${TEAM}/channels/${encodeURIComponent(id)}`;
  const misfits: readonly [
    name: string,
    method: string,
    path: string,
    body: unknown,
    field: string,
  ][] = [
    ["a team that is no id", "GET", "/api/home/teams/x/channels", undefined, "team"],
    ["a channel that is none", "GET", channel("general"), undefined, "channel"],
    ["a channel with a slash", "GET", channel("19:a/b"), undefined, "channel"],
    ["a channel that is too long", "GET", channel(`19:${"a".repeat(201)}`), undefined, "channel"],
    ["a pack that is none", "PUT", "/api/catalog/packs/..%2f/label", { labelId: null }, "pack"],
    ["a short name", "GET", "/api/settings/people?name=a", undefined, "name"],
    ["a name twice", "GET", "/api/settings/people?name=ada&name=bob", undefined, "name"],
    ["a query that nobody asked for", "GET", "/api/home/teams?x=1", undefined, "JSON"],
    ["a field that nobody knows", "POST", "/api/consent-links", { scope: "home", x: 1 }, "JSON"],
    ["an unknown scope", "POST", "/api/consent-links", { scope: "all" }, "scope"],
    ["a text that is too long", "POST", "/api/catalog/ask", { text: "x".repeat(2001) }, "text"],
    ["broken JSON", "POST", "/api/catalog/ask", "{", "json"],
    ["a body of 64 KiB and more", "POST", "/api/catalog/ask", `"${"x".repeat(65_535)}"`, "size"],
    ["no If-Match", "PUT", "/api/settings", {}, "If-Match"],
  ];
  for (const [name, method, path, body, field] of misfits)
    it(`refuses ${name} and names the field`, async () => {
      const catalogManagers = [{ id: toPersonId(), name: "Ada" }];
      stage.open({ settings: createFakeSettings({ catalogManagers }) });
      const token = toToken({ roles: ["global-administrator"] });

      const response = await stage.ask(method, path, { token, body });

      const problem = (await response.json()) as Problem;
      assert.deepEqual([response.status, problem.code], [400, "invalid"]);
      assert.equal(problem.detail, `This does not fit: ${field}. Change it and try again.`);
    });

  it("takes JSON only", async () => {
    const headers = { "content-type": "text/plain" };
    const body = '{"text":"x"}';

    const response = await stage.ask("POST", "/api/catalog/ask", { headers, body });

    assert.match(((await response.json()) as Problem).detail, /content-type/);
  });

  const obstacles: Record<string, [answer: PersonTokenAnswer, problem: Partial<Problem>]> = {
    "a sign-in": [{ kind: "sign-in" }, { status: 401, code: "sign_in", scope: "basic" }],
    "a consent": [
      { kind: "consent" },
      { status: 403, code: "consent_required", scope: "basic", isAdminNeeded: false },
    ],
    "more proof": [
      { kind: "step-up", claims: '{"access_token":{}}' },
      { status: 403, code: "step_up", scope: "basic", claims: '{"access_token":{}}' },
    ],
    "a policy": [
      { kind: "blocked", code: "AADSTS53003" },
      { status: 403, code: "blocked" },
    ],
    "a busy Entra ID": [
      { kind: "busy", seconds: 7 },
      { status: 503, code: "busy", seconds: 7 },
    ],
    "a refused API": [
      { kind: "refused", reason: "credentials" },
      { status: 502, code: "unreachable" },
    ],
    "a silent Entra ID": [{ kind: "unreachable" }, { status: 502, code: "unreachable" }],
  };
  for (const [name, [answer, expected]] of Object.entries(obstacles))
    it(`says that ${name} is in the way`, async () => {
      stage.open({ tokens: { acquire: async () => answer } });

      const response = await stage.ask("GET", "/api/home/teams");

      const { title, detail, correlationId, type, ...problem } = (await response.json()) as Problem;
      assert.deepEqual(problem, expected);
      assert.equal(response.headers.get("retry-after"), expected.seconds?.toString() ?? null);
      assert.equal(response.headers.get("x-correlation-id"), correlationId);
      assert.ok(type === "about:blank" && title !== "" && detail !== "");
    });

  it("tells the operator when Consentry's API is refused", async () => {
    const acquire = async () => ({ kind: "refused", reason: "credentials" }) as const;
    stage.open({ tokens: { acquire } });

    const response = await stage.ask("GET", "/api/home/teams");

    const correlationId = response.headers.get("x-correlation-id");
    const line = stage.log.find("Consentry's API is refused").at(-1);
    assert.deepEqual(line?.fields, { correlationId, reason: "credentials", scope: "basic" });
  });

  it("logs under the request's id what keeps a person out", async () => {
    const acquire = async () => ({ kind: "blocked", code: "AADSTS53003" }) as const;
    stage.open({ tokens: { acquire } });

    const response = await stage.ask("GET", "/api/home/teams");
    const refused = await stage.ask("GET", "/api/home/teams", { token: "junk" });

    const idOf = ({ headers }: Response) => headers.get("x-correlation-id");
    const lineOf = (message: string) => stage.log.find(message).at(-1)?.fields;
    assert.deepEqual(
      [lineOf("a person is kept out"), lineOf("a token was refused")],
      [
        { correlationId: idOf(response), code: "AADSTS53003", scope: "basic" },
        { correlationId: idOf(refused), reason: "signature" },
      ],
    );
  });

  const answers: Record<string, [answer: PersonAnswer<never>, status: number, code: string]> = {
    forbids: [{ kind: "forbidden" }, 403, "graph_forbidden"],
    "does not have": [{ kind: "absent" }, 404, "not_found"],
  };
  for (const [name, [answer, status, code]] of Object.entries(answers))
    it(`says what Graph ${name}`, async () => {
      stage.open({ workplace: createFakeWorkplace({ listTeams: async () => answer }) });

      assert.deepEqual(await codeOf(await stage.ask("GET", "/api/home/teams")), [status, code]);
    });

  it("asks for the token of the route on behalf of its token", async () => {
    const asked: unknown[] = [];
    const acquire = async (...ask: readonly unknown[]) => {
      asked.push(ask);
      return { kind: "token", token: "t" } as const;
    };
    stage.open({ tokens: { acquire } });

    await stage.ask("GET", "/api/home/teams");

    const { tenantId, personId } = JSON.parse(Buffer.from(toToken(), "base64url").toString());
    assert.deepEqual(asked, [[{ tenantId, personId }, "basic", { fresh: toToken() }]]);
  });

  const faults: Record<string, [fault: Error, status: number, code: string]> = {
    "a store fault": [new AppError("ERR_STORE_FAILED", "disk /var/secret is full"), 503, "store"],
    "any other fault": [new Error("the secret is hunter2"), 500, "internal"],
  };
  for (const [name, [fault, status, code]] of Object.entries(faults))
    it(`lets nothing of ${name} out`, async () => {
      stage.open({ results: { list: () => Promise.reject(fault) } });

      const response = await stage.ask("GET", "/api/home/results");

      const text = await response.text();
      const problem = JSON.parse(text) as Problem;
      assert.deepEqual([response.status, problem.code], [status, code]);
      assert.doesNotMatch(text, /secret|hunter2/);
      const line = stage.log.find("a request of the tab failed").at(-1);
      assert.equal(line?.fields.correlationId, problem.correlationId);
    });

  it("finds an answer that does not fit its schema", async () => {
    const list = async () => [{ id: 1 }] as never;
    stage.open({ results: { list } });

    assert.equal((await stage.ask("GET", "/api/home/results")).status, 500);
  });

  it("speaks the language of the browser", async () => {
    const headers = { "accept-language": "de" };

    const response = await stage.ask("GET", "/api/settings", { headers });

    const { title } = (await response.json()) as Problem;
    assert.equal(title, "Das braucht eine Rolle, die Sie nicht haben");
  });

  for (const [method, path] of [
    ["GET", "/api/nothing"],
    ["POST", "/api/me"],
    ["OPTIONS", "/api/me"],
    ["GET", "/api/home/teams/%zz"],
  ] as const)
    it(`has no ${method} ${path}`, async () => {
      const headers = { origin: "https://evil.example", "access-control-request-method": "GET" };

      const response = await stage.ask(method, path, { headers });

      assert.deepEqual(await codeOf(response), [404, "not_found"]);
      const cross = [...response.headers.keys()].filter((name) =>
        name.startsWith("access-control"),
      );
      assert.deepEqual([cross, response.headers.get("allow")], [[], null]);
    });

  it("asks to wait while the product is not open", async () => {
    const response = await early.ask("GET", "/api/me");

    assert.equal(response.headers.get("retry-after"), "2");
    assert.deepEqual(await codeOf(response), [503, "busy"]);
  });
});

function toPersonId(): string {
  return JSON.parse(Buffer.from(toToken(), "base64url").toString()).personId;
}
