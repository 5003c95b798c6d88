import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import minimums from "./minimum-versions.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "../..");

interface LockedPackage {
  readonly version?: string;
  /** Nothing but development brings it. */
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
  readonly optionalDependencies?: Record<string, string>;
}

const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
  readFileSync(join(ROOT, "package-lock.json"), "utf8"),
);
const manifest: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(join(ROOT, "package.json"), "utf8"),
);

function locked(name: string): LockedPackage[] {
  return Object.entries(lock.packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([, found]) => found);
}

function toVersions(found: readonly LockedPackage[]): string[] {
  return found.map(({ version }) => version ?? "0.0.0");
}

/** True when a version of three numbers is at least another one. */
function isAtLeast(version: string, minimum: string): boolean {
  const parse = (text: string) => text.split("-")[0]?.split(".").map(Number) as number[];
  const [a, b] = [parse(version), parse(minimum)];
  const first = [0, 1, 2].find((at) => a[at] !== b[at]);
  return first === undefined || (a[first] as number) > (b[first] as number);
}

describe("isAtLeast", () => {
  it("compares number by number", () => {
    assert.deepEqual(
      [isAtLeast("1.10.0", "1.9.9"), isAtLeast("1.9.9", "1.10.0"), isAtLeast("2.0.0", "2.0.0")],
      [true, false, true],
    );
  });
});

describe("locked packages", () => {
  for (const [name, minimum] of Object.entries(minimums))
    it(`have ${name} at ${minimum} or later`, () => {
      // Azurite brings older ones of its own, which serve its tests on loopback and nothing else.
      const versions = toVersions(locked(name).filter(({ dev }) => !dev));

      assert.notEqual(versions.length, 0, `${name} is gone: take it out of the table`);
      assert.deepEqual(
        versions.filter((version) => !isAtLeast(version, minimum)),
        [],
      );
    });

  it("hold the overrides", () => {
    for (const [name, version] of Object.entries(manifest.overrides ?? {}))
      assert.deepEqual([...new Set(toVersions(locked(name)))], [version]);
  });

  it("run no install script but two that nothing needs", () => {
    const scripted = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.split("node_modules/").at(-1));

    // .npmrc keeps every script from running, and nothing needs one.
    assert.deepEqual(scripted.sort(), ["dtrace-provider", "esbuild"]);
  });

  it("are there for every platform, or npm ci refuses the lock", () => {
    const absent = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          !(`node_modules/${name}` in lock.packages) &&
          !(`${path}/node_modules/${name}` in lock.packages),
      ),
    );

    assert.deepEqual(absent, []);
  });

  it("come from the npm registry only", () => {
    const elsewhere = Object.entries(lock.packages)
      .filter(
        ([path, { resolved }]) =>
          path !== "" && resolved && !resolved.startsWith("https://registry.npmjs.org/"),
      )
      .map(([path]) => path);

    assert.deepEqual(elsewhere, []);
  });
});

describe("package.json", () => {
  it("pins every version exactly", () => {
    const kinds = ["dependencies", "devDependencies", "optionalDependencies", "overrides"];
    const loose = kinds
      .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[a-z]+\.\d+)?$/.test(version));

    assert.deepEqual(loose, []);
  });
});
