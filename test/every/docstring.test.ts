import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

interface Exported {
  /** Path below the project, with slashes. */
  readonly file: string;
  readonly name: string;
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

const doors = readdirSync(join(ROOT, "src"), { recursive: true, withFileTypes: true })
  .filter(({ name }) => name === "index.ts")
  .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)).split(sep).join("/"));

/** What a file exports from its own lines. */
function listDeclared(file: string): Exported[] {
  const declared = read(file).matchAll(
    /^export (?:async )?(?:const|function\*?|interface|type|class) (\w+)/gm,
  );
  return [...new Set([...declared].map(([, name = ""]) => name))].map((name) => ({ file, name }));
}

/** What an index.ts hands on from its neighbors. */
function listHandedOn(door: string): Exported[] {
  const exports = read(door).matchAll(/^export (?:type )?\{([^}]*)\} from "(\.[^"]+)"/gm);
  return [...exports].flatMap(([, names = "", from = ""]) =>
    names
      .split(",")
      .map((name) => name.trim().replace(/^type /, ""))
      .filter((name) => name !== "")
      .map((name) => ({ file: join(dirname(door), from).split(sep).join("/"), name })),
  );
}

/** A schema and its type share one name, and one docstring is enough for both. */
function hasDocstring({ file, name }: Exported): boolean {
  const declaration = `^export (?:async )?(?:const|function\\*?|interface|type|class) ${name}\\b`;
  return new RegExp(`\\*/\\n${declaration}`, "m").test(read(file));
}

describe("every exported name", () => {
  for (const file of [...doors, "src/ports/index.ts"]) {
    it(`has a docstring: ${file}`, () => {
      const exported = [...listDeclared(file), ...listHandedOn(file)];

      const bare = exported.filter((one) => !hasDocstring(one));

      assert.deepEqual(
        bare.map((one) => `${one.name} in ${one.file}`),
        [],
      );
    });
  }
});
