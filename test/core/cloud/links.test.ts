import assert from "node:assert/strict";
import type { Requirement } from "../../../src/core/advisor/index.ts";
import { findCloud } from "../../../src/core/cloud/index.ts";
import {
  buildConsentLink,
  type ConsentPart,
  planConsent,
} from "../../../src/core/consent/index.ts";
import { catalogue } from "../../support/catalogue.ts";

const TARGET = {
  tenant: "7e9a9700-5a9d-4b0c-8000-000000000002",
  clientId: "11111111-2222-4333-8444-555555555555",
  redirectUri: "https://consentry.example/consent/callback",
  state: "sealed.state",
};

/** Login, Graph, Outlook for delegated scopes, Outlook for roles. */
const HOSTS: Readonly<Record<string, readonly [string, string, string, string]>> = {
  public: [
    "login.microsoftonline.com",
    "graph.microsoft.com",
    "outlook.office.com",
    "outlook.office365.com",
  ],
  gcc: [
    "login.microsoftonline.com",
    "graph.microsoft.com",
    "outlook.office.com",
    "outlook.office365.com",
  ],
  gcch: [
    "login.microsoftonline.us",
    "graph.microsoft.us",
    "outlook.office365.us",
    "outlook.office365.us",
  ],
  dod: [
    "login.microsoftonline.us",
    "dod-graph.microsoft.us",
    "outlook.office365.us",
    "outlook.office365.us",
  ],
  china: [
    "login.partner.microsoftonline.cn",
    "microsoftgraph.chinacloudapi.cn",
    "partner.outlook.cn",
    "partner.outlook.cn",
  ],
};

function need(key: string, type: Requirement["type"]): Requirement {
  const permission = catalogue.permissions.get(key);
  const form = permission?.[type];
  if (!permission || !form) throw new RangeError(`the catalogue has no ${type} ${key}`);
  return { permission, form, type, phase: "configured", reasons: [] };
}

const ADMIN = "v2.0/adminconsent";
const AUTHORIZE = "oauth2/v2.0/authorize";

describe("consent links of every cloud", () => {
  for (const [id, [login, graph, outlook, outlookApp]] of Object.entries(HOSTS)) {
    const cloud = findCloud(id);
    const show = (part: ConsentPart | undefined) => {
      assert.ok(part);
      const url = new URL(buildConsentLink(part, cloud, TARGET));
      const [, tenant, ...path] = url.pathname.split("/");
      return [url.origin, tenant, path.join("/"), url.searchParams.get("scope")];
    };
    const plan = (...needs: readonly Requirement[]) => show(planConsent(needs, cloud)[0]);

    it(`name the scopes of each resource in ${id}`, () => {
      const links = [
        plan(need("graph:Group.Read.All", "delegated")),
        plan(need("graph:IMAP.AccessAsUser.All", "delegated")),
      ];

      assert.deepEqual(links, [
        [`https://${login}`, TARGET.tenant, ADMIN, `https://${graph}/Group.Read.All`],
        [`https://${login}`, TARGET.tenant, ADMIN, `https://${outlook}/IMAP.AccessAsUser.All`],
      ]);
    });

    it(`ask for .default of each resource in ${id}`, () => {
      const links = [
        plan(need("graph:Mail.Send", "application")),
        plan(need("exo:IMAP.AccessAsApp", "application")),
      ];

      assert.deepEqual(links, [
        [`https://${login}`, TARGET.tenant, ADMIN, `https://${graph}/.default`],
        [`https://${login}`, TARGET.tenant, ADMIN, `https://${outlookApp}/.default`],
      ]);
    });

    it(`let a person consent for each resource in ${id}`, () => {
      const scopes = [`https://${outlook}/SMTP.Send`];
      const part: ConsentPart = { endpoint: "user", resource: "outlook", scopes, requirements: [] };

      const links = [plan(need("graph:User.Read", "delegated")), show(part)];

      assert.deepEqual(links, [
        [`https://${login}`, TARGET.tenant, AUTHORIZE, `https://${graph}/User.Read`],
        [`https://${login}`, TARGET.tenant, AUTHORIZE, scopes[0]],
      ]);
    });
  }
});
