import assert from "node:assert/strict";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { clouds, findCloud } from "../../src/core/cloud/index.ts";
import { createEgress } from "../../src/identity/index.ts";
import { createEgressLog, PLANTED } from "../support/egress-log.ts";

describe("createEgressLog", () => {
  let server: Server;
  let port: number;
  before(async () => {
    server = createServer((_req, res) => res.end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** A request for a foreign name that leads to loopback all the same. */
  function askPlanted(): Promise<void> {
    return new Promise((resolve, reject) => {
      const one = request({ host: PLANTED, port, lookup: toLoopback }, (response) => {
        response.resume().on("end", resolve);
      });
      one.on("error", reject).end();
    });
  }

  it("S61 names a foreign origin that a request was made to", async () => {
    const egress = createEgressLog();

    await askPlanted();
    egress.stop();

    assert.deepEqual(egress.foreign(), [`http://${PLANTED}:${port}`]);
  });

  it("sees fetch and node:http, and counts loopback as home", async () => {
    const egress = createEgressLog();

    await fetch(`http://127.0.0.1:${port}/`);
    await new Promise((resolve) =>
      request({ host: "localhost", port, lookup: toLoopback }, resolve).end(),
    );
    egress.stop();

    assert.deepEqual(egress.origins(), [`http://127.0.0.1:${port}`, `http://localhost:${port}`]);
    assert.deepEqual(egress.foreign(), []);
  });

  it("hears nothing after its end", async () => {
    const egress = createEgressLog();
    egress.stop();

    await fetch(`http://127.0.0.1:${port}/`);

    assert.deepEqual(egress.origins(), []);
  });
});

const toLoopback: LookupFunction = (_name, options, done) =>
  options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);

describe("the egress of every cloud", () => {
  it("S61 stops requests to every host outside its row", async () => {
    const real = clouds.filter(({ id }) => id !== "sandbox");
    const bases = new Set(real.flatMap(({ loginBase, graphBase }) => [loginBase, graphBase]));
    const addresses = [
      ...bases,
      "https://evil.example",
      ...[...bases].flatMap((base) => [
        `${base}.evil.example`,
        `${base}:8443`,
        base.replace("s:", ":"),
      ]),
    ];

    for (const { id } of real) {
      const cloud = findCloud(id);
      const own = new Set([cloud.loginBase, cloud.graphBase]);
      const egress = createEgress(cloud);
      for (const address of addresses.filter((one) => !own.has(one)))
        await assert.rejects(egress.fetch(`${address}/v1.0/me`), { code: "ERR_EGRESS_BLOCKED" });
    }
  });
});
