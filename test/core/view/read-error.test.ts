import assert from "node:assert/strict";
import { explainError } from "../../../src/core/view/index.ts";
import { readError } from "../../../src/core/view/read-error.ts";
import { buildWorld, CODES, catalogue } from "./example.ts";

const world = buildWorld();
const { consent } = catalogue;

const TEXTS: readonly (readonly [string, string | undefined])[] = [
  ["Need admin approval\n\nAutoStore needs permission to access resources", "admin-approval"],
  ["Administratorgenehmigung erforderlich", "admin-approval"],
  ["Approbation de l’administrateur requise", "admin-approval"],
  ["Approval required", "reviewer-approval"],
  ["?error=access_denied&error_subcode=cancel&state=x", "canceled"],
  ["error=permission_denied&error_description=The+admin+canceled+the+request", "canceled"],
  ["error_description=the%20user%20canceled%20the%20authentication", "canceled"],
  ["consent_required", "consent-required"],
  [
    "The redirect URI 'https://x' specified in the request does not match the redirect URIs",
    "redirect",
  ],
  ["unauthorized_client", "unauthorized-client"],
  ["invalid_scope", "invalid-scope"],
  ["temporarily_unavailable", "passing"],
  ["ERROR: access_denied.", "access-denied"],
  ["inaccess_deniedly", undefined],
  ["Hello", undefined],
  ["", undefined],
];

describe("readError", () => {
  for (const [text, id] of TEXTS)
    it(`reads ${JSON.stringify(text.slice(0, 40))} as ${id ?? "nothing"}`, () => {
      assert.equal(readError(consent, text).message?.id, id);
    });

  it("finds each number once, however it is written", () => {
    const { codes } = readError(consent, "AADSTS65001: a (aadsts 65001) AADSTS50011%3a b");

    assert.deepEqual(codes, ["AADSTS65001", "AADSTS50011"]);
  });

  it("believes a known number before the words beside it", () => {
    const { message } = readError(consent, "access_denied AADSTS65004: declined");

    assert.equal(message, undefined);
  });

  it("reads the words beside an unknown number", () => {
    const { message } = readError(consent, "access_denied AADSTS999999");

    assert.equal(message?.id, "access-denied");
  });
});

describe("explainError", () => {
  it("says that nothing in a text is known, and repeats none of it", () => {
    const view = explainError(world, "en", { text: "my password is hunter2" });

    assert.match(view.text, /^Nothing known in this text$/m);
    assert.doesNotMatch(JSON.stringify(view.data), /hunter2/);
  });

  it("leads to consent where the set-up is known", () => {
    const { text } = explainError(world, "en", { s: CODES.imapSame, text: "AADSTS65001" });

    assert.match(text, /^AADSTS65001$/m);
    assert.match(text, /\[Grant consent\]/);
  });
});

describe("messages of catalogue/consent.json", () => {
  for (const { id, sources, means, tellTheAdmin } of consent.messages)
    it(`has sources and all languages: ${id}`, () => {
      assert.deepEqual(
        sources.filter((key) => !(key in consent.sources)),
        [],
      );
      for (const text of [means, tellTheAdmin]) assert.ok(text.de && text.fr);
    });

  it("can each be reached by its first phrase", () => {
    const reached = consent.messages.map(({ phrases }) => {
      const [first = ""] = phrases.en;
      return readError(consent, first).message?.id;
    });

    assert.deepEqual(
      reached,
      consent.messages.map(({ id }) => id),
    );
  });
});
