import assert from "node:assert/strict";
import type { Problem } from "../../src/core/tab-api/index.ts";
import { startTabStage, type TabStage, toToken } from "../support/tab-stage.ts";

describe("requests of the tab that the audit log keeps", () => {
  let stage: TabStage;
  before(async () => {
    stage = await startTabStage();
  });
  after(() => stage?.stop());
  beforeEach(() => stage.open());

  for (const [name, method, path, body] of [
    ["consent requests", "POST", "/api/consent-links", { scope: "home" }],
    ["deletions", "DELETE", "/api/me/data", undefined],
  ] as const)
    it(`lets a person make few ${name}`, async () => {
      const token = toToken({ personId: `${name} of somebody` });
      const other = toToken({ personId: "aaaaaaaa-bbbb-4ccc-8ddd-0000000000fe" });
      const ask = (as = token) => stage.ask(method, path, { token: as, body });
      const statuses: number[] = [];
      for (let count = 0; count < 5; count += 1) statuses.push((await ask()).status);

      const refused = await ask();
      const neighbor = await ask(other);
      const reading = await stage.ask("GET", "/api/home/results", { token });
      stage.clock.advance(19_999);
      statuses.push((await ask()).status);
      stage.clock.advance(1);
      statuses.push((await ask()).status, (await ask()).status);

      assert.equal(refused.headers.get("retry-after"), "20");
      const { code, seconds } = (await refused.json()) as Problem;
      assert.deepEqual([code, seconds], ["throttled", 20]);
      assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429, 200, 429]);
      assert.deepEqual([neighbor.status, reading.status], [200, 200]);
    });

  it("counts no consent request that it cannot read", async () => {
    const token = toToken({ personId: "aaaaaaaa-bbbb-4ccc-8ddd-0000000000fd" });
    const ask = (scope: string) =>
      stage.ask("POST", "/api/consent-links", { token, body: { scope } });
    for (let count = 0; count < 5; count += 1) await ask("all");

    assert.equal((await ask("home")).status, 200);
  });
});
