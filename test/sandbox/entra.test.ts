import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import {
  type ErrorBody,
  type Fields,
  graphAppId,
  postToken,
  signTeamsToken,
} from "./authority-client.ts";
import {
  type AuthorityStage,
  callback,
  graph,
  startAuthority,
  tenantId,
} from "./authority-stage.ts";

const vendorTenantLike = { signInAudience: "AzureADMultipleOrgs" } as const;

describe("sandbox token endpoint", () => {
  let stage: AuthorityStage;
  before(async () => {
    stage = await startAuthority((appId) => ({ [appId]: vendorTenantLike }));
  });
  beforeEach(() => stage.reset());
  after(() => stage.stop());

  it("gives the bot a token for the connector", async () => {
    const { status, body } = await postToken(stage);

    const { aud, iss, tid, appid, idtyp, roles } = decodeJwt(body.access_token ?? "");
    assert.equal(status, 200);
    assert.deepEqual(
      { aud, iss, tid, appid, idtyp, roles },
      {
        aud: "https://api.botframework.com",
        iss: `https://sts.windows.net/${tenantId}/`,
        tid: tenantId,
        appid: stage.appId,
        idtyp: "app",
        roles: undefined,
      },
    );
  });

  it("gives a Graph token the roles held right now", async () => {
    const scope = `${graph}/.default`;
    const [assignment] = stage.directory.listAssignments(stage.idOf(stage.appId), "now");

    const before = decodeJwt((await postToken(stage, { scope })).body.access_token ?? "");
    stage.directory.revoke(assignment?.id ?? "");
    const after = decodeJwt((await postToken(stage, { scope })).body.access_token ?? "");

    assert.deepEqual(before.roles, ["Directory.Read.All"]);
    assert.deepEqual([before.aud, before.oid], [graph, stage.idOf(stage.appId)]);
    assert.equal(after.roles, undefined);
  });

  it("keeps the roles of two resources apart", async () => {
    const exchange = "https://outlook.office365.com";
    const clientObjectId = stage.idOf(stage.appId);
    const resourceObjectId = stage.idOf(graphAppId);
    // Mail.Send has one id on both resources.
    const role = stage.directory
      .findPrincipal(graphAppId)
      ?.appRoles.find(({ value }) => value === "Mail.Send");
    stage.directory.assignRole({ clientObjectId, resourceObjectId, appRoleId: role?.id ?? "" });

    const { body } = await postToken(stage, { scope: `${exchange}/.default` });

    const { aud, roles } = decodeJwt(body.access_token ?? "");
    assert.deepEqual([aud, roles], [exchange, undefined]);
  });

  it("keeps client capabilities in the token", async () => {
    const claims = JSON.stringify({ access_token: { xms_cc: { values: ["CP1"] } } });

    const { body } = await postToken(stage, { scope: `${graph}/.default`, claims });

    assert.deepEqual(decodeJwt(body.access_token ?? "").xms_cc, ["CP1"]);
  });

  it("says what is wrong as Entra does", async () => {
    const { status, body } = await postToken(stage, { client_secret: "wrong" });

    const { trace_id, correlation_id, timestamp, error_description, ...rest } = body;
    assert.equal(status, 401);
    assert.match(timestamp ?? "", /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
    assert.ok(error_description?.startsWith("AADSTS7000215: Invalid client secret provided."));
    assert.ok(
      error_description?.includes(`Trace ID: ${trace_id} Correlation ID: ${correlation_id}`),
    );
    assert.deepEqual(rest, {
      error: "invalid_client",
      error_codes: [7000215],
      error_uri: "https://login.microsoftonline.com/error?code=7000215",
    });
  });

  it("gives a disabled app nothing", async () => {
    const { findPrincipal } = stage.directory;
    const disable: typeof findPrincipal = (id) => {
      const found = findPrincipal(id);
      return found && { ...found, accountEnabled: false };
    };
    Object.assign(stage.directory, { findPrincipal: disable });

    const { body } = await postToken(stage);
    Object.assign(stage.directory, { findPrincipal });

    assert.deepEqual(body.error_codes, [7000112]);
  });

  const none = "00000000-0000-4000-8000-000000000000";
  const obo = {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    requested_token_use: "on_behalf_of",
    assertion: "a.b.c",
  };
  const refusals: Readonly<Record<string, { fields: Fields; expected: [number, string, number] }>> =
    {
      "a missing grant": {
        fields: { grant_type: "" },
        expected: [400, "invalid_request", 900144],
      },
      "another grant": {
        fields: { grant_type: "password" },
        expected: [400, "unsupported_grant_type", 70003],
      },
      "a grant named like an object's member": {
        fields: { grant_type: "constructor" },
        expected: [400, "unsupported_grant_type", 70003],
      },
      "a missing client": {
        fields: { client_id: "" },
        expected: [400, "invalid_request", 900144],
      },
      "an unknown client": {
        fields: { client_id: none },
        expected: [400, "unauthorized_client", 700016],
      },
      "a vendor's app before consent": {
        fields: { client_id: seedApps.vendor },
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
      "a missing secret of a person's grant": {
        fields: { ...obo, client_secret: "" },
        expected: [401, "invalid_client", 7000218],
      },
      "an assertion where no certificate is registered": {
        fields: {
          client_assertion: "a.b.c",
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        },
        expected: [401, "invalid_client", 700027],
      },
      "a missing scope": {
        fields: { scope: "" },
        expected: [400, "invalid_request", 900144],
      },
      "a single scope": {
        fields: { scope: "https://api.botframework.com/read" },
        expected: [400, "invalid_scope", 1002012],
      },
      "a resource that the tenant lacks": {
        fields: { scope: "https://graph.example/.default" },
        expected: [400, "invalid_resource", 500011],
      },
      "two resources": {
        fields: { scope: `${graph}/.default https://api.botframework.com/.default` },
        expected: [400, "invalid_scope", 700022],
      },
      "two resources for a person": {
        fields: { ...obo, scope: `${graph}/User.Read https://outlook.office.com/SMTP.Send` },
        expected: [400, "invalid_scope", 700022],
      },
      "default mixed with single scopes": {
        fields: { ...obo, scope: `${graph}/.default ${graph}/User.Read` },
        expected: [400, "invalid_scope", 70011],
      },
      "a scope that the resource lacks": {
        fields: { ...obo, scope: `${graph}/Mail.Sent` },
        expected: [400, "invalid_client", 650053],
      },
      "an assertion that is no token": {
        fields: { ...obo, scope: `${graph}/User.Read` },
        expected: [400, "invalid_grant", 50013],
      },
      "claims that are no JSON": {
        fields: { claims: "{" },
        expected: [400, "invalid_request", 90100],
      },
      "an unknown code": {
        fields: { grant_type: "authorization_code", redirect_uri: callback, code: "none" },
        expected: [400, "invalid_grant", 70008],
      },
      "an unknown refresh token": {
        fields: { grant_type: "refresh_token", refresh_token: "none" },
        expected: [400, "invalid_grant", 70000],
      },
    };
  const needsAssertion = new Set([700022, 70011, 650053]);
  for (const [name, { fields, expected }] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      const isLate = fields.assertion && needsAssertion.has(expected[2]);
      const asked = isLate ? { ...fields, assertion: await signTeamsToken(stage) } : fields;

      const { status, body } = await postToken(stage, asked);

      assert.deepEqual([status, body.error, body.error_codes[0]], expected);
    });
  }

  it("refuses a parameter that comes twice", async () => {
    const body = new URLSearchParams([
      ["grant_type", "client_credentials"],
      ["client_id", stage.appId],
      ["client_id", none],
    ]);

    const url = `${stage.origin}/${tenantId}/oauth2/v2.0/token`;
    const response = await fetch(url, { method: "POST", body });

    assert.deepEqual(((await response.json()) as ErrorBody).error_codes, [90100]);
  });

  const tenants: readonly [string, number][] = [
    ["fabrikam.example", 90002],
    ["common", 9001023],
    ["organizations", 9001023],
  ];
  for (const [tenant, number] of tenants) {
    it(`gives apps no token over ${tenant}`, async () => {
      const { body } = await postToken(stage, {}, tenant);

      assert.deepEqual(body.error_codes, [number]);
    });
  }
});

