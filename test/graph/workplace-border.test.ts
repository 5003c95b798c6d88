import assert from "node:assert/strict";
import { type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import {
  channelId,
  openWorkplace,
  type Question,
  scopeOf,
  teamId,
  toQuestions,
  toToken,
} from "./person.ts";
import { page } from "./tenant.ts";

describe("Workplace at its border", () => {
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

  describe("with what others write", () => {
    const ids = [
      "",
      "..",
      "../users",
      `${teamId}/members`,
      `${teamId}?$top=1`,
      "%2e%2e",
      "x".repeat(40),
    ];
    const channels = [
      ...ids,
      channelId.slice(3),
      `19:a/../b`,
      "19:a?b",
      "19:a%2fb",
      `19:${"a".repeat(300)}`,
    ];
    const withTeam: readonly Question[] = [
      "channels.list",
      "team.read",
      "team-members.list",
      "channel-members.list",
      "channel.read",
      "tabs.list",
    ];

    it("finds nothing under a team id that is none", async () => {
      for (const question of withTeam)
        for (const team of ids)
          assert.deepEqual(
            await ask(question, { team }),
            { kind: "absent" },
            `${question} ${team}`,
          );
      assert.equal(graph.requests.length, 0);
    });

    it("finds nothing under a channel id that is none", async () => {
      for (const question of withTeam.slice(3))
        for (const channel of channels)
          assert.deepEqual(await ask(question, { channel }), { kind: "absent" }, channel);
      assert.equal(graph.requests.length, 0);
    });

    const texts: Record<string, readonly [text: string, search: string]> = {
      "double quotes": ['Ada" OR "mail:a', "Ada OR mail a"],
      "a backslash": ["Ada\\", "Ada"],
      "a colon": ["displayName:Ada", "displayName Ada"],
      "an ampersand": ["Ada & Ben&$top=999", "Ada Ben $top=999"],
      "an apostrophe": ["O'Neil", "O'Neil"],
      "another script": ["李四(David Li)", "李四(David Li)"],
      "right to left": ["דנה كريم", "דנה كريم"],
      "control characters": ["A\u0000d\ra\n B", "Ada B"],
      "half a surrogate pair": ["Ada\ud83d", "Ada"],
      "very many letters": ["é".repeat(500), "é".repeat(120)],
    };
    for (const [name, [text, search]] of Object.entries(texts))
      it(`searches for ${name} with care`, async () => {
        graph.answer(/./, page([]));

        assert.deepEqual(await ask("people.find", { text }), { kind: "read", value: [] });
        assert.equal(graph.requests[0]?.query.$search, `"displayName:${search}"`);
        assert.equal(graph.requests[0]?.query.$top, "10");
      });

    for (const text of ["", "  ", '"', '\\ : & "', "\u0000"])
      it(`searches for nothing with ${JSON.stringify(text)}`, async () => {
        assert.deepEqual(await ask("people.find", { text }), { kind: "read", value: [] });
        assert.equal(graph.requests.length, 0);
      });
  });

  describe("under a scope", () => {
    for (const question of questions)
      it(`${question} refuses a token of another`, async () => {
        const other = scopeOf(question) === "home" ? "basic" : "home";
        const token = toToken(other);

        const asked = toQuestions(openWorkplace(graph).workplace)[question](token);

        await assert.rejects(asked, RangeError);
        assert.deepEqual([token.asked, graph.requests.length], [[], 0]);
      });

    for (const cloudId of ["gcch", "dod", "china"])
      it(`has no labels in ${cloudId}`, async () => {
        const token = toToken("catalog");

        const answer = await openWorkplace(graph, { cloudId }).workplace.listLabels(token);

        assert.deepEqual([answer, token.asked, graph.requests.length], [{ kind: "absent" }, [], 0]);
      });
  });
});
