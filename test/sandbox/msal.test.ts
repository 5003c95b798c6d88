import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { ConfidentialClientApplication, InteractionRequiredAuthError } from "@azure/msal-node";
import { decodeJwt, decodeProtectedHeader, SignJWT } from "jose";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import { requirePerson } from "../../src/sandbox/entra/issue.ts";
import { signIdToken } from "../../src/sandbox/entra/tokens.ts";
import { grantToAll, graphAppId, postToken, signTeamsToken } from "./authority-client.ts";
import {
  type AuthorityStage,
  callback,
  graph,
  startAuthority,
  tenantId,
} from "./authority-stage.ts";
import { browse, personId } from "./browsing.ts";
import { createCertificate } from "./certificate.ts";

describe("MSAL against the sandbox", () => {
  const certificate = createCertificate();
  let stage: AuthorityStage;
  before(async () => {
    stage = await startAuthority((appId) => ({
      [appId]: { certificatePem: certificate.pem },
      [seedApps.fullyRight]: { secret: "other" },
    }));
  });
  beforeEach(() => stage.reset());
  after(() => stage.stop());

  const byCertificate = {
    thumbprintSha256: certificate.thumbprint,
    privateKey: certificate.privateKeyPem,
  };
  /** MSAL as the product sets it up: the public authority, and a network client that maps it. */
  const connect = (auth: object = { clientSecret: stage.appSecret }) =>
    new ConfidentialClientApplication({
      auth: {
        clientId: stage.appId,
        authority: `https://login.microsoftonline.com/${tenantId}`,
        ...auth,
      },
      system: { networkClient: stage.egress.networkClient },
    });

  it("asks nothing but the public login address", async () => {
    await connect().acquireTokenByClientCredential({ scopes: [`${graph}/.default`] });

    assert.deepEqual([...stage.egress.origins], ["https://login.microsoftonline.com"]);
  });

  it("signs in with the secret", async () => {
    const client = connect();

    const first = await client.acquireTokenByClientCredential({ scopes: [`${graph}/.default`] });
    const second = await client.acquireTokenByClientCredential({ scopes: [`${graph}/.default`] });

    assert.equal(decodeJwt(first?.accessToken ?? "").appidacr, "1");
    assert.deepEqual([first?.fromCache, second?.fromCache], [false, true]);
  });

  it("signs in with a certificate", async () => {
    const client = connect({ clientCertificate: byCertificate });

    const result = await client.acquireTokenByClientCredential({ scopes: [`${graph}/.default`] });

    assert.equal(decodeJwt(result?.accessToken ?? "").appidacr, "2");
  });

  it("refuses a certificate that is not registered", async () => {
    const other = createCertificate();
    const clientCertificate = {
      thumbprintSha256: other.thumbprint,
      privateKey: other.privateKeyPem,
    };

    const asked = connect({ clientCertificate }).acquireTokenByClientCredential({
      scopes: [`${graph}/.default`],
    });

    await assert.rejects(asked, { errorCode: "invalid_client", errorNo: 700027 });
  });

  it("asks once on behalf of a person, then the cache", async () => {
    grantToAll(stage, "User.Read", "Mail.Send");
    const client = connect();
    const request = {
      oboAssertion: await signTeamsToken(stage),
      scopes: [`${graph}/User.Read`],
    };

    const first = await client.acquireTokenOnBehalfOf(request);
    const second = await client.acquireTokenOnBehalfOf(request);

    const { aud, scp, oid, ver } = decodeJwt(first?.accessToken ?? "");
    assert.deepEqual(
      { aud, scp, oid, ver },
      { aud: graph, scp: "User.Read Mail.Send", oid: personId("product-admin"), ver: "1.0" },
    );
    assert.deepEqual([first?.fromCache, second?.fromCache], [false, true]);
    assert.equal(stage.tokenRequests.length, 1);
  });

  it("takes a claims challenge to the endpoint and keeps xms_cc", async () => {
    grantToAll(stage, "User.Read");
    const client = connect({ clientSecret: stage.appSecret, clientCapabilities: ["CP1"] });
    const request = { oboAssertion: await signTeamsToken(stage), scopes: [`${graph}/User.Read`] };
    const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: "1" } } });

    await client.acquireTokenOnBehalfOf(request);
    const again = await client.acquireTokenOnBehalfOf({ ...request, claims });

    assert.equal(again?.fromCache, false);
    assert.deepEqual(decodeJwt(again?.accessToken ?? "").xms_cc, ["CP1"]);
  });

  const askOnBehalf = (assertion: string) =>
    connect().acquireTokenOnBehalfOf({ oboAssertion: assertion, scopes: [`${graph}/User.Read`] });

  it("shows missing consent as an interaction with suberror", async () => {
    const asked = askOnBehalf(await signTeamsToken(stage));

    await assert.rejects(asked, (error: unknown) => {
      assert.ok(error instanceof InteractionRequiredAuthError);
      const { errorCode, subError, errorNo } = error;
      assert.deepEqual(
        { errorCode, subError, errorNo },
        { errorCode: "invalid_grant", subError: "consent_required", errorNo: 65001 },
      );
      return true;
    });
  });

  it("shows missing consent without suberror as a plain error", async () => {
    stage.authority.switches.isSuberrorSent = false;

    const asked = askOnBehalf(await signTeamsToken(stage));

    await assert.rejects(asked, { name: "ServerError", errorNo: 65001 });
  });

  it("asks for the second factor with claims", async () => {
    grantToAll(stage, "User.Read");
    stage.authority.switches.mfa.add(personId("product-admin"));

    const asked = askOnBehalf(await signTeamsToken(stage));

    await assert.rejects(asked, {
      errorCode: "interaction_required",
      errorNo: 50076,
      subError: "basic_action",
      claims:
        /^\{"access_token":\{"capolids":\{"essential":true,"values":\["[0-9a-f-]{36}"\]\}\}\}$/,
    });
  });

  it("refuses an assertion that has expired", async () => {
    stage.authority.keys.skewSeconds = -7200;
    const assertion = await signTeamsToken(stage);
    stage.authority.keys.skewSeconds = 0;

    await assert.rejects(askOnBehalf(assertion), { errorCode: "invalid_grant", errorNo: 500133 });
  });

  const forgeries: Readonly<Record<string, () => Promise<string> | string>> = {
    "50013": () => signTeamsToken(stage, "product-admin", seedApps.fullyRight),
    "65001": () => {
      // Somebody else's consent is not the person's.
      const [clientObjectId, resourceObjectId] = [stage.idOf(stage.appId), stage.idOf(graphAppId)];
      const grant = { clientObjectId, resourceObjectId, values: ["User.Read"] };
      stage.directory.grantDelegated({ ...grant, personId: personId("teams-admin") });
      return signTeamsToken(stage);
    },
    "240002": () => {
      const person = requirePerson(personId("product-admin"));
      return signIdToken(stage.authority, { person, clientId: stage.appId });
    },
    "7000114": () =>
      stage.authority.keys.sign({
        iss: `https://sts.windows.net/${tenantId}/`,
        aud: stage.appId,
        idtyp: "app",
      }),
  };
  for (const [number, forge] of Object.entries(forgeries)) {
    it(`refuses what a token does not cover with ${number}`, async () => {
      await assert.rejects(askOnBehalf(await forge()), { errorNo: Number(number) });
    });
  }

  it("refuses an assertion of another issuer", async () => {
    const { iat, nbf, exp, ...claims } = decodeJwt(await signTeamsToken(stage));
    const foreign = await stage.authority.keys.sign({ ...claims, iss: "https://login.example" });

    await assert.rejects(askOnBehalf(foreign), { errorNo: 50013 });
  });

  it("refuses an assertion that a foreign key signed", async () => {
    const { kid } = decodeProtectedHeader(await signTeamsToken(stage));
    const forged = await new SignJWT(decodeJwt(await signTeamsToken(stage)))
      .setProtectedHeader({ alg: "HS256", kid: kid ?? "" })
      .sign(randomBytes(32));

    await assert.rejects(askOnBehalf(forged), { errorNo: 50013 });
  });

  /** A sign-in in the browser, up to the code. */
  const signIn = async (client: ConfidentialClientApplication, nonce: string) => {
    const verifier = randomBytes(32).toString("base64url");
    const url = await client.getAuthCodeUrl({
      scopes: ["User.Read"],
      redirectUri: callback,
      state: "opaque",
      nonce,
      codeChallenge: createHash("sha256").update(verifier).digest("base64url"),
      codeChallengeMethod: "S256",
    });
    const person = browse(stage.origin);
    const asked = await person.load(new URL(url).pathname + new URL(url).search);
    const picked = await person.pick(asked, "product-admin");
    const done = picked.sentTo ? picked : await person.decide(picked, "accept");
    const { code = "", state } = done.sentTo?.answer ?? {};
    return { verifier, code, state };
  };
  const redeem = (client: ConfidentialClientApplication, code: string, codeVerifier: string) =>
    client.acquireTokenByCode({
      code,
      codeVerifier,
      redirectUri: callback,
      scopes: ["User.Read"],
      nonce: "n-1",
    });

  it("signs a person in with code, PKCE, state and nonce", async () => {
    const client = connect();
    const { code, verifier, state } = await signIn(client, "n-1");

    const result = await redeem(client, code, verifier);

    assert.equal(state, "opaque");
    assert.equal(result.account?.homeAccountId, `${personId("product-admin")}.${tenantId}`);
    assert.deepEqual(
      { scp: decodeJwt(result.accessToken).scp, nonce: decodeJwt(result.idToken).nonce },
      { scp: "User.Read openid profile", nonce: "n-1" },
    );
  });

  it("takes a code once", async () => {
    const client = connect();
    const { code, verifier } = await signIn(client, "n-1");
    await redeem(client, code, verifier);

    await assert.rejects(redeem(client, code, verifier), { errorNo: 54005 });
  });

  it("takes a code for ten minutes", async () => {
    const client = connect();
    const { code, verifier } = await signIn(client, "n-1");
    stage.authority.keys.skewSeconds = 601;

    await assert.rejects(redeem(client, code, verifier), { errorNo: 70008 });
  });

  it("refuses a code with the verifier of another sign-in", async () => {
    const client = connect();
    const { code } = await signIn(client, "n-1");

    const asked = redeem(client, code, randomBytes(32).toString("base64url"));

    await assert.rejects(asked, { errorNo: 50148 });
  });

  it("refuses a code with another redirect URI", async () => {
    const client = connect();
    const { code, verifier } = await signIn(client, "n-1");

    const { body } = await postToken(stage, {
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
      redirect_uri: `${callback}/`,
    });

    assert.deepEqual(body.error_codes, [50011]);
  });

  it("keeps codes and refresh tokens to the app they are for", async () => {
    const client = connect();
    const first = await signIn(client, "n-1");
    const second = await signIn(client, "n-1");
    const grant = { redirect_uri: callback, scope: "User.Read offline_access" };
    const toGrant = ({ code, verifier }: typeof first) => ({
      ...grant,
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
    });
    const other = { client_id: seedApps.fullyRight, client_secret: "other" };
    const { refresh_token = "" } = (await postToken(stage, toGrant(first))).body;
    const refresh = { ...grant, grant_type: "refresh_token", refresh_token };

    const stolen = await postToken(stage, { ...toGrant(second), ...other });
    const borrowed = await postToken(stage, { ...refresh, ...other });

    assert.ok(refresh_token);
    assert.deepEqual([stolen.body.error_codes, borrowed.body.error_codes], [[70008], [70000]]);
  });

  it("renews silently, and not once consent is gone", async () => {
    const client = connect();
    const { code, verifier } = await signIn(client, "n-1");
    const { account } = await redeem(client, code, verifier);
    assert.ok(account);
    const request = { account, scopes: ["User.Read"], forceRefresh: true };
    const [grant] = stage.directory.listDelegated(stage.idOf(stage.appId), "now");

    const renewed = await client.acquireTokenSilent(request);
    stage.directory.revoke(grant?.id ?? "", "User.Read");

    assert.equal(renewed?.fromCache, false);
    await assert.rejects(client.acquireTokenSilent(request), { errorNo: 65001 });
  });
});
