import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readHtml } from "../../src/bot/extension/html-text.ts";
import { searchCatalogue } from "../../src/core/search/index.ts";
import { findPermalink } from "../../src/core/subject/index.ts";
import { understand } from "../../src/core/understanding/index.ts";
import { findErrorIn } from "../../src/core/view/index.ts";
import { buildWorld } from "../core/view/examples.ts";
import { catalogue } from "../support/catalogue.ts";

const SOURCE = join(import.meta.dirname, "../../src");

/** Where patterns are put together at run time, and of what: nothing that people of a tenant type. */
const BUILT_PATTERNS = [
  // Constant parts.
  "core/consent/parse.ts",
  // Names of folders of the catalogue, which are ids.
  "core/catalogue/catalogue.ts",
  // Constant parts.
  "core/export/csv.ts",
  "sandbox/graph/filter.ts",
  // The bot's own name, escaped; sandbox only.
  "sandbox/teams/activity.ts",
  // Domains of the app's manifest, escaped; sandbox only.
  "sandbox/client/domain.ts",
  // Constant parts.
  "core/markdown.ts",
  "core/subject/permalink.ts",
];

/** Everything that reads what people typed, or what stands in their messages. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  "a question": (text) => understand(catalogue, text),
  "a search": (text) => searchCatalogue(catalogue, "en", { text }),
  "an error": (text) => findErrorIn(buildWorld(), text),
  "a message": readHtml,
  "a permalink": (text) => findPermalink("https://consentry.example", text),
};

/**
 * A backtracking pattern takes seconds at this length. What is expected is below 50 ms on an idle machine;
 * the rest is for busy ones.
 */
const LIMIT_MS = 250;

/** CPU time of the shortest of a few runs: what a busy machine adds does not count. */
function measure(run: () => void): number {
  const times = Array.from({ length: 3 }, () => {
    const started = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return Math.round(Math.min(...times));
}

describe("what people type", () => {
  it("S62 becomes no pattern", () => {
    const builders = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .filter((path) => /\bRegExp\(/.test(readFileSync(join(SOURCE, path), "utf8")));

    assert.deepEqual(builders.sort(), [...BUILT_PATTERNS].sort());
  });

  it("S62 takes no longer at 10 kB, whatever it says", () => {
    const texts = {
      "one word": "a".repeat(10_000),
      words: "mail ".repeat(2000),
      "a word and an end that does not fit": `${"a".repeat(9_999)}!`,
      blanks: " ".repeat(10_000),
      dots: ".".repeat(10_000),
      "mail addresses": "a@b.co ".repeat(1400),
      "half mail addresses": "a@".repeat(5000),
      GUIDs: "5e3ce6c0-2b1f-4285-8d4b-75ee78787346 ".repeat(270),
      "permission names": "Mail.ReadWrite ".repeat(660),
      "error codes": "AADSTS65001 ".repeat(830),
      mentions: "<at>".repeat(2500),
      brackets: "([{".repeat(3300),
      "letters with marks": "e\u0301".repeat(5000),
      "unfinished tags": "<a ".repeat(3300),
      "tags in tags": "<".repeat(9999).concat(">"),
      entities: "&#x".repeat(3300),
      "entities that end": "&amp;".repeat(2000),
      "another script": "\u0645\u0631\u062D\u0628\u0627 ".repeat(1600),
    };
    for (const read of Object.values(READERS)) read("warm up");

    const slow = Object.entries(READERS).flatMap(([reader, read]) =>
      Object.entries(texts)
        .map(([name, text]) => [reader, name, measure(() => read(text))] as const)
        .filter(([, , ms]) => ms >= LIMIT_MS),
    );

    assert.deepEqual(slow, []);
  });
});
