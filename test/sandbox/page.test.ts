import assert from "node:assert/strict";
import { type Stage, startStage } from "./fake-bot.ts";

describe("sandbox page", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage({ isConnected: false });
  });
  after(() => stage.stop());

  it("runs no inline script and may not be framed", async () => {
    const { status, headers } = await fetch(`${stage.page}/`);

    const policy = headers.get("content-security-policy") ?? "";

    assert.equal(status, 200);
    assert.ok(policy.startsWith("default-src 'none'"));
    assert.ok(policy.includes("script-src 'self';"));
    assert.ok(policy.includes("frame-ancestors 'none'"));
    assert.ok(!policy.includes("unsafe"));
  });

  it("serves every file that the page and its modules name", async () => {
    const seen = new Map<string, string>();
    const visit = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      const response = await fetch(stage.page + path);
      seen.set(path, `${response.status} ${response.headers.get("content-type")?.split(";")[0]}`);
      if (path.endsWith(".min.js")) return;
      const text = await response.text();
      const named = text.matchAll(/(?:href|src)="(\/[^"]+)"|from "\.\/([^"]+)"/g);
      for (const [, asset, module] of named) await visit(asset ?? `/sandbox/client/${module}`);
    };

    await visit("/");

    const types = new Set(seen.values());
    assert.deepEqual(types, new Set(["200 text/html", "200 text/css", "200 text/javascript"]));
    assert.ok(seen.has("/sandbox/client/host-config.ts"));
  });

  it("serves modules without types", async () => {
    const code = await (await fetch(`${stage.page}/sandbox/client/markdown.ts`)).text();

    assert.ok(!code.includes("interface Block"));
  });

  for (const path of ["tsconfig.json", "..%2Findex.ts", "none.ts"]) {
    it(`does not serve ${path}`, async () => {
      const { status } = await fetch(`${stage.page}/sandbox/client/${path}`);

      assert.equal(status, 404);
    });
  }
});
