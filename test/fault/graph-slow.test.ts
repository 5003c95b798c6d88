import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { findCloud } from "../../src/core/cloud/index.ts";
import { createDirectory, toKnownResources } from "../../src/graph/index.ts";
import { createAppToken, createCredential, createEgress } from "../../src/identity/index.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { tenantId } from "../support/activities.ts";
import { catalogue } from "../support/catalogue.ts";
import { createFakeLog } from "../support/fakes.ts";

/** An app of the sandbox tenant. */
const allGranted = "a0570006-5a4d-4b0c-8e06-c0ffee000006";

describe("a Microsoft Graph that is slower than anybody waits", () => {
  const clock = { now: () => Date.now() };
  const ids = { next: () => randomUUID() as string };
  const account = { appId: randomUUID(), appSecret: randomUUID(), tenantId };
  let sandbox: Sandbox;
  before(async () => {
    const own = { catalogue, botName: "Consentry", log: createFakeLog(), clock, ids };
    sandbox = await startSandbox({ ...account, ...own });
  });
  after(() => sandbox?.stop());

  /** The product's way to Graph, with limits of its own. */
  function open({ timeout = 10_000, patienceMs = 10_000 }) {
    const { origin } = sandbox;
    const cloud = findCloud("sandbox", { origin, tenantId });
    const map = { [cloud.loginBase]: origin, [cloud.graphBase]: origin };
    const egress = createEgress(cloud, map);
    const credential = createCredential({ secret: account.appSecret, cloud, egress, clock });
    const sleep = async () => {};
    return createDirectory({
      token: createAppToken({ appId: account.appId, credential, cloud, egress, clock }),
      egress: createEgress(cloud, map, { timeout }),
      resources: toKnownResources(catalogue.facts),
      patienceMs,
      cloud,
      clock,
      ids,
      sleep,
    });
  }

  const limits = { "a request": { timeout: 200 }, "a whole reading": { patienceMs: 200 } };
  for (const [name, limit] of Object.entries(limits))
    it(`is not waited for beyond the limit of ${name}`, async () => {
      sandbox.faults.reset();
      sandbox.faults.add({ match: { service: "graph" }, delayMs: 8_000, times: 0 });
      const started = performance.now();

      const answer = await open(limit).readApp(tenantId, allGranted);

      assert.deepEqual(answer, { kind: "unreachable" });
      assert.ok(performance.now() - started < 6_000);
      const [plan] = sandbox.faults.list();
      assert.equal(plan?.hits, 2);
    });
});
