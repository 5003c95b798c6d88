import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actions } from "../../src/bot/index.ts";
import { renderCard } from "../../src/cards/index.ts";
import {
  CATALOGUE_FOLDER,
  loadCatalogue,
  readCatalogueFiles,
} from "../../src/config/catalogue-files.ts";
import { CHECKS, runCheck } from "../../src/core/catalogue/checks/index.ts";
import { parseCatalogue } from "../../src/core/catalogue/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import { CARD_NAMES, drawError, escapeForeign, type View } from "../../src/core/view/index.ts";
import { createTexts } from "../../src/i18n/index.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";
import { catalogue } from "../support/catalogue.ts";

const ROOT = join(import.meta.dirname, "../..");
const TEMPLATES = join(ROOT, "cards");
const SOURCE = join(ROOT, "src");

const world = {
  catalogue,
  cloud: findCloud("public"),
  texts: createTexts,
  publicUrl: "https://consentry.example",
  botId: "00000000-0000-4000-8000-00000000b071",
};
const error = drawError(world, "en", { code: "ERR_TURN_FAILED", correlationId: "id-1" });

function buildView(overrides: Partial<View["data"]>): View {
  return { ...error, data: { ...error.data, ...overrides } as View["data"] };
}

function readSources(): readonly (readonly [path: string, text: string])[] {
  const paths = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });
  return paths
    .filter((path) => path.endsWith(".ts"))
    .map((path) => [path, readFileSync(join(SOURCE, path), "utf8")]);
}

describe("templates of cards", () => {
  it("S40 leaves expressions in the data as they are", async () => {
    const title = "${1+1} ${$root.summary} ${json('{}')} {{DATE(2026-01-01T00:00:00Z)}}";

    const card = await renderCard(buildView({ title }));

    assert.ok(JSON.stringify(card).includes(JSON.stringify(title).slice(1, -1)));
  });

  it("S40 expands at one place, once, and from a file", () => {
    const places = readSources().flatMap(([path, text]) =>
      [...text.matchAll(/new Template\([^)]*\)|\b\w+\.expand\([^)]*\)/g)].map(
        ([call]) => `${path}: ${call}`,
      ),
    );

    assert.deepEqual(places, [
      "cards/templates.ts: new Template(payload)",
      "cards/templates.ts: template.expand({ $root: data })",
    ]);
  });

  it("S41 bans functions that make structure or patterns", () => {
    const banned = /\b(json|isMatch|formatString|eval|indexOf)\s*\(/;

    const found = readdirSync(TEMPLATES)
      .filter((name) => !name.endsWith(".sample.json"))
      .filter((name) => banned.test(readFileSync(join(TEMPLATES, name), "utf8")));

    assert.deepEqual(found, []);
  });

  it("S43 sends no card with a name that has no value", async () => {
    for (const card of CARD_NAMES)
      await assert.rejects(renderCard({ ...error, card, data: {} as View["data"] }), {
        code: "ERR_CARD_UNBOUND",
      });
  });

  it("S44 takes meaning and invisible marks from foreign text", () => {
    const texts = {
      "[Click](https://evil.example)": "\\[Click\\]\\(https\\[:\\]//evil\\.example\\)",
      "<a href='https://evil.example'>": "\\<a href='https\\[:\\]//evil\\.example'\\>",
      "# *b* _i_ ~~s~~ `c` | \\": "\\# \\*b\\* \\_i\\_ \\~\\~s\\~\\~ \\`c\\` \\| \\\\",
      "invoice\u202Efdp.exe": "invoice fdp\\.exe",
      "Micro\u200Bsoft": "Micro soft",
      "a\u2066b\u2069c\uFEFFd\u00ADe": "a b c d e",
      "a\r\n\t\u0007b\u2028c": "a b c",
      "{{DATE(2026)}} ${x}": "\\{\\{DATE\\(2026\\)\\}\\} $\\{x\\}",
    };

    assert.deepEqual(Object.keys(texts).map(escapeForeign), Object.values(texts));
    assert.equal([...escapeForeign("x".repeat(500))].length, 120);
  });
});

