import assert from "node:assert/strict";
import {
  type Case,
  formatSelection,
  listCases,
  requirePermissions,
  toSetUp,
} from "../../src/core/advisor/index.ts";
import { EXPORT_FORMATS, writeExport } from "../../src/core/export/index.ts";
import { LANGUAGES } from "../../src/core/local-text.ts";
import { OWN_PACK } from "../../src/core/scope/index.ts";
import { TEXTS } from "../../src/i18n/index.ts";
import { answerSource } from "../core/export/sources.ts";
import { buildWorld, catalogue, must } from "../core/view/examples.ts";

const world = buildWorld();
/** Bytes; a file that people read and a service takes. */
const LIMIT = 200_000;

function sourceOf(found: Case) {
  return answerSource(formatSelection([toSetUp(found)]));
}

/** What an admin configures: each by its id and its value, of which code may need one only. */
function configuredOf(found: Case, isCode: boolean): [id: string, value: string][] {
  const needs = requirePermissions(catalogue, [found]).filter(
    ({ phase, permission }) =>
      phase === "configured" && !(isCode && permission.key.startsWith("rsc:")),
  );
  return needs.map(({ form, permission }) => [form.id, permission.value]);
}

function isNamed(text: string, [id, value]: [string, string], isCode: boolean): boolean {
  const hasValue = isCode ? text.includes(`'${value}'`) : text.includes(value);
  return isCode ? text.includes(id) || hasValue : text.includes(id) && hasValue;
}

const cases = catalogue.packs.flatMap(listCases);

describe("every export", () => {
  for (const format of EXPORT_FORMATS) {
    it(`writes every case whole: ${format.id}`, () => {
      const problems = cases.flatMap((found) => {
        const wanted = configuredOf(found, format.isCode);
        const text = writeExport(world, "en", format.id, sourceOf(found))?.text;
        const name = `${found.pack.head.id}:${found.scenario.id}:${found.variant.id}`;
        if (text === undefined) return wanted.length === 0 ? [] : [`${name} writes nothing`];
        return [
          ...wanted
            .filter((names) => !isNamed(text.replaceAll("\\_", "_"), names, format.isCode))
            .map(([, value]) => `${name} lacks ${value}`),
          ...(text.endsWith("\n") ? [] : [`${name} has no last line break`]),
          ...(Buffer.byteLength(text) <= LIMIT ? [] : [`${name} is too large`]),
          ...(/undefined|\[object|NaN/.test(text) ? [`${name} leaks a value`] : []),
        ];
      });

      assert.ok(cases.length > 15);
      assert.deepEqual(problems, []);
    });

    it(`is named and described in every language: ${format.id}`, () => {
      const keys = [`export.format.${format.id}.name`, `export.format.${format.id}.line`];

      const missing = Object.entries(TEXTS).flatMap(([language, texts]) =>
        keys.filter((key) => !texts[key]).map((key) => `${language} ${key}`),
      );

      assert.deepEqual(missing, []);
    });
  }

  it("has an address of its own", () => {
    const files = EXPORT_FORMATS.map(({ suffix, extension }) => `${suffix}.${extension}`);

    assert.equal(new Set(EXPORT_FORMATS.map(({ id }) => id)).size, EXPORT_FORMATS.length);
    assert.equal(new Set(files).size, files.length);
  });

  for (const language of LANGUAGES)
    it(`leaves no text open: ${language}`, () => {
      const [found] = cases;
      const texts = EXPORT_FORMATS.map(
        ({ id }) => (found && writeExport(world, language, id, sourceOf(found))?.text) ?? "",
      );

      assert.deepEqual(
        texts.filter((text) => /export\.(?:head|phase|state)\.|\{[a-z]+\}/.test(text)),
        [],
      );
    });

  it("gives no script for two app registrations", () => {
    const own = catalogue.packs.find(({ head }) => head.id === OWN_PACK);
    const setUps = must(own).scenarios.map(({ choices: { scope = [] } }) => ({
      pack: OWN_PACK,
      choices: { scope: scope[0] ?? "" },
    }));
    const written = EXPORT_FORMATS.filter(({ id }) =>
      writeExport(world, "en", id, answerSource(formatSelection(setUps))),
    );

    assert.deepEqual(
      written.map(({ id }) => id),
      ["csv", "markdown", "json"],
    );
  });
});
