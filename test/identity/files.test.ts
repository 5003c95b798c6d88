import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { clouds, findCloud } from "../../src/core/cloud/index.ts";
import { createEgress, createFiles } from "../../src/identity/index.ts";
import { createFakeLog } from "../support/fakes.ts";

describe("createFiles", () => {
  let server: Server;
  let origin: string;
  const asked: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
  before(async () => {
    server = createServer(async (req, res) => {
      let body = "";
      for await (const chunk of req) body += chunk;
      asked.push({ path: `${req.method} ${req.url}`, headers: req.headers, body });
      if (req.url === "/never") return;
      if (req.url === "/away") res.writeHead(307, { location: `${origin}/upload` });
      if (req.url === "/full") res.writeHead(507);
      res.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked.length = 0;
  });
  after(() => {
    server?.closeAllConnections();
    server?.close();
  });

  function open(id = "sandbox") {
    const cloud = findCloud(id, { origin, tenantId: "t" });
    const egress = createEgress(cloud, {}, { timeout: 200 });
    const log = createFakeLog();
    return { ...createFiles({ egress, log }), log, egress };
  }

  it("puts the whole file in one request", async () => {
    const isStored = await open().put(`${origin}/upload?id=1`, "Zürich\n");

    assert.equal(isStored, true);
    assert.deepEqual(
      asked.map(({ path, body, headers }) => [path, body, headers["content-range"]]),
      [["PUT /upload?id=1", "Zürich\n", "bytes 0-7/8"]],
    );
  });

  it("S61 sends nothing along that tells who we are", async () => {
    await open().put(`${origin}/upload`, "x");

    const { headers = {} } = asked[0] ?? {};
    assert.deepEqual(
      [headers.authorization, headers.cookie, headers["content-type"]],
      [undefined, undefined, "application/octet-stream"],
    );
  });

  for (const path of ["/full", "/away", "/never"])
    it(`says that a file was not put: ${path}`, async () => {
      const { put, log } = open();

      assert.equal(await put(origin + path, "x"), false);
      assert.equal(asked.length, 1);
      assert.ok(!JSON.stringify(log.lines).includes(path));
    });

  const foreign = [
    "https://evil.example/upload",
    "https://sharepoint.com/upload",
    "https://evilsharepoint.com/upload",
    "https://contoso.sharepoint.com.evil.example/upload",
    "https://contoso.sharepoint.com:8443/upload",
    "https://contoso.sharepoint.com@evil.example/upload",
    "https://user:word@contoso.sharepoint.com/upload",
    "http://contoso.sharepoint.com/upload",
    "https://contoso.sharepoint.us/upload",
    "https://graph.microsoft.com/upload",
    "file:///etc/passwd",
    "http://127.0.0.1:1/upload",
    "no address",
  ];
  it("S61 puts a file at no other origin than the cloud's", async () => {
    const { put, log } = open("public");

    const stored = await Promise.all(foreign.map((address) => put(address, "x")));

    assert.deepEqual(
      stored,
      foreign.map(() => false),
    );
    assert.deepEqual(asked, []);
    const codes = log.lines.map(({ fields }) => fields?.code);
    assert.equal(codes.filter((code) => code === "ERR_EGRESS_BLOCKED").length, foreign.length - 1);
  });

  it("has places of each cloud, over https outside the sandbox", () => {
    const open = clouds.flatMap(({ id, fileOrigins }) =>
      fileOrigins.filter((one) => !one.startsWith("https://*.")).map(() => id),
    );

    assert.deepEqual(open, ["sandbox"]);
  });
});
