import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { fetchToken, type Stage, startStage, tenantId } from "./fake-bot.ts";

describe("sandbox Entra", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage({ isConnected: false });
  });
  after(() => stage.stop());

  it("gives the bot a token for the connector", async () => {
    const { status, body } = await fetchToken(stage.sandbox.origin);

    const { aud, iss, tid } = decodeJwt(body.access_token);

    assert.equal(status, 200);
    assert.equal(aud, "https://api.botframework.com");
    assert.equal(iss, `https://sts.windows.net/${tenantId}/`);
    assert.equal(tid, tenantId);
  });

  const refusals: Readonly<
    Record<string, { fields: Record<string, string>; expected: [number, string, number] }>
  > = {
    "an unknown client": {
      fields: { client_id: "00000000-0000-4000-8000-000000000000" },
      expected: [400, "unauthorized_client", 700016],
    },
    "a wrong secret": {
      fields: { client_secret: "wrong" },
      expected: [401, "invalid_client", 7000215],
    },
    "a missing secret": {
      fields: { client_secret: "" },
      expected: [401, "invalid_client", 7000216],
    },
    "a single scope": {
      fields: { scope: "https://api.botframework.com/read" },
      expected: [400, "invalid_scope", 1002012],
    },
    "a resource it does not know": {
      fields: { scope: "https://graph.example/.default" },
      expected: [400, "invalid_resource", 500011],
    },
    "another grant": {
      fields: { grant_type: "password" },
      expected: [400, "unsupported_grant_type", 70003],
    },
  };
  for (const [name, { fields, expected }] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      const { status, body } = await fetchToken(stage.sandbox.origin, fields);

      assert.deepEqual([status, body.error, body.error_codes[0]], expected);
    });
  }

  it("refuses an unknown tenant", async () => {
    const { status, body } = await fetchToken(stage.sandbox.origin, {}, "common");

    assert.deepEqual([status, body.error, body.error_codes[0]], [400, "invalid_request", 90002]);
  });

  it("puts the keys on loopback when asked", async () => {
    const base = `${stage.sandbox.origin}/${tenantId}/v2.0/.well-known/openid-configuration`;

    const [stock, local] = await Promise.all(
      [base, `${base}?local=1`].map(async (url) => {
        const { jwks_uri } = (await (await fetch(url)).json()) as { jwks_uri: string };
        return new URL(jwks_uri).origin;
      }),
    );

    assert.equal(stock, "https://login.microsoftonline.com");
    assert.equal(local, stage.sandbox.origin);
  });
});
