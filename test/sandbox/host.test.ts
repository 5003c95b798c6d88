import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { personId } from "./browsing.ts";
import { apiId, apiSecret, type Stage, startStage, tenantId } from "./fake-bot.ts";

describe("sandbox Teams host", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.stop());
  beforeEach(async () => {
    await fetch(`${stage.page}/sandbox/api/reset`, { method: "POST" });
  });

  interface Given {
    readonly token: string;
    readonly error?: { readonly code: string };
  }
  const send = async (method: string, path: string, body: unknown) => {
    const headers = { "content-type": "application/json" };
    const url = `${stage.page}/sandbox/api/${path}`;
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Given };
  };
  const askHost = (body: unknown) => send("POST", "host/token", body);
  const turn = (switches: object) => send("PUT", "tenant/sign-in", switches);
  const askOnBehalf = async (assertion: string) => {
    const body = new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      client_id: apiId,
      client_secret: apiSecret,
      requested_token_use: "on_behalf_of",
      assertion,
      scope: "https://graph.microsoft.com/Directory.Read.All",
    });
    const url = `${stage.sandbox.origin}/${tenantId}/oauth2/v2.0/token`;
    const response = await fetch(url, { method: "POST", body });
    return (await response.json()) as { error_codes?: number[]; claims?: string; scope?: string };
  };

  it("gives a person's token for the API", async () => {
    const { status, body } = await askHost({ as: "teams-admin" });

    const { aud, azp, oid, tid, iss, scp, exp = 0, iat = 0 } = decodeJwt(body.token);
    assert.equal(status, 200);
    assert.deepEqual(
      { aud, azp, oid, tid, iss, scp, life: exp - iat },
      {
        aud: apiId,
        azp: "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",
        oid: personId("teams-admin"),
        tid: tenantId,
        iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
        scp: "access_as_user",
        life: 3600,
      },
    );
    assert.equal((await askOnBehalf(body.token)).error_codes, undefined);
  });

  it("gives guests one too, which says so", async () => {
    const { body } = await askHost({ as: "guest" });

    assert.equal(decodeJwt(body.token).acct, 1);
  });

  it("gives one that has expired when asked", async () => {
    const { body } = await askHost({ as: "guest", expired: true });

    const { exp = 0, iat = 0 } = decodeJwt(body.token);
    assert.ok(exp < Date.now() / 1000 - 300);
    assert.equal(exp - iat, 3600);
    assert.deepEqual((await askOnBehalf(body.token)).error_codes, [500133]);
  });

  it("gives tokens that last as long as they are set to", async () => {
    await turn({ tokenLifetimeSeconds: 5 });

    const { body } = await askHost({ as: "guest" });

    const { exp = 0, iat = 0 } = decodeJwt(body.token);
    assert.equal(exp - iat, 5);
  });

  it("asks for the second factor with the claims of a refusal", async () => {
    await turn({ mfa: ["product-admin"] });
    const first = await askHost({ as: "product-admin" });
    const { error_codes, claims } = await askOnBehalf(first.body.token);

    const second = await askHost({ as: "product-admin", claims });
    const foreign = await askHost({ as: "product-admin", claims: '{"access_token":{}}' });

    assert.deepEqual(error_codes, [50076]);
    assert.equal((await askOnBehalf(second.body.token)).error_codes, undefined);
    assert.deepEqual((await askOnBehalf(foreign.body.token)).error_codes, [50076]);
  });

  it("fails as teams-js does while it is set to", async () => {
    await turn({ hostToken: "refused" });

    const { status, body } = await askHost({ as: "product-admin" });

    assert.deepEqual([status, body.error?.code], [403, "resourceRequiresConsent"]);
  });

  const refusals: Readonly<Record<string, [sent: unknown, code: string]>> = {
    "a stranger": [{ as: "nobody" }, "UnknownPerson"],
    "nobody at all": [{}, "BadSyntax"],
    "what it does not know": [{ as: "guest", silent: true }, "BadSyntax"],
  };
  for (const [name, [sent, code]] of Object.entries(refusals)) {
    it(`gives none to ${name}`, async () => {
      const { status, body } = await askHost(sent);

      assert.deepEqual([status, body.error?.code], [400, code]);
    });
  }
});
