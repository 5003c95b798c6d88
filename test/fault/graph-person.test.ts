import assert from "node:assert/strict";
import type { PersonTokenAnswer, TokenRenewal } from "../../src/ports/index.ts";
import { type Question, scopeOf, toQuestions } from "../graph/person.ts";
import { contosoIt, permissions, type Simulated, startSimulated } from "../graph/simulated.ts";

const all: readonly Question[] = [
  "my-teams.list",
  "channels.list",
  "team.read",
  "team-members.list",
  "channel-members.list",
  "channel.read",
  "tabs.list",
  "labels.list",
  "people.find",
];
const place = { team: contosoIt, channel: permissions, text: "Priya" };
const alias = "product-admin";

describe("a Microsoft Graph that fails while a person asks", () => {
  let graph: Simulated;
  before(async () => {
    graph = await startSimulated();
  });
  beforeEach(() => graph.reset());
  after(() => graph?.stop());

  const match = { service: "graph" } as const;
  /** Asks everything that a person can ask. */
  async function askAll(limits: Parameters<Simulated["open"]>[0] = {}) {
    const questions = toQuestions(graph.open(limits), place);
    const answers = [];
    for (const question of all)
      answers.push(await questions[question](graph.tokenOf(alias, scopeOf(question))));
    return answers;
  }

  const passing: Record<string, object> = {
    "a 429": { status: 429, retryAfter: 1 },
    "a 503": { status: 503 },
    "a 504": { status: 504 },
    "a 500": { status: 500 },
    "a dropped socket": { drop: true },
    "a delay": { delayMs: 50 },
  };
  for (const [name, plan] of Object.entries(passing))
    it(`is asked again after ${name}`, async () => {
      const questions = toQuestions(graph.open(), place);
      for (const question of all) {
        graph.faults.add({ match, ...plan });
        const answer = await questions[question](graph.tokenOf(alias, scopeOf(question)));
        assert.equal(answer.kind, "read", question);
      }
    });

  const lasting: Record<string, readonly [plan: object, expected: object]> = {
    "429": [
      { status: 429, retryAfter: 7 },
      { kind: "busy", seconds: 7 },
    ],
    "503": [{ status: 503 }, { kind: "busy", seconds: 30 }],
    "500": [{ status: 500 }, { kind: "unreachable" }],
    "dropped sockets": [{ drop: true }, { kind: "unreachable" }],
    "403": [{ status: 403 }, { kind: "forbidden" }],
  };
  for (const [name, [plan, expected]] of Object.entries(lasting))
    it(`is given up after ${name} for ever, and comes back`, async () => {
      graph.faults.add({ match, times: 0, ...plan });

      const failed = await askAll();
      const asked = graph.faults.requests().length;
      graph.faults.reset();
      const mended = await askAll();

      assert.deepEqual(
        failed,
        all.map(() => expected),
      );
      assert.ok(asked <= 2 * all.length, `${asked} requests`);
      assert.deepEqual(new Set(mended.map(({ kind }) => kind)), new Set(["read"]));
    });

  const limits = { "a request": { timeout: 100 }, "a question": { patienceMs: 100 } };
  for (const [name, limit] of Object.entries(limits))
    it(`is not waited for beyond the limit of ${name}`, async () => {
      graph.faults.add({ match, delayMs: 8_000, times: 0 });
      const started = performance.now();

      const answers = await askAll(limit);

      assert.deepEqual(
        answers,
        all.map(() => ({ kind: "unreachable" })),
      );
      assert.ok(performance.now() - started < 7_000);
      assert.equal(graph.faults.list()[0]?.hits, all.length);
    });

  it("takes half a list for none", async () => {
    graph.setPageSize(2);
    const path = `/v1.0/teams/${contosoIt}/members`;
    // The first page passes, a millisecond later; the second is the one that is missing.
    graph.faults.add({ match: { ...match, path }, delayMs: 1 });
    graph.faults.add({ match: { ...match, path }, status: 500, times: 0 });

    const answer = await graph.open().listTeamReaders(graph.tokenOf(alias, "home"), contosoIt);

    assert.deepEqual(answer, { kind: "unreachable" });
  });

  describe("after tokens were taken back", () => {
    /** A token that was given before, and what comes of asking for another. */
    async function ask(renewed?: (renewal: TokenRenewal) => PersonTokenAnswer) {
      const token = graph.tokenOf(alias, "basic", renewed);
      const first = await token.get();
      graph.revoke(alias);
      const get = (renewal?: TokenRenewal) =>
        renewal ? token.get(renewal) : Promise.resolve(first);
      const answer = await graph.open().listTeams({ ...token, get });
      return { answer, renewals: token.asked.slice(1).map((one) => one !== "first" && one.kind) };
    }

    it("is asked with a new one", async () => {
      const { answer, renewals } = await ask();

      assert.deepEqual([answer.kind, renewals], ["read", ["claims"]]);
    });

    it("says that the person has to sign in again", async () => {
      const { answer } = await ask((renewal) =>
        renewal.kind === "claims"
          ? { kind: "step-up", claims: renewal.claims }
          : { kind: "unreachable" },
      );

      const { access_token } = JSON.parse(answer.kind === "step-up" ? answer.claims : "{}");
      assert.equal(access_token?.nbf.essential, true);
    });
  });
});