describe("sandbox metadata", () => {
  let stage: AuthorityStage;
  before(async () => {
    stage = await startAuthority();
  });
  after(() => stage.stop());

  it("puts the keys on loopback when asked", async () => {
    const base = `${stage.origin}/${tenantId}/v2.0/.well-known/openid-configuration`;

    const [stock, local] = await Promise.all(
      [base, `${base}?local=1`].map(async (url) => {
        const { jwks_uri } = (await (await fetch(url)).json()) as { jwks_uri: string };
        return new URL(jwks_uri).origin;
      }),
    );

    assert.equal(stock, "https://login.microsoftonline.com");
    assert.equal(local, stage.origin);
  });

  it("publishes old keys beside the new one until they go", async () => {
    const { keys } = stage.authority;
    const count = async () => {
      const response = await fetch(`${stage.origin}/${tenantId}/discovery/v2.0/keys`);
      return ((await response.json()) as { keys: unknown[] }).keys.length;
    };
    const expected = { issuer: "i", audience: "a" };
    const old = await keys.sign({ iss: "i", aud: "a" });

    await keys.rotate({ keepOld: true });
    const [both, stillGood] = [await count(), await keys.verify(old, expected)];
    await keys.rotate({ keepOld: false });

    assert.deepEqual([both, stillGood.iss, await count()], [2, "i", 1]);
    await assert.rejects(keys.verify(old, expected), { code: "ERR_JWKS_NO_MATCHING_KEY" });
  });
});
