import assert from "node:assert/strict";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import type { Exclusion } from "../../src/sandbox/entra/authority.ts";
import { graphAppId } from "./authority-client.ts";
import {
  type AuthorityStage,
  callback,
  graph,
  startAuthority,
  tenantId,
} from "./authority-stage.ts";
import { browse, listHeld, problemOf, transactionOf } from "./browsing.ts";

type Query = Readonly<Record<string, string>>;

const v2 = `/${tenantId}/v2.0/adminconsent`;
const authorize = `/${tenantId}/oauth2/v2.0/authorize`;

const link: Query = {
  client_id: seedApps.nothingGranted,
  scope: `${graph}/Mail.Send ${graph}/User.Read`,
  redirect_uri: callback,
  state: "opaque",
};
const signInLink: Query = { ...link, response_type: "code" };

describe("sandbox sign-in pages", () => {
  let stage: AuthorityStage;
  let person: ReturnType<typeof browse>;
  before(async () => {
    stage = await startAuthority(() => ({
      [seedApps.vendor]: { signInAudience: "AzureADMyOrg" },
    }));
    person = browse(stage.origin);
  });
  beforeEach(() => stage.reset());
  after(() => stage.stop());

  const goAs = async (alias: string, path: string, query: Query) =>
    person.pick(await person.open(path, query), alias);
  const acceptAs = async (alias: string, path: string, query: Query) =>
    person.decide(await goAs(alias, path, query), "accept");

  it("grants one person what he may grant himself", async () => {
    const scope = `openid offline_access ${graph}/Mail.Send`;

    const { sentTo } = await acceptAs("product-admin", authorize, {
      ...signInLink,
      scope,
      prompt: "consent",
    });

    const { code, ...rest } = sentTo?.answer ?? {};
    assert.ok(code);
    assert.deepEqual(rest, { state: "opaque" });
    assert.deepEqual(listHeld(stage, seedApps.nothingGranted), [
      "Principal Microsoft Graph: Mail.Send openid offline_access",
    ]);
  });

  it("answers in the fragment when asked", async () => {
    const page = await person.open(authorize, { ...signInLink, response_mode: "fragment" });

    const response = await fetch(`${stage.origin}/${tenantId}/login`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ transaction: transactionOf(page), cancel: "yes" }),
    });

    const location = response.headers.get("location");
    assert.equal(location, `${callback}#error=access_denied&error_subcode=cancel&state=opaque`);
  });

  it("asks a second time for what is missing only", async () => {
    await acceptAs("product-admin", authorize, signInLink);
    const more = `${link.scope} ${graph}/User.ReadBasic.All`;

    const { html } = await goAs("product-admin", authorize, { ...signInLink, scope: more });

    const values = [...html.matchAll(/<code>([A-Z][\w.]+)<\/code>/g)].map(([, value]) => value);
    assert.deepEqual(values, ["User.ReadBasic.All"]);
  });

  it("drops no tenant-wide consent for one person's", async () => {
    stage.authority.switches.isEarlierConsentDropped = true;
    await acceptAs("global-admin", v2, link);
    const query = { ...signInLink, scope: `${graph}/User.ReadBasic.All` };

    await acceptAs("product-admin", authorize, query);

    assert.deepEqual(listHeld(stage, seedApps.nothingGranted), [
      "AllPrincipals Microsoft Graph: Mail.Send User.Read",
      "Principal Microsoft Graph: User.ReadBasic.All",
    ]);
  });

  it("stops nobody for sign-in scopes alone", async () => {
    await acceptAs("global-admin", v2, link);
    const scope = `openid profile ${graph}/User.Read`;

    const { sentTo } = await goAs("product-admin", authorize, { ...signInLink, scope });

    assert.ok(sentTo?.answer.code);
  });

  it("asks at the first sign-in even for those", async () => {
    const { html } = await goAs("product-admin", authorize, { ...signInLink, scope: "openid" });

    assert.match(html, /Permissions requested/);
    assert.match(html, /<code>openid<\/code>/);
  });

  it("looks again at who may grant when a form comes in", async () => {
    const page = await goAs("product-admin", authorize, signInLink);
    const exclusions = stage.authority.exclusions as Exclusion[];
    exclusions.push({ resourceAppId: graphAppId, value: "Mail.Send" });

    const { html } = await person.decide(page, "accept");
    exclusions.pop();

    assert.match(html, /Need admin approval/);
    assert.deepEqual(listHeld(stage, seedApps.nothingGranted), []);
  });

  it("sends somebody on who has nothing left to grant", async () => {
    await acceptAs("global-admin", v2, link);

    const { sentTo } = await goAs("guest", authorize, signInLink);

    assert.ok(sentTo?.answer.code);
  });

  const needAdmin: Readonly<Record<string, [string, string]>> = {
    "a scope that the managed policy excludes": ["product-admin", `${graph}/Mail.ReadWrite`],
    "a scope for admins": ["product-admin", `${graph}/Group.Read.All`],
    "a guest": ["guest", `${graph}/User.Read`],
  };
  for (const [name, [alias, scope]] of Object.entries(needAdmin)) {
    it(`needs an admin for ${name}`, async () => {
      const { html } = await goAs(alias, authorize, { ...signInLink, scope });

      assert.match(html, /Need admin approval/);
      assert.match(html, /AADSTS90094/);
    });
  }

  const told: Readonly<Record<string, { query: Query; error: string }>> = {
    "another response type": {
      query: { response_type: "token" },
      error: "unsupported_response_type",
    },
    "a silent sign-in": { query: { prompt: "none" }, error: "login_required" },
    "a plain code challenge": {
      query: { code_challenge: "x".repeat(43), code_challenge_method: "plain" },
      error: "invalid_request",
    },
  };
  for (const [name, { query, error }] of Object.entries(told)) {
    it(`tells the app about ${name}`, async () => {
      const { sentTo } = await person.open(authorize, { ...signInLink, ...query });

      assert.deepEqual([sentTo?.address, sentTo?.answer.error], [callback, error]);
    });
  }

  const problems: Readonly<Record<string, { query: Query; number: number }>> = {
    "a single-tenant app of another tenant": {
      query: { client_id: seedApps.vendor },
      number: 700016,
    },
    "an unknown response mode": {
      query: { response_type: "code", response_mode: "form_post" },
      number: 70007,
    },
    "a sign-in without response type": { query: {}, number: 900144 },
  };
  for (const [name, { query, number }] of Object.entries(problems)) {
    it(`keeps ${name} on the page`, async () => {
      const shown = await person.open(authorize, { ...link, ...query });

      assert.deepEqual(problemOf(shown), [400, `AADSTS${number}`, undefined]);
    });
  }
});
