import assert from "node:assert/strict";
import { AppError, type ErrorCode } from "../../src/core/errors.ts";
import type { Problem, TabOutput } from "../../src/core/tab-api/index.ts";

import type { TabTools } from "../../src/server/index.ts";

import {
  CARD,
  codeOf,
  createFakeSettings,
  createFakeWorkplace,
  PERSON,
  readAnswer,
  startTabStage,
  type TabStage,
  TENANT,
} from "../support/tab-stage.ts";

describe("the catalog of the tab's API", () => {
  let stage: TabStage;
  before(async () => {
    stage = await startTabStage();
  });
  after(() => stage?.stop());
  beforeEach(() => {
    stage.open();
    stage.clock.advance(60_000);
  });

  it("lists packs with labels and codes that answer", async () => {
    const labels = { nbold: { id: "label-1", name: "Internal" } };
    stage.open({ settings: createFakeSettings({ labels }) });

    const { body } = await readAnswer(stage.ask("GET", "/api/catalog/packs"));

    const { packs } = body as TabOutput<"listPacks">;
    const nbold = packs.find(({ id }) => id === "nbold");
    const autostore = packs.find(({ id }) => id === "autostore");
    assert.deepEqual([nbold?.label, autostore?.label], [labels.nbold, null]);
    assert.deepEqual(nbold?.scenarios.find(({ id }) => id === "home")?.code, "1~nbold.scope_home");
    assert.ok(autostore?.scenarios.some(({ code }) => code === null));
  });

  it("asks the bot in the name of the person", async () => {
    const asked: unknown[] = [];
    const answer: TabTools["answer"] = async (ask) => {
      asked.push(ask);
      return CARD;
    };
    stage.open({ answer });
    const bodies = [
      ["/api/catalog/ask", { text: " imap? ", earlier: "1~autostore" }],
      ["/api/catalog/ask", { text: "imap?" }],
      ["/api/catalog/ask", { code: "1~autostore" }],
      ["/api/catalog/press", { verb: "answer", data: { s: "1~autostore" } }],
    ] as const;

    for (const [path, body] of bodies) {
      const { body: reply } = await readAnswer(stage.ask("POST", path, { body }));
      assert.deepEqual(reply, CARD);
    }

    const person = { tenantId: TENANT, personId: PERSON, name: "Ada", language: "en" };
    assert.deepEqual(asked, [
      { ...person, input: { kind: "text", text: "imap?", earlier: "1~autostore" } },
      { ...person, input: { kind: "text", text: "imap?", earlier: undefined } },
      { ...person, input: { kind: "code", code: "1~autostore" } },
      { ...person, input: { kind: "press", verb: "answer", data: { s: "1~autostore" } } },
    ]);
  });

  const misfits: readonly [code: ErrorCode, path: string, body: object, field: string][] = [
    ["ERR_ACTION_UNKNOWN", "press", { verb: "nope", data: {} }, "verb"],
    ["ERR_ACTION_INPUT", "press", { verb: "answer", data: {} }, "data"],
    ["ERR_ACTION_INPUT", "ask", { code: "9~nope" }, "code"],
  ];
  for (const [code, path, body, field] of misfits)
    it(`names ${field} after ${code}, without an error line`, async () => {
      stage.open({ answer: () => Promise.reject(new AppError(code, "a card sent it")) });
      const before = stage.log.lines.length;

      const answer = await readAnswer<Problem>(stage.ask("POST", `/api/catalog/${path}`, { body }));

      const { status, code: problem, detail } = answer.body;
      assert.deepEqual([answer.status, status, problem], [400, 400, "invalid"]);
      assert.equal(detail, `This does not fit: ${field}. Change it and try again.`);
      assert.deepEqual(stage.log.lines.slice(before), []);
    });

  it("tells of any other fault of the bot", async () => {
    const fault = new AppError("ERR_TURN_FAILED", "no view");
    stage.open({ answer: () => Promise.reject(fault) });

    const code = await codeOf(stage.ask("POST", "/api/catalog/ask", { body: { text: "imap" } }));

    assert.deepEqual(code, [500, "internal"]);
  });

  describe("for a catalogue manager", () => {
    const catalogManagers = [{ id: PERSON, name: "Ada" }];
    const label = { id: "label-1", name: "Internal" };
    const put = (labelId: string | null, pack = "nbold") =>
      stage.ask("PUT", `/api/catalog/packs/${pack}/label`, { body: { labelId } });
    beforeEach(() => stage.open({ settings: createFakeSettings({ catalogManagers }) }));

    it("lists labels that are in use", async () => {
      const one = { ...label, description: null, isActive: true };
      const value = [one, { ...one, id: "label-2", isActive: false }];
      const listLabels = async () => ({ kind: "read", value }) as const;
      const settings = createFakeSettings({ catalogManagers });
      stage.open({ settings, workplace: createFakeWorkplace({ listLabels }) });

      const { body } = await readAnswer(stage.ask("GET", "/api/catalog/labels"));

      assert.deepEqual(body, { labels: [{ ...label, description: null }] });
    });

    it("puts a label on a pack and takes it off", async () => {
      const answers = [(await readAnswer(put("label-1"))).body, (await readAnswer(put(null))).body];

      assert.deepEqual(answers, [{ label }, { label: null }]);
    });

    it("takes no label and no pack that is not there", async () => {
      const codes = [await codeOf(put("label-9")), await codeOf(put("label-1", "nothing"))];

      assert.deepEqual(codes, Array(2).fill([404, "not_found"]));
    });
  });
});
