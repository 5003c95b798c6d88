import assert from "node:assert/strict";
import { createSeal, TOKEN_SEAL } from "../../src/identity/index.ts";

const claims = {
  id: "1",
  tenantId: "t",
  personId: "p",
  conversationId: "c",
  clientId: "a",
  selection: "1~autostore.source_imap",
  expiresAt: 1_795_287_000,
};
const key = (letter: string) => letter.repeat(32);

describe("createSeal", () => {
  it("opens what it sealed", () => {
    const seal = createSeal([key("a")]);

    assert.deepEqual(seal.open("test", seal.seal("test", claims)), claims);
  });

  it("seals the same claims differently each time", () => {
    const seal = createSeal([key("a")]);

    assert.notEqual(seal.seal("test", claims), seal.seal("test", claims));
  });

  it("opens nothing that was sealed for another purpose", () => {
    const seal = createSeal([key("a")]);

    assert.equal(seal.open("card", seal.seal("consent", claims)), undefined);
  });

  it("writes text that an address takes as it is", () => {
    const text = createSeal([key("a")]).seal("test", claims);

    assert.equal(encodeURIComponent(text), text);
  });

  it("opens what an older key sealed", () => {
    const old = createSeal([key("a")]).seal("test", claims);

    assert.deepEqual(createSeal([key("b"), key("a")]).open("test", old), claims);
    assert.equal(createSeal([key("b")]).open("test", old), undefined);
  });

  it("makes a key of its own without one", () => {
    const text = createSeal().seal("test", claims);

    assert.equal(createSeal().open("test", text), undefined);
  });

  it("opens no text in which any byte was changed", () => {
    const seal = createSeal([key("a")]);
    const text = seal.seal("test", claims);
    const [id = "", sealed = ""] = text.split(".");
    const bytes = Buffer.from(sealed, "base64url");

    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      assert.equal(seal.open("test", `${id}.${changed.toString("base64url")}`), undefined);
    }
  });

  for (const text of ["", ".", "a.b", "a.b.c", "x".repeat(100_000)])
    it(`opens nothing of ${JSON.stringify(text.slice(0, 10))}`, () => {
      assert.equal(createSeal([key("a")]).open("test", text), undefined);
    });

  it("opens no cut text under a known key", () => {
    const seal = createSeal([key("a")]);

    assert.equal(seal.open("test", seal.seal("test", claims).slice(0, 20)), undefined);
  });

  it("opens nothing that was sealed under another label", () => {
    const [states, tokens] = [createSeal([key("a")]), createSeal([key("a")], TOKEN_SEAL)];

    assert.equal(tokens.open("test", states.seal("test", claims)), undefined);
    assert.equal(states.open("test", tokens.seal("test", claims)), undefined);
    assert.deepEqual(tokens.open("test", tokens.seal("test", claims)), claims);
  });

  it("opens longer texts where it was made for them", () => {
    const long = { text: "x".repeat(20_000) };
    const [states, tokens] = [createSeal([key("a")]), createSeal([key("a")], TOKEN_SEAL)];

    assert.equal(states.open("test", states.seal("test", long)), undefined);
    assert.deepEqual(tokens.open("test", tokens.seal("test", long)), long);
    assert.equal(
      tokens.open("test", tokens.seal("test", { text: "x".repeat(200_000) })),
      undefined,
    );
  });
});
