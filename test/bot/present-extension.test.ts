import assert from "node:assert/strict";
import { type ExtensionInvoke, formOf } from "../../src/bot/extension-invokes.ts";
import { presentExtension, toPlainAnswer } from "../../src/bot/present-extension.ts";
import { SILENCE, show } from "../../src/bot/reply.ts";
import type { Turn } from "../../src/bot/turn.ts";
import { drawError } from "../../src/core/view/index.ts";
import { buildWorld } from "../core/view/examples.ts";

const fault = drawError(buildWorld(), "en", { code: "ERR_TURN_FAILED", correlationId: "c0ffee" });
const NO_PREVIEW = {
  composeExtension: { type: "result", attachmentLayout: "list", attachments: [] },
};

const INVOKES: readonly ExtensionInvoke[] = [
  "composeExtension/query",
  "composeExtension/selectItem",
  "composeExtension/fetchTask",
  "composeExtension/submitAction",
  "task/fetch",
  "task/submit",
  "composeExtension/queryLink",
  "composeExtension/anonymousQueryLink",
];

function turnOf(invoke: ExtensionInvoke): Turn {
  return { kind: "extension", invoke } as Turn;
}

/** The text in which a list or a dialog says something; undefined for what is no such text. */
function readText(body: object): string | undefined {
  const { composeExtension, task } = body as {
    composeExtension?: { type: string; text?: string };
    task?: { type: string; value: unknown };
  };
  if (composeExtension?.type === "message") return composeExtension.text;
  return task?.type === "message" ? String(task.value) : undefined;
}

describe("presentExtension", () => {
  for (const invoke of INVOKES)
    it(`says what failed in the form of ${invoke}`, async () => {
      const { body } = (await presentExtension(turnOf(invoke), show(fault))) ?? {};

      const form = formOf(invoke);
      if (form === "list") assert.match(readText(body as object) ?? "", /c0ffee/);
      else if (form === "dialog")
        assert.match(JSON.stringify(body), /"type":"continue".*c0ffee.*"Action.Submit"/);
      else assert.deepEqual(body, NO_PREVIEW);
    });

  it("has no answer where no route has one", async () => {
    assert.equal(await presentExtension(turnOf("task/fetch"), SILENCE), undefined);
  });
});

describe("toPlainAnswer", () => {
  for (const invoke of INVOKES)
    it(`says in words what failed, for ${invoke}`, () => {
      const { status, body } = toPlainAnswer(invoke, fault);

      assert.equal(status, 200);
      if (formOf(invoke) === "preview") assert.deepEqual(body, NO_PREVIEW);
      else {
        assert.match(readText(body) ?? "", /ERR_TURN_FAILED.*c0ffee/);
        assert.doesNotMatch(readText(body) ?? "", /\[/);
      }
    });
});
