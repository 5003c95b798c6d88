import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const SOURCE = join(ROOT, "src");

interface SourceFile {
  /** Path below src, with slashes: `core/consent/link.ts`. */
  readonly path: string;
  readonly text: string;
  /** Module names as they are imported, static and dynamic. */
  readonly imports: readonly string[];
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^;'"`]*?\bfrom\s*["']([^"']+)["']|\bimport\s*\(\s*["']([^"']+)["']|(?:^|\n)import\s*["']([^"']+)["']|createRequire\([^)]*\)\(\s*["']([^"']+)["']|\brequire\(\s*["']([^"']+)["']/g;

function readSources(): SourceFile[] {
  return readdirSync(SOURCE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => {
      const text = readFileSync(file, "utf8");
      const imports = [...text.matchAll(IMPORT)].flatMap((match) => match.slice(1).filter(Boolean));
      return { path: relative(SOURCE, file).split(sep).join("/"), text, imports };
    });
}

const sources = readSources();

/** The path below src that a relative import leads to. */
function resolve(file: SourceFile, name: string): string | undefined {
  if (!name.startsWith(".")) return undefined;
  return relative(SOURCE, join(SOURCE, dirname(file.path), name))
    .split(sep)
    .join("/");
}

function room(path: string): string {
  return path.split("/")[0] as string;
}

function without(allowed: RegExp): SourceFile[] {
  return sources.filter(({ path }) => !allowed.test(path));
}

function hasDoor(folder: string): boolean {
  return sources.some(({ path }) => path === `${folder}/index.ts`);
}

function importers(name: RegExp, files: readonly SourceFile[]): string[] {
  return files
    .filter(({ imports }) => imports.some((one) => name.test(one)))
    .map(({ path }) => path);
}

/** Rooms that every rim may use. */
const COMMON = new Set(["core", "ports", "flows", "config", "i18n", "telemetry"]);

/** Which other rims a rim may use. The command line and start.ts join things, so they are not listed. */
const RIMS: Readonly<Record<string, readonly string[]>> = {
  bot: ["cards"],
  cards: [],
  config: [],
  flows: [],
  graph: [],
  i18n: [],
  identity: [],
  jobs: [],
  sandbox: [],
  server: ["bot", "cards"],
  store: [],
  tab: [],
  telemetry: [],
};

describe("architecture", () => {
  it("reads the tree", () => {
    assert.ok(sources.length > 50);
    assert.ok(sources.some(({ imports }) => imports.length > 5));
  });

  it("lets core import core and zod only", () => {
    const strangers = sources
      .filter(({ path }) => room(path) === "core")
      .flatMap((file) =>
        file.imports
          .filter((name) => name !== "zod" && room(resolve(file, name) ?? "?") !== "core")
          .map((name) => `${file.path} imports ${name}`),
      );

    assert.deepEqual(strangers, []);
  });

  it("keeps clock, randomness and env out of core", () => {
    const impure = sources
      .filter(({ path }) => room(path) === "core")
      .filter(({ text }) =>
        /\bDate\.now\(|new Date\(\)|Math\.random\(|\bprocess\.|\bfetch\(|crypto\./.test(text),
      )
      .map(({ path }) => path);

    assert.deepEqual(impure, []);
  });

  const ONLY_IN: readonly [string, RegExp, RegExp][] = [
    ["botbuilder", /^(botbuilder|botframework-)/, /^bot\//],
    ["restify", /^restify$/, /^(server|sandbox)\//],
    ["adaptivecards-templating", /^adaptive(cards-templating|-expressions)/, /^cards\//],
    ["@azure/data-tables", /^@azure\/data-tables$/, /^store\//],
    ["@microsoft/teams-js", /^@microsoft\/teams-js/, /^tab\//],
  ];
  for (const [name, pattern, allowed] of ONLY_IN)
    it(`imports ${name} in its folder only`, () => {
      assert.deepEqual(importers(pattern, without(allowed)), []);
      assert.ok(name === "@microsoft/teams-js" || importers(pattern, sources).length > 0);
    });

  it("reads process.env in config only", () => {
    const readers = without(/^config\//).filter(({ text }) => text.includes("process.env"));

    assert.deepEqual(
      readers.map(({ path }) => path),
      [],
    );
  });

  it("fetches in graph, identity, sandbox and tab only", () => {
    const callers = without(/^(graph|identity|sandbox|tab)\//).filter(({ text }) =>
      /\bfetch\(/.test(text),
    );

    assert.deepEqual(
      callers.map(({ path }) => path),
      [],
    );
  });

  it("lets start.ts alone import the sandbox", () => {
    const guests = without(/^(sandbox\/|start\.ts$)/).flatMap((file) =>
      file.imports
        .filter((name) => room(resolve(file, name) ?? "") === "sandbox")
        .map(() => file.path),
    );

    assert.deepEqual(guests, []);
  });

  it("enters a folder through its index", () => {
    const burglars = sources.flatMap((file) =>
      file.imports.flatMap((name) => {
        const target = resolve(file, name);
        if (!target || name.endsWith(".json")) return [];
        const from = dirname(file.path);
        const to = dirname(target);
        const isInside =
          to === from || to.startsWith(`${from}/`) || from.startsWith(to) || to === ".";
        const isDoor = target.endsWith("/index.ts") || !hasDoor(to);
        return isInside || isDoor ? [] : [`${file.path} imports ${target}`];
      }),
    );

    assert.deepEqual(burglars, []);
  });

  it("keeps rims apart", () => {
    const visits = sources.flatMap((file) => {
      const allowed = RIMS[room(file.path)];
      if (!allowed) return [];
      return file.imports.flatMap((name) => {
        const target = room(resolve(file, name) ?? room(file.path));
        const isFine = target === room(file.path) || COMMON.has(target) || allowed.includes(target);
        return isFine ? [] : [`${file.path} imports ${target}`];
      });
    });

    assert.deepEqual(visits, []);
  });

  it("has no cycles between files", () => {
    const graph = new Map(
      sources.map((file) => [file.path, file.imports.flatMap((name) => resolve(file, name) ?? [])]),
    );

    assert.deepEqual(findCycle(graph), []);
  });

  it("starts every index with what it knows and must not know", () => {
    const silent = sources
      .filter(({ path }) => path.endsWith("/index.ts"))
      .filter(({ text }) => !/^(\/\/ [^\n]+\n){3}/.test(text))
      .map(({ path }) => path);

    assert.deepEqual(silent, []);
  });

  it("exports nothing by default and declares no enum", () => {
    const odd = sources.filter(({ text }) =>
      /^export default|^\s*(export )?(const )?enum /m.test(text),
    );

    assert.deepEqual(
      odd.map(({ path }) => path),
      [],
    );
  });

  it("has no folder for odds and ends", () => {
    const odd = sources.filter(({ path }) =>
      /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(path),
    );

    assert.deepEqual(
      odd.map(({ path }) => path),
      [],
    );
  });
});

/** The first cycle of a graph as a list of files, empty when there is none. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return [];
    done.add(file);
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle.length > 0) return cycle;
    }
    return [];
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
