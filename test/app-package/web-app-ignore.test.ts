import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, matchesGlob } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const patterns = readFileSync(join(ROOT, ".webappignore"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

/** As .gitignore reads a pattern that starts at the root, the only kind the file holds. */
function isIgnored(path: string): boolean {
  return patterns.some((pattern) => {
    const glob = pattern.slice(1);
    return matchesGlob(path, glob) || matchesGlob(path, `${glob}/**`);
  });
}

const HOME = [
  "env/.env.dev.user",
  "env/.env.prod.user",
  "env/.env.local",
  "env/.env.local.user",
  ".localConfigs",
  ".localConfigs.playground",
  ".git/config",
  ".github/workflows/check.yml",
  ".ci/run",
  ".vscode/settings.json",
  "README.md",
  "aad.bot.manifest.json",
  "aad.manifest.json",
  "m365agents.yml",
  "m365agents.local.yml",
  "appPackage/manifest.json",
  "bench/main.ts",
  "build/aad.manifest.dev.json",
  "coverage/index.html",
  "docs/errors.md",
  "infra/azure.bicep",
  "test/every/card.test.ts",
];

const SHIPPED = [
  ".npmrc",
  "package.json",
  "package-lock.json",
  "src/main.ts",
  "src/i18n/en.json",
  "src/core/cloud/clouds.json",
  "src/sandbox/index.ts",
  "src/cli/docs.ts",
  "cards/answer.json",
  "catalogue/permissions.json",
  "catalogue/autostore/scenarios/1.json",
  "env/.env.dev",
  "env/.env.sandbox",
];

describe(".webappignore", () => {
  it("is the file that the deployment names", () => {
    const deployment = readFileSync(join(ROOT, "m365agents.yml"), "utf8");

    assert.match(deployment, /ignoreFile: \.webappignore$/m);
  });

  it("holds patterns that start at the root", () => {
    assert.deepEqual(
      patterns.filter((pattern) => !/^\/[^!\\[\]]+[^/]$/.test(pattern)),
      [],
    );
  });

  for (const path of HOME)
    it(`leaves ${path} at home`, () => {
      assert.ok(isIgnored(path));
    });

  for (const path of SHIPPED)
    it(`ships ${path}`, () => {
      assert.ok(existsSync(join(ROOT, path)));
      assert.ok(!isIgnored(path));
    });
});
