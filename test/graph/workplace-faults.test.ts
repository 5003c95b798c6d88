import assert from "node:assert/strict";
import { findCloud } from "../../src/core/cloud/index.ts";
import { createEgress } from "../../src/identity/index.ts";
import type { PersonTokenAnswer, TokenRenewal } from "../../src/ports/index.ts";
import { type FakeAnswer, type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import { openWorkplace, type Question, scopeOf, teamId, toQuestions, toToken } from "./person.ts";
import { page } from "./tenant.ts";

describe("Workplace in trouble", () => {
  let graph: FakeGraph;
  before(async () => {
    graph = await startFakeGraph();
  });
  after(() => graph?.stop());
  beforeEach(() => graph.reset());

  const questions = Object.keys(toQuestions(openWorkplace({ origin: "" }).workplace)) as Question[];

  /** Asks one question of what the fake was told to answer. */
  function ask(question: Question, wanted: Parameters<typeof toQuestions>[1] = {}) {
    return toQuestions(openWorkplace(graph).workplace, wanted)[question](
      toToken(scopeOf(question)),
    );
  }

  describe("with obstacles", () => {
    const step = { kind: "step-up", claims: "{}" } as const;
    const obstacles: Record<string, PersonTokenAnswer> = {
      "nobody signed in": { kind: "sign-in" },
      "no consent": { kind: "consent" },
      "more proof wanted": step,
      "a person kept out": { kind: "blocked", code: "53003" },
      "an unknown tenant": { kind: "refused", reason: "tenant" },
      "a wrong secret": { kind: "refused", reason: "credentials" },
      "a busy sign-in": { kind: "busy", seconds: 42 },
      "no answer": { kind: "unreachable" },
    };
    for (const [name, obstacle] of Object.entries(obstacles))
      it(`hands on ${name} without a request`, async () => {
        for (const question of questions) {
          const token = toToken(scopeOf(question), () => obstacle);
          const asked = toQuestions(openWorkplace(graph).workplace)[question](token);
          assert.deepEqual(await asked, obstacle, question);
        }
        assert.equal(graph.requests.length, 0);
      });

    const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: "1" } } });
    const challenge: FakeAnswer = {
      status: 401,
      headers: {
        "www-authenticate": `Bearer realm="", error="insufficient_claims", claims="${btoa(claims)}"`,
      },
    };
    /** Asks for the person's teams with a token that is renewed like this. */
    async function renew(answer: (renewal: TokenRenewal) => PersonTokenAnswer | undefined) {
      const token = toToken("basic", (renewal) => renewal && answer(renewal));
      return { token, answer: await openWorkplace(graph).workplace.listTeams(token) };
    }

    it("answers a claims challenge with a new token, once", async () => {
      graph.answer(/./, challenge, page([]));

      const { token, answer } = await renew(() => undefined);

      assert.deepEqual(answer, { kind: "read", value: [] });
      assert.deepEqual(token.asked, ["first", { kind: "claims", claims }]);
      assert.equal(graph.requests.at(-1)?.headers.authorization, "Bearer token-2");
    });

    it("gives up when the new token is challenged too", async () => {
      graph.answer(/./, challenge);

      const { token, answer } = await renew(() => undefined);

      assert.deepEqual([answer, token.asked.length], [{ kind: "unreachable" }, 2]);
    });

    for (const [name, obstacle] of Object.entries(obstacles))
      it(`hands on ${name} after a challenge`, async () => {
        graph.answer(/./, challenge);

        assert.deepEqual((await renew(() => obstacle)).answer, obstacle);
      });

    it("asks for a newer token after 403: consent may be new", async () => {
      graph.answer(/./, { status: 403 }, page([]));

      const { token, answer } = await renew(() => undefined);

      assert.deepEqual(answer, { kind: "read", value: [] });
      assert.deepEqual(token.asked, ["first", { kind: "refused" }]);
    });

    it("says that consent was taken back", async () => {
      graph.answer(/./, { status: 403 });

      assert.deepEqual((await renew(() => ({ kind: "consent" }))).answer, { kind: "consent" });
    });

    it("asks once when there is no newer token", async () => {
      graph.answer(/./, { status: 403 });

      const { answer } = await renew(() => ({ kind: "token", token: "token-1" }));

      assert.deepEqual([answer, graph.requests.length], [{ kind: "forbidden" }, 1]);
    });
  });

  describe("with faults", () => {
    const wait = (seconds: string): FakeAnswer => ({
      status: 429,
      headers: { "retry-after": seconds },
    });
    const drop = { drop: true };
    const identity = { error: { code: "Authorization_IdentityNotFound", message: "x" } };
    const whole: Record<string, readonly [answer: FakeAnswer, expected: object]> = {
      "403": [{ status: 403 }, { kind: "forbidden" }],
      "404": [{ status: 404 }, { kind: "absent" }],
      "400": [{ status: 400 }, { kind: "unreachable" }],
      "401": [{ status: 401 }, { kind: "unreachable" }],
      "500": [{ status: 500 }, { kind: "unreachable" }],
      "503": [{ status: 503 }, { kind: "busy", seconds: 30 }],
      "429 with a time": [wait("7"), { kind: "busy", seconds: 7 }],
      "429 without one": [{ status: 429 }, { kind: "busy", seconds: 30 }],
      "dropped sockets": [drop, { kind: "unreachable" }],
      "a page of HTML": [{ body: "<html>" }, { kind: "unreachable" }],
      "JSON that is no object": [{ body: "7" }, { kind: "unreachable" }],
      "an unknown identity": [
        { status: 403, body: identity },
        { kind: "refused", reason: "tenant" },
      ],
    };
    for (const [name, [answer, expected]] of Object.entries(whole))
      it(`says so for ${name}, whatever was asked`, async () => {
        graph.answer(/./, answer);

        for (const question of questions) assert.deepEqual(await ask(question), expected, question);
      });

    const overcome: Record<string, readonly [answer: FakeAnswer, pauses: readonly number[]]> = {
      "a 429": [wait("2"), [2000]],
      "a 503": [{ status: 503 }, [1000]],
      "a 500": [{ status: 500 }, []],
      "a dropped socket": [drop, []],
    };
    for (const [name, [answer, expected]] of Object.entries(overcome))
      it(`gets over ${name}`, async () => {
        graph.answer(/./, answer, { body: {} });
        const { workplace, pauses } = openWorkplace(graph);

        const { kind } = await workplace.readTeam(toToken("home"), teamId);

        assert.deepEqual([kind, pauses], ["read", expected]);
      });

    it("does not ask twice whoever does not answer in time", async () => {
      const late = new DOMException("late", "TimeoutError");
      let sent = 0;
      const fetch = () => {
        sent++;
        return Promise.reject(late);
      };
      const { workplace } = openWorkplace(graph, { fetch });

      const answer = await workplace.listTeams(toToken("basic"));

      assert.deepEqual([answer, sent], [{ kind: "unreachable" }, 1]);
    });

    it("lets a stopped egress through as the fault that it is", async () => {
      const { fetch } = createEgress(findCloud("gcch"));
      const { workplace } = openWorkplace(graph, { fetch });

      await assert.rejects(workplace.listTeams(toToken("basic")), { code: "ERR_EGRESS_BLOCKED" });
    });
  });
});
