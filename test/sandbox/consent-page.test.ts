import assert from "node:assert/strict";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import {
  type AuthorityStage,
  callback,
  graph,
  startAuthority,
  tenantId,
} from "./authority-stage.ts";
import { browse, listHeld, personId, problemOf, type Shown, transactionOf } from "./browsing.ts";

type Query = Readonly<Record<string, string>>;

const v2 = `/${tenantId}/v2.0/adminconsent`;
const v1 = `/${tenantId}/adminconsent`;
const authorize = `/${tenantId}/oauth2/v2.0/authorize`;

const link: Query = {
  client_id: seedApps.nothingGranted,
  scope: `${graph}/Mail.Send ${graph}/User.Read`,
  redirect_uri: callback,
  state: "opaque",
};
const signInLink: Query = { ...link, response_type: "code" };

describe("sandbox consent pages", () => {
  let stage: AuthorityStage;
  let person: ReturnType<typeof browse>;
  before(async () => {
    stage = await startAuthority(() => ({
      [seedApps.ghostGrants]: { requiredResourceAccess: [] },
      [seedApps.fullyRight]: { redirectUris: [] },
    }));
    person = browse(stage.origin);
  });
  beforeEach(() => stage.reset());
  after(() => stage.stop());

  const goAs = async (alias: string, path: string, query: Query) =>
    person.pick(await person.open(path, query), alias);
  const acceptAs = async (alias: string, path: string, query: Query) =>
    person.decide(await goAs(alias, path, query), "accept");

  it("asks who somebody is before anything else", async () => {
    const { status, html, headers } = await person.open(v2, link);

    assert.equal(status, 200);
    assert.match(html, /Sandbox tenant: nothing here is real/);
    assert.match(html, /jonas\.weber@contoso\.example/);
    assert.equal(html.match(/name="account"/g)?.length, 5);
    assert.ok(!html.includes("<script"));
    // With no-referrer Chromium posts the form with "Origin: null", which is refused.
    assert.equal(headers.get("referrer-policy"), "same-origin");
    assert.ok(
      headers
        .get("content-security-policy")
        ?.includes("form-action 'self' https://consentry.example;"),
    );
  });

  const hints = { login_hint: "Jonas.Weber@contoso.example", as: "global-admin" };
  for (const [name, hint] of Object.entries(hints)) {
    it(`puts the account of ${name} first and still asks`, async () => {
      const { html } = await person.open(v2, { ...link, [name]: hint });

      const hinted = /value="([^"]+)" class="account hint" autofocus/.exec(html)?.[1];
      assert.equal(hinted, personId("global-admin"));
      assert.equal(html.match(/name="account"/g)?.length, 5);
      assert.ok(!html.includes('name="decision"'));
    });
  }

  it("shows what an admin is asked for", async () => {
    const { html } = await goAs("global-admin", v2, link);

    assert.match(html, /Permissions requested/);
    assert.match(html, /Review for your organization/);
    assert.match(html, /AutoStore \(nothing granted\)<\/strong><br><span class="mark">unverified/);
    assert.match(html, /<code>Mail\.Send<\/code> · Delegated · Microsoft Graph/);
    assert.match(html, /Signed in as Jonas Weber/);
  });

  it("shows the verified publisher of a vendor not met yet", async () => {
    const { html } = await goAs("global-admin", v1, { ...link, client_id: seedApps.vendor });

    assert.match(html, /Northwind Capture <span class="mark">&#10003; verified/);
    assert.match(html, /<code>Mail\.Send<\/code> · Application · Microsoft Graph/);
  });

  it("grants exactly the named scopes to everybody", async () => {
    const { sentTo, status } = await acceptAs("global-admin", v2, link);

    assert.equal(status, 302);
    assert.deepEqual(sentTo, {
      address: callback,
      answer: { admin_consent: "True", tenant: tenantId, scope: link.scope, state: "opaque" },
    });
    assert.deepEqual(listHeld(stage, seedApps.nothingGranted), [
      "AllPrincipals Microsoft Graph: Mail.Send User.Read",
    ]);
  });

  it("joins a further consent to the row", async () => {
    await acceptAs("global-admin", v2, link);
    await acceptAs("global-admin", v2, { ...link, scope: `${graph}/Mail.ReadWrite` });

    assert.deepEqual(listHeld(stage, seedApps.nothingGranted), [
      "AllPrincipals Microsoft Graph: Mail.Send User.Read Mail.ReadWrite",
    ]);
  });

  it("drops earlier consent where the switch says so", async () => {
    stage.authority.switches.isEarlierConsentDropped = true;

    await acceptAs("global-admin", v2, { ...link, client_id: seedApps.widerThanNeeded });

    assert.deepEqual(listHeld(stage, seedApps.widerThanNeeded), [
      "AllPrincipals Microsoft Graph: Mail.Send User.Read",
    ]);
  });

  it("drops nobody's own consent", async () => {
    stage.authority.switches.isEarlierConsentDropped = true;
    const own = listHeld(stage, seedApps.perPerson);

    await acceptAs("global-admin", v2, { ...link, client_id: seedApps.perPerson });

    assert.equal(own.length, 2);
    assert.deepEqual(listHeld(stage, seedApps.perPerson), [
      ...own,
      "AllPrincipals Microsoft Graph: Mail.Send User.Read",
    ]);
  });

  it("grants a registration's part of one resource by default", async () => {
    const scope = "https://outlook.office365.com/.default";

    await acceptAs("global-admin", v2, {
      ...link,
      client_id: seedApps.vendor,
      scope: `${graph}/.default`,
    });
    const refused = await person.open(v2, { ...link, client_id: seedApps.vendor, scope });

    assert.deepEqual(listHeld(stage, seedApps.vendor), [
      "AllPrincipals Microsoft Graph: IMAP.AccessAsUser.All User.Read",
      "Role Microsoft Graph: Mail.Send",
      "Role Microsoft Graph: Mail.ReadWrite",
    ]);
    assert.deepEqual(problemOf(refused), [400, "AADSTS650057", undefined]);
  });

  it("grants a whole registration on the older page", async () => {
    const held = listHeld(stage, seedApps.incompleteRegistration);

    const { sentTo } = await acceptAs("global-admin", v1, {
      ...link,
      client_id: seedApps.incompleteRegistration,
      scope: "",
    });

    assert.deepEqual(held, []);
    assert.deepEqual(sentTo?.answer, { admin_consent: "True", tenant: tenantId, state: "opaque" });
    assert.deepEqual(listHeld(stage, seedApps.incompleteRegistration), [
      "AllPrincipals Microsoft Graph: IMAP.AccessAsUser.All User.Read",
      "Role Microsoft Graph: Mail.Send",
    ]);
  });

  it("says that Contoso's people may need an admin", async () => {
    const page = await goAs("teams-admin", v2, link);

    const back = /<a href="([^"]+)">Return to the application/.exec(page.html)?.[1] ?? "";
    const answer = Object.fromEntries(new URL(back.replaceAll("&#38;", "&")).searchParams);
    assert.equal(page.status, 200);
    assert.match(page.html, /Need admin approval/);
    assert.ok(!page.html.includes('name="decision"'));
    assert.match(answer.error_description ?? "", /^AADSTS90094: /);
    assert.deepEqual(
      { ...answer, error_description: "" },
      { error: "access_denied", error_description: "", admin_consent: "True", state: "opaque" },
    );
  });

  const refusals: readonly [string, Query, (typeof stage)["authority"]["switches"]["refusal"]][] = [
    [v2, { error: "consent_required", admin_consent: "True" }, "documented"],
    [v1, { error: "permission_denied" }, "documented"],
    [v2, { error: "access_denied", error_subcode: "cancel" }, "seen"],
    [authorize, { error: "access_denied", error_subcode: "cancel" }, "documented"],
  ];
  for (const [path, expected, refusal] of refusals) {
    it(`says no as ${expected.error} (${refusal}) after ${path.slice(38)}`, async () => {
      stage.authority.switches.refusal = refusal;
      const page = await goAs("global-admin", path, signInLink);

      const { sentTo } = await person.decide(page, "cancel");

      const { error_description, ...answer } = sentTo?.answer ?? {};
      assert.deepEqual(answer, { ...expected, state: "opaque" });
      if (expected.error === "consent_required") {
        assert.match(error_description ?? "", /^AADSTS65004: The resource owner/);
      }
      assert.deepEqual(listHeld(stage, seedApps.nothingGranted), []);
    });
  }

  it("lets somebody leave the account picker", async () => {
    const { sentTo } = await person.leave(await person.open(v2, link));

    assert.deepEqual(sentTo, {
      address: callback,
      answer: { error: "access_denied", error_subcode: "cancel", state: "opaque" },
    });
  });

  it("tells the app about an empty registration", async () => {
    const { sentTo } = await goAs("global-admin", v2, { ...link, client_id: seedApps.ghostGrants });

    const { error_description, ...answer } = sentTo?.answer ?? {};
    assert.match(error_description ?? "", /^AADSTS1003031: Misconfigured required resource access/);
    assert.deepEqual(answer, { error: "access_denied", admin_consent: "True", state: "opaque" });
  });

  const mixed = `${graph}/.default ${link.scope}`;
  const two = `${link.scope} https://outlook.office.com/SMTP.Send`;
  const problems: Readonly<Record<string, { path?: string; query: Query; number: number }>> = {
    "an unknown tenant": { path: "/fabrikam.example/v2.0/adminconsent", query: {}, number: 90002 },
    "the common endpoint": { path: "/common/v2.0/adminconsent", query: {}, number: 50194 },
    "common for a vendor's app": {
      path: "/common/v2.0/adminconsent",
      query: { client_id: seedApps.vendor },
      number: 90130,
    },
    "a link without client id": { query: { client_id: "" }, number: 900144 },
    "an unknown client": { query: { client_id: "nobody" }, number: 700016 },
    "a link without scopes": { query: { scope: "" }, number: 900144 },
    "a link without redirect": { query: { redirect_uri: "" }, number: 900971 },
    "another redirect": { query: { redirect_uri: `${callback}/` }, number: 50011 },
    "a registration without redirect": {
      query: { client_id: seedApps.fullyRight },
      number: 500113,
    },
    "default mixed with single scopes": { query: { scope: mixed }, number: 70011 },
    "a scope without value": { query: { scope: graph }, number: 70011 },
    "two resources": { query: { scope: two }, number: 70011 },
    "an unknown scope": { query: { scope: `${graph}/Mail.Sent` }, number: 650053 },
    "an application permission by name": {
      query: { scope: `${graph}/Teamwork.Migrate.All` },
      number: 650053,
    },
    "an unknown resource": { query: { scope: "https://graph.example/Mail.Send" }, number: 500011 },
    "a parameter that comes twice": { path: `${v2}?state=1`, query: {}, number: 90100 },
  };
  for (const [name, { path = v2, query, number }] of Object.entries(problems)) {
    it(`keeps ${name} on the page`, async () => {
      const search = `${path.includes("?") ? "&" : "?"}${new URLSearchParams({ ...link, ...query })}`;

      const shown = await person.load(path + search);

      assert.deepEqual(problemOf(shown), [400, `AADSTS${number}`, undefined]);
    });
  }

  it("keeps an app that asks for itself by name on the page", async () => {
    const scope = `api://consentry.example/botid-${stage.appId}/access_as_user`;

    const shown = await person.open(v2, { ...link, client_id: stage.apiId, scope });

    assert.deepEqual(problemOf(shown), [400, "AADSTS90009", undefined]);
  });

  it("escapes what a link brings", async () => {
    const { html } = await person.open(v2, {
      ...link,
      scope: `${graph}/<script>alert(1)</script>`,
    });

    assert.ok(!html.includes("<script"));
    assert.ok(html.includes("&#60;script&#62;"));
  });

  it("takes organizations for a vendor's app", async () => {
    const query = { ...link, client_id: seedApps.vendor };

    const { sentTo } = await acceptAs("global-admin", "/organizations/v2.0/adminconsent", query);

    assert.equal(sentTo?.answer.tenant, tenantId);
    assert.deepEqual(listHeld(stage, seedApps.vendor), [
      "AllPrincipals Microsoft Graph: Mail.Send User.Read",
    ]);
  });

  it("takes a page's form once", async () => {
    const page = await goAs("global-admin", v2, link);
    await person.decide(page, "cancel");

    const again = await person.decide(page, "accept");

    assert.match(again.html, /This page has expired/);
    assert.deepEqual(listHeld(stage, seedApps.nothingGranted), []);
  });

  it("lets a page wait for ten minutes", async () => {
    const page = await goAs("global-admin", v2, link);
    stage.authority.keys.skewSeconds = 601;

    const { status } = await person.decide(page, "accept");

    assert.equal(status, 400);
    assert.deepEqual(listHeld(stage, seedApps.nothingGranted), []);
  });

  const forgeries: Readonly<Record<string, (page: Shown) => string>> = {
    "no transaction": () => "",
    "a transaction before anybody signed in": transactionOf,
    "a changed transaction": (page) => {
      const [body = "", mac = ""] = transactionOf(page).split(".");
      const text = Buffer.from(body, "base64url").toString();
      const forged = text.replace('"personId":null', `"personId":"${personId("global-admin")}"`);
      return `${Buffer.from(forged).toString("base64url")}.${mac}`;
    },
  };
  for (const [name, forge] of Object.entries(forgeries)) {
    it(`grants nothing for ${name}`, async () => {
      const transaction = forge(await person.open(v2, link));

      const path = `/${tenantId}/consent`;
      const { status } = await person.load(path, { transaction, decision: "accept" });

      assert.equal(status, 400);
      assert.deepEqual(listHeld(stage, seedApps.nothingGranted), []);
    });
  }

  it("refuses a form of another site", async () => {
    const page = await goAs("global-admin", v2, link);

    const response = await fetch(`${stage.origin}/${tenantId}/consent`, {
      method: "POST",
      headers: { origin: "https://evil.example" },
      body: new URLSearchParams({ transaction: transactionOf(page), decision: "accept" }),
    });

    assert.equal(response.status, 403);
    assert.deepEqual(listHeld(stage, seedApps.nothingGranted), []);
  });

  it("looks at the redirect again when a form comes in", async () => {
    const page = await goAs("global-admin", v2, link);
    stage.directory.learnAddress("https://moved.example");

    const shown = await person.decide(page, "accept");

    assert.deepEqual(problemOf(shown), [400, "AADSTS50011", undefined]);
    assert.deepEqual(listHeld(stage, seedApps.nothingGranted), []);
  });
});
