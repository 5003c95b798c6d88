import assert from "node:assert/strict";
import { caseId, casesOfSelection } from "../../../src/core/advisor/index.ts";
import { type Question, toEarlier, understand } from "../../../src/core/understanding/index.ts";
import { catalogue } from "../../support/catalogue.ts";

/** A text, after others of the same talk. */
function read(text: string, before: readonly string[] = []): Question {
  let earlier: Parameters<typeof toEarlier>[1];
  for (const said of before) earlier = toEarlier(understand(catalogue, said, { earlier }), earlier);
  return understand(catalogue, text, { earlier });
}

/** Kind, then cases or notes, or the product that is asked back for. */
function told({ kind, selection, notes, action }: Question): string {
  const cases = casesOfSelection(catalogue, selection).map(caseId);
  const packs = cases.length > 0 ? [] : selection.map(({ pack }) => pack);
  return [kind, ...(action ? [action] : []), ...cases, ...notes, ...packs].join(" ");
}

/** All of it at once: nobody can know its parts before. */
const WHOLE = [
  "multi",
  ...["basic", "home", "catalog", "settings", "verification", "service-account", "application"].map(
    (scope) => `consentry:${scope}`,
  ),
].join(" ");

describe("what is asked about Consentry itself", () => {
  const ROWS: readonly [text: string, expected: string, before?: readonly string[]][] = [
    ["what does Consentry need?", WHOLE],
    ["which permissions do you need yourself", WHOLE],
    ["was braucht Consentry", WHOLE],
    ["Welche Berechtigungen brauchst du selbst?", WHOLE],
    ["de quoi Consentry a-t-il besoin", WHOLE],
    ["quelles autorisations demandes-tu toi-même ?", WHOLE],
    ["what is the home scope of Consentry", "scope consentry:home"],
    ["Welche Berechtigungen braucht die Startseite von Consentry?", "scope consentry:home"],
    ["quelles autorisations pour l'onglet accueil de Consentry ?", "scope consentry:home"],
    ["which permissions does Consentry's settings tab need", "scope consentry:settings"],
    ["Consentry verification", "scope consentry:verification"],
    ["your own scopes: which for the catalog tab", "scope consentry:catalog"],
    ["Home and Settings of Consentry", "multi consentry:home consentry:settings"],
    ["does Consentry need a global admin", "explain consentry:who-consents"],
    ["How does single sign-on work in Consentry?", "explain consentry:tab-sso"],
    ["What will Consentry ask for later?", "explain consentry:planned"],
    ["why does Consentry want Directory.Read.All", "lookup"],
    ["verify Consentry home scope", "action verify consentry:home"],
    ["hi Consentry", "action help"],
    ["and the settings tab?", "scope consentry:settings", ["Consentry home scope"]],
    ["who may consent to it?", "explain consentry:who-consents", ["Consentry home scope"]],
    ["verification", "scope consentry:verification", ["was braucht Consentry"]],
  ];
  for (const [text, expected, before] of ROWS)
    it(`is understood: ${text}`, () => {
      assert.equal(told(read(text, before)), expected);
    });
});

describe("what is not about Consentry itself", () => {
  const ROWS: readonly [text: string, expected: string, before?: readonly string[]][] = [
    ["home scope", "scope nbold:home"],
    ["service account", "scope nbold:service-account"],
    ["what is the home scope of nBold", "scope nbold:home"],
    ["How and when does nBold request its scopes?", "explain nbold:scope-model"],
    ["and the settings tab?", "scope nbold:settings", ["nBold home scope"]],
    ["nBold home scope", "scope nbold:home", ["Consentry home scope"]],
    ["does this bot know IMAP and Mail Send, same user", "scenario autostore:1"],
    ["IMAP Capture and Mail Send, same user", "scenario autostore:1", ["Consentry home scope"]],
    ["do I need a private window?", "explain autostore:private-window", ["Consentry home scope"]],
  ];
  for (const [text, expected, before] of ROWS)
    it(`leads elsewhere: ${text}`, () => {
      assert.equal(told(read(text, before)), expected);
    });

  it("stands beside Consentry where both are named", () => {
    const { kind, selection } = read("compare Consentry home and nBold home");

    assert.equal(kind, "compare");
    assert.deepEqual(selection.map(({ pack }) => pack).sort(), ["consentry", "nbold"]);
  });
});
