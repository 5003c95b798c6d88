import assert from "node:assert/strict";
import {
  type ExtensionAnswer,
  readExtensionAnswer,
} from "../../../src/sandbox/client/extension-answer.ts";
import {
  listActions,
  listQueries,
  toQueryValue,
} from "../../../src/sandbox/client/extension-model.ts";

const adaptive = "application/vnd.microsoft.card.adaptive";
const card = { type: "AdaptiveCard", version: "1.3" };
const task = (value: object) => ({ task: { type: "continue", value } });
const extension = (result: object) => ({ composeExtension: result });
const given = { contentType: adaptive, content: card };

describe("readExtensionAnswer", () => {
  const cases: Readonly<Record<string, readonly [object | undefined, ExtensionAnswer]>> = {
    "a dialog with its width": [
      task({ title: "Wizard", width: 500, card: given }),
      { kind: "task", task: { title: "Wizard", card, width: 500 } },
    ],
    "a dialog of a named width": [
      task({ width: "large", card: given }),
      { kind: "task", task: { title: "", card, width: 776 } },
    ],
    "a dialog without a card": [
      task({ title: "Page", url: "https://elsewhere.example" }),
      { kind: "problem", text: "The sandbox shows dialogs with an Adaptive Card only." },
    ],
    "a message of a dialog": [
      { task: { type: "message", value: "Done." } },
      { kind: "message", text: "Done." },
    ],
    "a result with a preview and what selects it": [
      extension({
        type: "result",
        attachments: [
          {
            ...given,
            preview: {
              contentType: "application/vnd.microsoft.card.thumbnail",
              content: {
                title: "Scenario 2",
                subtitle: "AutoStore",
                text: "IMAP",
                tap: { type: "invoke", value: { id: "2" } },
              },
            },
          },
        ],
      }),
      {
        kind: "cards",
        cards: [
          { title: "Scenario 2", text: "AutoStore · IMAP", card: given, select: { id: "2" } },
        ],
      },
    ],
    "a result that is sent as it is": [
      extension({ type: "result", attachments: [given] }),
      { kind: "cards", cards: [{ title: "Untitled", text: "", card: given, select: undefined }] },
    ],
    "no results": [extension({ type: "result", attachments: [] }), { kind: "cards", cards: [] }],
    "a word in place of results": [
      extension({ type: "message", text: "Type more." }),
      { kind: "message", text: "Type more." },
    ],
    "a sign-in": [
      extension({
        type: "auth",
        suggestedActions: { actions: [{ type: "openUrl", title: "Sign in", value: "/auth" }] },
      }),
      { kind: "sign-in", title: "Sign in", url: "/auth" },
    ],
    "an empty answer": [undefined, { kind: "nothing" }],
    "a dialog of no type": [
      { task: { type: "cancel" } },
      { kind: "problem", text: "The app answered with no dialog that Teams knows." },
    ],
  };
  for (const [name, [body, expected]] of Object.entries(cases))
    it(`reads ${name}`, () => {
      const invokeResponse = { status: 200, ...(body ? { body } : {}) };

      assert.deepEqual(readExtensionAnswer({ kind: "done", invokeResponse }), expected);
    });

  it("tells of a failure of the bot and of the way to it", () => {
    assert.deepEqual(
      [
        readExtensionAnswer({ kind: "done", invokeResponse: { status: 500 } }),
        readExtensionAnswer({ kind: "refused", message: "The bot does not answer." }),
      ],
      [
        { kind: "problem", text: "The app answered 500." },
        { kind: "problem", text: "The bot does not answer." },
      ],
    );
  });
});

describe("the commands of the extension", () => {
  const base = { description: "", initialRun: true, fetchTask: true, parameters: [] };
  const search = {
    ...base,
    id: "s",
    type: "query",
    title: "Search",
    context: ["compose"],
  } as const;
  const wizard = { ...base, id: "w", type: "action", title: "Ask", context: ["compose"] } as const;
  const explain = { ...base, id: "e", type: "action", title: "?", context: ["message"] } as const;
  const commands = [search, wizard, explain];

  it("stand where the manifest puts them", () => {
    const all = { commands, domains: [] };

    assert.deepEqual(
      [listQueries(all), listActions(all, "compose"), listActions(all, "message")],
      [[search], [wizard], [explain]],
    );
  });

  it("ask for first results, then for those of a text", () => {
    const parameters = [{ name: "words", title: "Words", description: "" }];
    const command = { ...search, parameters };

    assert.deepEqual(toQueryValue(command, "", 0), {
      commandId: "s",
      parameters: [{ name: "initialRun", value: "true" }],
      queryOptions: { skip: 0, count: 25 },
    });
    assert.deepEqual(toQueryValue(command, "mail", 25), {
      commandId: "s",
      parameters: [{ name: "words", value: "mail" }],
      queryOptions: { skip: 25, count: 25 },
    });
  });
});
