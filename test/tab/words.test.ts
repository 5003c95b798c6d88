import assert from "node:assert/strict";
import { LANGUAGES as KNOWN } from "../../src/core/local-text.ts";
import { filterPacks } from "../../src/tab/catalog/filter.ts";
import { createTell, LANGUAGES, pickLanguage } from "../../src/tab/texts.ts";
import { mayConsent } from "../../src/tab/who-may.ts";
import { createWords } from "../../src/tab/words.ts";

describe("createWords", () => {
  it("forms numbers, times and lists in each language", () => {
    const said = LANGUAGES.map((language) => {
      const words = createWords(language, { timeZone: "UTC" });
      const at = Date.UTC(2026, 10, 22, 14, 5);
      return [words.form(0), words.number(1234.5), words.time(at), words.choice(["a", "b"])].map(
        (text) => text.replaceAll(/\s/g, " "),
      );
    });

    assert.deepEqual(said, [
      ["other", "1,234.5", "Nov 22, 2026, 2:05 PM", "a or b"],
      ["other", "1.234,5", "22.11.2026, 14:05", "a oder b"],
      ["one", "1 234,5", "22 nov. 2026, 14:05", "a ou b"],
    ]);
  });

  it("writes times as the person's own country does", () => {
    const at = Date.UTC(2026, 10, 22, 14, 5);
    const written = ["en-gb", "en-US", "de-AT", "not a locale", ""].map((locale) =>
      createWords("en", { locale, timeZone: "UTC" }).time(at).replaceAll(/\s/g, " "),
    );

    const american = "Nov 22, 2026, 2:05 PM";
    assert.deepEqual(written, ["22 Nov 2026, 14:05", american, american, american, american]);
  });
});

describe("texts of the tab", () => {
  it("speak the languages of the product", () => {
    assert.deepEqual(LANGUAGES, KNOWN);
  });

  it("take the language of Teams, or English", () => {
    const picked = ["de-AT", "FR", "pt-br", ""].map(pickLanguage);

    assert.deepEqual(picked, ["de", "fr", "en", "en"]);
  });

  it("fill in values and show a key that has no text", () => {
    const t = createTell({ a: "{x} and {y}" });

    assert.deepEqual([t("a", { x: "{y}", y: 2 }), t("b")], ["{y} and 2", "b"]);
  });
});

describe("mayConsent", () => {
  const cases: readonly [Parameters<typeof mayConsent>[0], string, boolean][] = [
    ["home", "global-administrator", true],
    ["home", "cloud-application-administrator", true],
    ["application", "cloud-application-administrator", false],
    ["application", "privileged-role-administrator", true],
    ["home", "teams-administrator", false],
  ];
  for (const [scope, role, expected] of cases)
    it(`${expected ? "lets" : "stops"} ${role} for ${scope}`, () => {
      assert.equal(mayConsent(scope, [role]), expected);
    });
});

describe("filterPacks", () => {
  const scenario = (id: string, title: string) => ({ id, title, purpose: "", code: null });
  const packs = [
    {
      id: "a",
      title: "AutoStore",
      description: "",
      vendor: "Tungsten",
      label: null,
      scenarios: [scenario("imap", "IMAP Capture"), scenario("é", "Numérisation")],
    },
  ];
  const cases: readonly [string, readonly string[]][] = [
    ["", ["imap", "é"]],
    ["imap", ["imap"]],
    ["autostore numerisation", ["é"]],
    ["tungsten", ["imap", "é"]],
    ["which permissions does it need", ["imap", "é"]],
  ];
  for (const [text, expected] of cases)
    it(`finds ${expected.join(", ")} for "${text}"`, () => {
      const found = filterPacks(packs, text).flatMap(({ scenarios }) => scenarios);

      assert.deepEqual(
        found.map(({ id }) => id),
        expected,
      );
    });
});
