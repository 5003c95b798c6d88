import assert from "node:assert/strict";
import {
  countConstructed,
  lintCard,
  prepareCards,
  renderCard,
  toOlderClient,
} from "../../src/cards/index.ts";
import type { View } from "../../src/core/view/index.ts";
import { buildWorld, EXAMPLES, findExample } from "../core/view/examples.ts";

const world = buildWorld();
const error = findExample("error").draw(world, "en");

function buildView(overrides: Partial<View["data"]>): View {
  const { data } = error;
  return { ...error, data: { ...data, ...overrides } as View["data"] };
}

describe("renderCard", () => {
  it("parses no template once all are prepared", async () => {
    await prepareCards();
    const before = countConstructed();

    for (const { draw } of EXAMPLES) await renderCard(draw(world, "en"));

    assert.equal(countConstructed(), before);
  });

  it("gives the same card twice", async () => {
    assert.deepEqual(await renderCard(error), await renderCard(error));
  });

  it("throws ERR_CARD_UNBOUND for a missing value", async () => {
    const { title: _title, ...data } = error.data;

    await assert.rejects(renderCard({ ...error, data }), { code: "ERR_CARD_UNBOUND" });
  });

  it("throws ERR_CARD_UNBOUND for a missing list", async () => {
    const { lead: _lead, ...data } = error.data;

    await assert.rejects(renderCard({ ...error, data }), { code: "ERR_CARD_UNBOUND" });
  });

  it("draws rightly after a card that failed", async () => {
    await assert.rejects(renderCard({ ...error, data: {} }));

    assert.equal((await renderCard(error)).type, "AdaptiveCard");
  });

  it("throws ERR_CARD_TOO_LARGE above 80 KB", async () => {
    const lead = Array.from({ length: 100 }, () => ({ text: "x".repeat(500) }));

    await assert.rejects(renderCard(buildView({ lead })), { code: "ERR_CARD_TOO_LARGE" });
  });

  it("never evaluates what stands in the data", async () => {
    const card = await renderCard(buildView({ title: "{1+1} $root.secret" }));

    assert.match(JSON.stringify(card), /\{1\+1\} \$root\.secret/);
  });

  it("drops nulls", async () => {
    const card = await renderCard(buildView({ summary: null }));

    assert.equal("fallbackText" in card, false);
  });
});

describe("lintCard", () => {
  const hosts = new Set(["learn.microsoft.com"]);
  const card = { type: "AdaptiveCard", version: "1.5", lang: "en", body: [], actions: [] };
  const text = { type: "TextBlock", text: "a", wrap: true };
  const open = (url: string) => ({ type: "Action.OpenUrl", title: "a", url });

  const faults: readonly [string, object, RegExp][] = [
    [
      "an element that Teams may not know",
      { body: [{ type: "Table" }] },
      /Table is not on the list/,
    ],
    [
      "a fourth column",
      { body: [{ type: "ColumnSet", columns: [1, 2, 3, 4].map(() => ({ type: "Column" })) }] },
      /more than three/,
    ],
    ["an input without a label", { body: [{ type: "Input.Text", id: "a" }] }, /has no label/],
    ["an action without a title", { actions: [{ type: "Action.Submit" }] }, /has no title/],
    [
      "an action without a fallback",
      { actions: [{ type: "Action.Execute", title: "a" }] },
      /no fallback/,
    ],
    [
      "a picture without a text",
      { body: [{ type: "Image", url: "https://learn.microsoft.com/a" }] },
      /no altText/,
    ],
    ["an open binding", { body: [{ ...text, text: "${a}" }] }, /left open/],
    ["text that does not wrap", { body: [{ type: "TextBlock", text: "a" }] }, /does not wrap/],
    [
      "two inputs of one id",
      { body: [1, 2].map(() => ({ type: "Input.Text", id: "a", label: "a" })) },
      /Duplicate Id/,
    ],
    [
      "seven primary actions",
      { actions: Array.from({ length: 7 }, () => open("https://learn.microsoft.com")) },
      /7 primary/,
    ],
    [
      "a row of seven actions",
      {
        body: [
          {
            type: "ActionSet",
            actions: Array.from({ length: 7 }, () => open("https://learn.microsoft.com")),
          },
        ],
      },
      /7 primary/,
    ],
    ["a strange host", { actions: [open("https://evil.example")] }, /not allowed/],
    [
      "a host that only looks right",
      { actions: [open("https://learn.microsoft.com@evil.example")] },
      /not allowed/,
    ],
    ["an address without TLS", { actions: [open("http://learn.microsoft.com")] }, /not allowed/],
    ["a script", { actions: [open("javascript:alert(1)")] }, /not allowed/],
    ["a missing language", { lang: undefined }, /names no language/],
    ["a large card", { body: [{ ...text, text: "x".repeat(50_000) }] }, /the limit is/],
  ];

  it("finds nothing in a good card", () => {
    assert.deepEqual(lintCard({ ...card, body: [text] }, { hosts }), []);
  });

  for (const [name, overrides, expected] of faults)
    it(`finds ${name}`, () => {
      const problems = lintCard({ ...card, ...overrides }, { hosts });

      assert.match(problems.join("\n"), expected);
    });
});

describe("toOlderClient", () => {
  it("takes the fallback of later elements", () => {
    const submit = { type: "Action.Submit", title: "a", data: { verb: "help" } };
    const card = {
      type: "AdaptiveCard",
      actions: [{ type: "Action.Execute", title: "a", fallback: submit }],
    };

    assert.deepEqual(toOlderClient(card), { type: "AdaptiveCard", actions: [submit] });
  });

  it("drops later elements without a fallback", () => {
    assert.deepEqual(toOlderClient({ type: "AdaptiveCard", body: [{ type: "Table" }] }), {
      type: "AdaptiveCard",
      body: [],
    });
  });
});
