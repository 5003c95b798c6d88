import assert from "node:assert/strict";
import { type Stage, startStage, tenantId } from "./fake-bot.ts";

const clientId = "0e5a6f0c-54a5-4f0f-a0b5-2f8f1f2d3c4b";
const link = {
  client_id: clientId,
  scope: "https://graph.microsoft.com/Mail.Send",
  redirect_uri: "https://autostore.example/callback",
};

describe("sandbox consent page", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage({ isConnected: false });
  });
  after(() => stage.stop());

  const open = async (path: string, query: Readonly<Record<string, string>>) => {
    const url = `${stage.sandbox.origin}${path}?${new URLSearchParams(query)}`;
    const response = await fetch(url, { redirect: "manual" });
    return { status: response.status, html: await response.text() };
  };

  for (const path of ["v2.0/adminconsent", "adminconsent", "oauth2/v2.0/authorize"]) {
    it(`shows what a link asks for at ${path}`, async () => {
      const { status, html } = await open(`/${tenantId}/${path}`, link);

      assert.equal(status, 200);
      assert.match(html, /Sandbox tenant: nothing here is real/);
      assert.match(html, /does not record consent yet/);
      assert.ok(html.includes(clientId));
    });
  }

  it("takes a verified domain as the tenant", async () => {
    const { status } = await open("/contoso.example/v2.0/adminconsent", link);

    assert.equal(status, 200);
  });

  it("escapes what the link brings", async () => {
    const scope = "https://graph.microsoft.com/<script>alert(1)</script>";

    const { html } = await open(`/${tenantId}/v2.0/adminconsent`, { ...link, scope });

    assert.ok(!html.includes("<script"));
    assert.ok(html.includes("&#60;script&#62;"));
  });

  const both = `https://graph.microsoft.com/.default ${link.scope}`;
  const refusals: Readonly<Record<string, { tenant: string; query: object; number: number }>> = {
    "the common endpoint": { tenant: "common", query: {}, number: 90002 },
    "an unknown tenant": { tenant: "fabrikam.example", query: {}, number: 90002 },
    "a link without client id": { tenant: tenantId, query: { client_id: "" }, number: 900144 },
    "a link without scopes": { tenant: tenantId, query: { scope: "" }, number: 900144 },
    "a link without redirect": { tenant: tenantId, query: { redirect_uri: "" }, number: 900971 },
    "default mixed with single scopes": { tenant: tenantId, query: { scope: both }, number: 70011 },
  };
  for (const [name, { tenant, query, number }] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      const { status, html } = await open(`/${tenant}/v2.0/adminconsent`, { ...link, ...query });

      assert.equal(status, 400);
      assert.ok(html.includes(`AADSTS${number}`));
    });
  }
});
