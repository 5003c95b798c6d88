import assert from "node:assert/strict";
import { importPKCS8, SignJWT } from "jose";
import { grantToAll, postToken, signTeamsToken } from "./authority-client.ts";
import { type AuthorityStage, graph, startAuthority, tenantId } from "./authority-stage.ts";
import { createCertificate } from "./certificate.ts";

describe("sandbox client assertion", () => {
  const certificate = createCertificate();
  let stage: AuthorityStage;
  before(async () => {
    stage = await startAuthority((appId) => ({ [appId]: { certificatePem: certificate.pem } }));
  });
  beforeEach(() => stage.reset());
  after(() => stage.stop());

  /** A client assertion with claims and header of its own. */
  const assertWith = async (claims: object, header: object = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const x5t = Buffer.from(certificate.thumbprint, "hex").toString("base64url");
    const own = { iss: stage.appId, sub: stage.appId, nbf: now, exp: now + 600 };
    const aud = `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`;
    const client_assertion = await new SignJWT({ ...own, aud, ...claims })
      .setProtectedHeader({ alg: "RS256", "x5t#S256": x5t, ...header })
      .sign(await importPKCS8(certificate.privateKeyPem, "RS256"));
    const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    return postToken(stage, { client_secret: "", client_assertion, client_assertion_type });
  };
  const soon = () => Math.floor(Date.now() / 1000);
  const assertions: Readonly<Record<string, { make: () => [object, object?]; number?: number }>> = {
    "takes an assertion four seconds early": { make: () => [{ nbf: soon() + 4 }] },
    "refuses an assertion ten seconds early": {
      make: () => [{ nbf: soon() + 10 }],
      number: 700024,
    },
    "refuses an assertion that is over": { make: () => [{ exp: soon() - 10 }], number: 700024 },
    "refuses an assertion for another endpoint": {
      make: () => [{ aud: "https://login.example" }],
      number: 700023,
    },
    "refuses an assertion of another app": { make: () => [{ iss: "other" }], number: 700021 },
    "refuses an assertion that names another certificate": {
      make: () => [{}, { "x5t#S256": "AAAA" }],
      number: 700027,
    },
  };
  for (const [name, { make, number }] of Object.entries(assertions)) {
    it(name, async () => {
      const { body } = await assertWith(...make());

      assert.equal(body.error_codes?.[0], number);
    });
  }

  it("keeps single-tenant apps from organizations", async () => {
    const { body } = await postToken(stage, {}, "organizations");

    assert.deepEqual(body.error_codes, [50194]);
  });

  it("refuses a refresh token after ninety days", async () => {
    grantToAll(stage, "User.Read");
    const scope = `${graph}/User.Read offline_access`;
    const onBehalf = {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      requested_token_use: "on_behalf_of",
      assertion: await signTeamsToken(stage),
      scope,
    };
    const { refresh_token = "" } = (await postToken(stage, onBehalf)).body;
    stage.authority.keys.skewSeconds = 91 * 86_400;

    const { body } = await postToken(stage, { grant_type: "refresh_token", refresh_token, scope });

    assert.deepEqual(body.error_codes, [700082]);
  });
});