describe("packs", () => {
  type Files = Record<string, Record<string, unknown>>;

  /** The catalogue's own files with one scenario changed. */
  async function readChanged(change: (scenario: Record<string, unknown>) => void): Promise<Files> {
    const files = structuredClone(await readCatalogueFiles(CATALOGUE_FOLDER)) as Files;
    const [path] = Object.keys(files).filter((name) => name.includes("/scenarios/"));
    change(files[path as string] as Record<string, unknown>);
    return files;
  }

  it("S42 refuses a pack with a pattern or a template", async () => {
    for (const field of ["pattern", "template", "expression", "$when"]) {
      const files = await readChanged((scenario) => {
        scenario[field] = "^(a+)+$";
      });

      assert.throws(() => parseCatalogue(files), { code: "ERR_CATALOGUE_INVALID" });
    }
  });

  it("S42 finds an expression in the texts of a pack", async () => {
    const files = await readChanged((scenario) => {
      scenario.title = { en: "${$root.secret}", de: "x", fr: "x" };
    });
    const check = CHECKS.find(({ name }) => name === "no-expressions");

    assert.ok(check);
    assert.equal(runCheck(check, parseCatalogue(files)).length, 1);
  });

  it("S42 starts with no pack of your own that holds an expression", async () => {
    const folder = await mkdtemp(join(tmpdir(), "consentry-pack-"));
    const head = { id: "own", title: { en: "${1+1}", de: "x", fr: "x" } };
    const description = { en: "x", de: "x", fr: "x" };
    await writeFile(join(folder, "pack.json"), JSON.stringify({ ...head, description }));

    const loading = loadCatalogue([folder]);

    await assert.rejects(loading, { code: "ERR_CATALOGUE_INVALID", message: /^own: .*expression/ });
    await rm(folder, { recursive: true });
  });
});

/** Numbers that are the same in each run (mulberry32), so that a failure comes again. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

describe("what a card may send", () => {
  const below = createRandom(20_261_121);
  const pick = <Value>(values: readonly Value[]) => values[below(values.length)] as Value;
  const verbs = actions.map(({ verb }) => verb);
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage();
  });
  after(() => stage?.stop());

  const values: readonly unknown[] = [
    "x",
    "",
    "${1+1}",
    "x".repeat(5000),
    0,
    -1,
    true,
    null,
    [],
    ["a"],
    {},
    { type: "Action.OpenUrl", title: "evil", url: "https://evil.example" },
    { toString: "evil" },
    { __proto__: { admin: true } },
  ];
  const names = ["__proto__", "constructor", "admin", "tid", "role", "verb2", "$where", "s[]", ""];

  async function press(verb: unknown, data: unknown) {
    const value = { action: { type: "Action.Execute", verb, data }, trigger: "manual" };
    const name = "adaptiveCard/action";
    const seen = stage.log.find("turn failed").length;
    const { status, body } = await stage.deliver({ type: "invoke", name, value, text: undefined });
    const [line] = stage.log.find("turn failed").slice(seen);
    return { status, code: line?.fields.code, text: JSON.stringify(body) };
  }

  it("S46 answers an unknown verb with an error card", async () => {
    const unknown = ["", "drop-tables", "constructor", "__proto__", "toString", "HELP", "help ", 7];

    for (const verb of [...unknown, {}, ["help"], null]) {
      const { status, code } = await press(verb, {});

      assert.deepEqual([String(verb), status, code], [String(verb), 200, "ERR_ACTION_UNKNOWN"]);
    }
  });

  it("S46 answers an extra field with an error card", async () => {
    for (const verb of verbs)
      for (let round = 0; round < 12; round += 1) {
        const data = JSON.parse(`{${JSON.stringify(`${pick(names)}${below(9)}`)}: 1}`);
        const { status, code, text } = await press(verb, { ...data, extra: pick(values) });

        assert.deepEqual([verb, status, code], [verb, 200, "ERR_ACTION_INPUT"]);
        assert.ok(!text.includes("evil"), `${verb} repeats what was sent`);
      }
  });

  it("S41 refuses an object where a card's field is text", async () => {
    for (const { verb, input } of actions) {
      const { shape = {} } = input as unknown as { shape?: Record<string, unknown> };
      for (const field of Object.keys(shape)) {
        const evil = { type: "Action.OpenUrl", title: "evil", url: "https://evil.example" };
        const { status, code, text } = await press(verb, { [field]: evil });

        assert.deepEqual([field, status, code], [field, 200, "ERR_ACTION_INPUT"]);
        assert.ok(!text.includes("evil"), `${verb} repeats ${field}`);
      }
    }
  });
});
