import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { decodeJwt } from "jose";
import { graphAppId, postToken, signTeamsToken } from "./authority-client.ts";
import {
  type AuthorityStage,
  graph,
  publicUrl,
  startAuthority,
  tenantId,
} from "./authority-stage.ts";
import { browse, listHeld, personId, problemOf } from "./browsing.ts";

const authorize = `/${tenantId}/oauth2/v2.0/authorize`;
const home = `${graph}/TeamSettings.Read.All`;
const basic = `${graph}/Team.ReadBasic.All`;

describe("sandbox sign-in to Consentry's API", () => {
  let stage: AuthorityStage;
  let person: ReturnType<typeof browse>;
  before(async () => {
    stage = await startAuthority();
    person = browse(stage.origin);
  });
  beforeEach(() => stage.reset());
  after(() => stage.stop());

  const askOnBehalf = async (alias: string, scope: string, assertion?: string) =>
    postToken(stage, {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      client_id: stage.apiId,
      requested_token_use: "on_behalf_of",
      assertion: assertion ?? (await signTeamsToken(stage, alias, stage.apiId)),
      scope,
    });
  const verifier = randomBytes(32).toString("base64url");
  const goAs = async (
    alias: string,
    scope: string,
    more: Readonly<Record<string, string>> = {},
  ) => {
    const page = await person.open(authorize, {
      client_id: stage.apiId,
      response_type: "code",
      scope: `openid profile offline_access ${scope}`,
      redirect_uri: `${publicUrl}/auth/end`,
      state: "opaque",
      nonce: "n-1",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...more,
    });
    return person.pick(page, alias);
  };
  const redeem = (code: string, scope: string) =>
    postToken(stage, {
      grant_type: "authorization_code",
      client_id: stage.apiId,
      code,
      code_verifier: verifier,
      redirect_uri: `${publicUrl}/auth/end`,
      scope: `openid profile offline_access ${scope}`,
    });

  it("puts roles and kind of account into the API's tokens", async () => {
    const tokens = await Promise.all(
      ["global-admin", "guest"].map((alias) => signTeamsToken(stage, alias, stage.apiId)),
    );

    const claims = tokens.map((token) => {
      const { aud, azp, ver, scp, oid, acct, wids, idtyp, amr } = decodeJwt(token);
      return { aud, azp, ver, scp, oid, acct, wids, idtyp, amr };
    });
    const same = {
      aud: stage.apiId,
      azp: "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",
      ver: "2.0",
      scp: "access_as_user",
      idtyp: undefined,
      amr: undefined,
    };
    assert.deepEqual(claims, [
      {
        ...same,
        oid: personId("global-admin"),
        acct: 0,
        wids: ["62e90394-69f5-4237-9190-012177145e10"],
      },
      { ...same, oid: personId("guest"), acct: 1, wids: [] },
    ]);
  });

  it("puts neither into tokens for who did not ask", async () => {
    const { body } = await askOnBehalf("global-admin", `${graph}/Directory.Read.All`);
    const bots = await signTeamsToken(stage, "global-admin", stage.appId);

    for (const token of [body.access_token ?? "", bots]) {
      const { wids, acct } = decodeJwt(token);
      assert.deepEqual([wids, acct], [undefined, undefined]);
    }
  });

  it("gives what an administrator granted, and no more", async () => {
    const given = await askOnBehalf("product-admin", `${graph}/Directory.Read.All`);
    const missing = await askOnBehalf("product-admin", basic);

    assert.equal(decodeJwt(given.body.access_token ?? "").scp, "Directory.Read.All");
    assert.deepEqual(missing.body.error_codes, [65001]);
  });

  it("gives the bot nothing for a token of the API", async () => {
    const { body } = await postToken(stage, {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      requested_token_use: "on_behalf_of",
      assertion: await signTeamsToken(stage, "product-admin", stage.apiId),
      scope: `${graph}/Directory.Read.All`,
    });

    assert.deepEqual(body.error_codes, [50013]);
  });

  it("leads through consent to a code for the API", async () => {
    const page = await goAs("product-admin", basic, { prompt: "consent" });
    const { sentTo } = await person.decide(page, "accept");
    const { body } = await redeem(sentTo?.answer.code ?? "", basic);

    assert.equal(sentTo?.address, `${publicUrl}/auth/end`);
    assert.deepEqual(
      [decodeJwt(body.access_token ?? "").scp, decodeJwt(body.id_token ?? "").nonce],
      ["Directory.Read.All Team.ReadBasic.All openid profile", "n-1"],
    );
    assert.ok(body.refresh_token);
    assert.equal((await askOnBehalf("product-admin", basic)).status, 200);
    assert.deepEqual((await askOnBehalf("teams-admin", basic)).body.error_codes, [65001]);
  });

  it("needs an admin for what a plain person may not grant", async () => {
    const { html } = await goAs("product-admin", home);

    assert.match(html, /Need admin approval/);
  });

  const boxes: Readonly<Record<string, [alias: string, scope: string, isShown: boolean]>> = {
    "an admin": ["global-admin", home, true],
    "a plain person": ["product-admin", basic, false],
    "an admin of Teams alone": ["teams-admin", basic, false],
  };
  for (const [name, [alias, scope, isShown]] of Object.entries(boxes)) {
    it(`${isShown ? "offers" : "does not offer"} consent for all to ${name}`, async () => {
      const { html } = await goAs(alias, scope);

      assert.match(html, /Permissions requested/);
      assert.equal(html.includes("Consent on behalf of your organization"), isShown);
    });
  }

  it("grants for all when an admin ticks the box", async () => {
    const page = await goAs("global-admin", home);

    const { sentTo } = await person.decide(page, "accept", { reach: "everybody" });

    assert.ok(sentTo?.answer.code);
    assert.ok(
      listHeld(stage, stage.apiId).includes(
        "AllPrincipals Microsoft Graph: Directory.Read.All TeamSettings.Read.All openid profile offline_access",
      ),
    );
    assert.equal((await askOnBehalf("product-admin", home)).status, 200);
  });

  it("grants for one when the box stays empty", async () => {
    const page = await goAs("global-admin", home);

    await person.decide(page, "accept");

    assert.equal((await askOnBehalf("global-admin", home)).status, 200);
    assert.deepEqual((await askOnBehalf("product-admin", home)).body.error_codes, [65001]);
  });

  it("takes a ticked box from nobody who may not", async () => {
    const page = await goAs("product-admin", basic);

    const { html } = await person.decide(page, "accept", { reach: "everybody" });

    assert.match(html, /Need admin approval/);
    assert.deepEqual((await askOnBehalf("product-admin", basic)).body.error_codes, [65001]);
  });

  it("takes a second factor that was given on the page", async () => {
    stage.authority.switches.mfa.add(personId("product-admin"));
    const page = await goAs("product-admin", basic);
    const { sentTo } = await person.decide(page, "accept");

    const refused = await askOnBehalf("product-admin", basic);
    const given = await redeem(sentTo?.answer.code ?? "", basic);

    assert.deepEqual(refused.body.error_codes, [50076]);
    assert.deepEqual(decodeJwt(given.body.access_token ?? "").amr, ["pwd", "mfa"]);
  });

  it("keeps out whom a policy blocks, with claims", async () => {
    stage.authority.switches.blocked.add(personId("product-admin"));

    const { status, body } = await askOnBehalf("product-admin", `${graph}/Directory.Read.All`);
    const shown = await goAs("product-admin", basic);

    const { error, error_codes, suberror, claims = "" } = body;
    assert.deepEqual(
      [status, error, error_codes, suberror],
      [400, "invalid_grant", [53003], "message_only"],
    );
    assert.ok(JSON.parse(claims).access_token.capolids.values[0]);
    assert.deepEqual(problemOf(shown), [400, "AADSTS53003", undefined]);
    assert.equal((await askOnBehalf("teams-admin", `${graph}/Directory.Read.All`)).status, 200);
  });

  it("leaves the grant of Graph to Graph's own id", async () => {
    await person.decide(await goAs("product-admin", basic), "accept");

    const rows = stage.directory.listDelegated(stage.idOf(stage.apiId), "graph");

    assert.deepEqual(
      rows.map(({ resourceId, principalId }) => [resourceId, principalId]),
      [
        [stage.idOf(graphAppId), null],
        [stage.idOf(graphAppId), personId("product-admin")],
      ],
    );
  });
});
