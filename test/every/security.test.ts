import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => `S${first + index}`);

/** Every rule that there is; the gaps are meant. */
const IDS = [
  ...range(1, 16),
  ...range(20, 27),
  ...range(30, 34),
  ...range(40, 48),
  ...range(50, 54),
  ...range(60, 65),
];

interface Row {
  readonly id: string;
  readonly rule: string;
  /** As `test/x.test.ts: title`. */
  readonly tests: readonly string[];
  readonly state: string;
}

/** A cell is "`file`: title · title. `file`: title." or "-". */
function readTests(cell: string): string[] {
  const parts = [...cell.matchAll(/`([^`]+\.test\.ts)`: (.*?)\.(?= `|$)/g)];
  return parts.flatMap(([, file = "", titles = ""]) =>
    titles.split(" · ").map((title) => `${file}: ${title}`),
  );
}

function readRows(): Row[] {
  const lines = readFileSync(join(ROOT, "docs/security.md"), "utf8").split("\n");
  return lines
    .filter((line) => /^\| S\d+ \|/.test(line))
    .map((line) => {
      const [id = "", rule = "", tests = "", state = ""] = line.slice(2, -2).split(" | ");
      return { id, rule, tests: readTests(tests), state };
    });
}

/** Every test whose title starts with an id, as `test/x.test.ts: title`. */
function readTitles(): string[] {
  const paths = readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" });
  return paths
    .filter((path) => path.endsWith(".test.ts"))
    .flatMap((path) => {
      const text = readFileSync(join(ROOT, "test", path), "utf8");
      const file = `test/${path.split(sep).join("/")}`;
      return [...text.matchAll(/\bit\(\s*"(S\d+ (?:[^"\\]|\\.)*)"/g)].map(
        ([, title]) => `${file}: ${title}`,
      );
    });
}

const rows = readRows();
const titles = readTitles();

describe("every rule of docs/security.md", () => {
  it("stands in the table, in order", () => {
    assert.deepEqual(
      rows.map(({ id }) => id),
      IDS,
    );
  });

  it("names tests that exist", () => {
    const known = new Set(titles);

    assert.deepEqual(
      rows.flatMap(({ tests }) => tests).filter((test) => !known.has(test)),
      [],
    );
  });

  it("names tests of its own id", () => {
    const strays = rows.flatMap(({ id, tests }) =>
      tests.filter((test) => !test.includes(`: ${id} `)),
    );

    assert.deepEqual(strays, []);
  });

  it("is proved by a test, or says what it waits for", () => {
    const bare = rows.filter(({ tests, state }) =>
      state === "proved" ? tests.length === 0 : !/^planned: .{10,}/.test(state),
    );

    assert.deepEqual(bare, []);
  });
});

describe("every test whose title starts with an id", () => {
  it("stands in the table", () => {
    const listed = new Set(rows.flatMap(({ tests }) => tests));

    assert.deepEqual(
      titles.filter((title) => !listed.has(title)),
      [],
    );
  });

  it("has a title that can be found: no template, no other quotes", () => {
    const paths = readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" });
    const hidden = paths
      .filter((path) => path.endsWith(".test.ts"))
      .filter((path) => /\bit\(\s*[`']S\d+ /.test(readFileSync(join(ROOT, "test", path), "utf8")));

    assert.deepEqual(hidden, []);
  });
});
