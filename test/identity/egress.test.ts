import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { findCloud } from "../../src/core/cloud/index.ts";
import { createEgress } from "../../src/identity/index.ts";

describe("createEgress", () => {
  let server: Server;
  let origin: string;
  const asked: string[] = [];
  before(async () => {
    server = createServer((req, res) => {
      asked.push(`${req.method} ${req.url}`);
      if (req.url === "/never") return;
      // Not chained: once restify is loaded, writeHead returns nothing.
      if (req.url === "/page") res.writeHead(503);
      if (req.url === "/away") res.writeHead(302, { location: "https://evil.example/" });
      if (req.url === "/slow-body") return void res.write("[");
      if (req.url === "/page") return void res.end("<html>");
      res.end(JSON.stringify({ ok: true }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const cloud = findCloud("public");
  const open = () => createEgress(cloud, { [cloud.loginBase]: origin, [cloud.graphBase]: origin });

  it("sends a public address where its map says", async () => {
    const { fetch } = open();

    const response = await fetch(`${cloud.graphBase}/v1.0/me?$select=id`);

    assert.deepEqual([response.status, asked.at(-1)], [200, "GET /v1.0/me?$select=id"]);
  });

  it("carries MSAL's requests", async () => {
    const { networkClient } = open();

    const answer = await networkClient.sendPostRequestAsync(`${cloud.loginBase}/token`, {
      body: "a=b",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });

    assert.deepEqual(
      [answer.status, answer.body, asked.at(-1)],
      [200, { ok: true }, "POST /token"],
    );
  });

  const foreign = [
    "https://evil.example/",
    "https://graph.microsoft.com.evil.example/",
    "http://graph.microsoft.com/",
    "https://graph.microsoft.com:8443/",
    "https://graph.microsoft.us/v1.0/me",
  ];
  for (const address of foreign)
    it(`stops a request to ${address}`, async () => {
      const egress = open();

      await assert.rejects(egress.fetch(address), { code: "ERR_EGRESS_BLOCKED" });
      assert.deepEqual([...egress.origins], [new URL(address).origin]);
    });

  it("follows no redirect", async () => {
    await assert.rejects(open().fetch(`${cloud.graphBase}/away`), TypeError);
  });

  const map = () => ({ [cloud.loginBase]: origin, [cloud.graphBase]: origin });

  for (const path of ["/never", "/slow-body"])
    it(`gives up after its time: ${path}`, async () => {
      const { fetch } = createEgress(cloud, map(), { timeout: 50 });
      const read = async () => (await fetch(cloud.graphBase + path)).text();

      await assert.rejects(read(), { name: "TimeoutError" });
    });

  it("ends earlier when its caller does", async () => {
    const signal = AbortSignal.abort();

    await assert.rejects(open().fetch(`${cloud.graphBase}/never`, { signal }), {
      name: "AbortError",
    });
  });

  it("turns a page into an error that MSAL understands", async () => {
    const { networkClient } = open();

    const answer = await networkClient.sendPostRequestAsync(`${cloud.loginBase}/page`);

    assert.deepEqual([answer.status, answer.body], [503, { error: "temporarily_unavailable" }]);
  });

  const plain = { ...cloud, graphBase: "http://graph.microsoft.com" };

  it("sends nothing without https", async () => {
    const { fetch } = createEgress(plain);

    await assert.rejects(fetch(`${plain.graphBase}/v1.0/me`), { code: "ERR_EGRESS_BLOCKED" });
  });

  it("sends without https where its map leads", async () => {
    const { fetch } = createEgress(plain, { [plain.graphBase]: origin });

    assert.equal((await fetch(`${plain.graphBase}/v1.0/me`)).status, 200);
  });

  it("lets the endpoint of managed identities through if told to", async () => {
    const endpoint = "http://169.254.169.254";
    const told = { identityEndpoints: [`${endpoint}/metadata`] };

    const { status } = await createEgress(cloud, { [endpoint]: origin }, told).fetch(endpoint);

    assert.equal(status, 200);
    await assert.rejects(createEgress(cloud, { [endpoint]: origin }).fetch(endpoint), {
      code: "ERR_EGRESS_BLOCKED",
    });
  });
});
