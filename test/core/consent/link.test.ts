import assert from "node:assert/strict";
import {
  type Case,
  listCases,
  type Requirement,
  requirePermissions,
} from "../../../src/core/advisor/index.ts";
import { clouds, findCloud } from "../../../src/core/cloud/index.ts";
import {
  buildConsentLink,
  type ConsentPart,
  mayGrant,
  parseClientId,
  parseTenant,
  planConsent,
} from "../../../src/core/consent/index.ts";
import { caseOf, catalogue } from "../../support/catalogue.ts";

const TARGET = {
  tenant: "contoso.onmicrosoft.com",
  clientId: "11111111-2222-4333-8444-555555555555",
  redirectUri: "https://consentry.example/consent/callback",
  state: "sealed.state",
};
const OPENID = new Set(["openid", "profile", "email", "offline_access"]);
const publicCloud = findCloud("public");

function configured(...cases: Case[]) {
  const needs = requirePermissions(catalogue, cases);
  return needs.filter(({ phase }) => phase === "configured");
}

describe("planConsent", () => {
  it("asks each resource by itself with scopes by name", () => {
    const parts = planConsent(configured(caseOf("autostore:1")), publicCloud);

    assert.deepEqual(
      parts.map(({ endpoint, resource, scopes }) => ({ endpoint, resource, scopes })),
      [
        {
          endpoint: "admin-scopes",
          resource: "graph",
          scopes: [
            "https://graph.microsoft.com/Mail.Send",
            "https://graph.microsoft.com/Mail.ReadWrite",
          ],
        },
        {
          endpoint: "admin-scopes",
          resource: "outlook",
          scopes: ["https://outlook.office.com/IMAP.AccessAsUser.All"],
        },
      ],
    );
  });

  it("asks for .default alone where a resource needs a role", () => {
    const parts = planConsent(configured(caseOf("autostore:2/application")), publicCloud);

    assert.deepEqual(
      parts.map(({ endpoint, scopes }) => [endpoint, ...scopes]),
      [
        ["admin-default", "https://graph.microsoft.com/.default"],
        ["admin-scopes", "https://outlook.office.com/IMAP.AccessAsUser.All"],
      ],
    );
  });

  it("lets a person consent alone where no admin is needed", () => {
    const parts = planConsent(configured(caseOf("nbold:basic")), publicCloud);

    assert.deepEqual(
      parts.map(({ endpoint }) => endpoint),
      ["user"],
    );
  });

  /** What the parts together ask for, read from the addresses alone. */
  function askedBy(parts: readonly ConsentPart[]): Set<string> {
    return new Set(
      parts.flatMap((part) =>
        (
          new URL(buildConsentLink(part, publicCloud, TARGET)).searchParams.get("scope") ?? ""
        ).split(" "),
      ),
    );
  }

  function scopeFor({ permission, type }: Requirement): string {
    if (OPENID.has(permission.value)) return permission.value;
    const isOutlook = permission.resource === "exo" || permission.tokenScope !== null;
    if (type === "application")
      return isOutlook
        ? "https://outlook.office365.com/.default"
        : "https://graph.microsoft.com/.default";
    const base = isOutlook ? "https://outlook.office.com" : "https://graph.microsoft.com";
    return `${base}/${permission.value}`;
  }

  it("leaves no permission out of the addresses, pairs included", () => {
    const cases = catalogue.packs.flatMap(listCases);
    for (const first of cases)
      for (const second of cases) {
        const needs = configured(first, second);
        const asked = askedBy(planConsent(needs, publicCloud));

        const absent = needs.filter((need) => {
          const scope = scopeFor(need);
          const base = scope.startsWith("https://outlook")
            ? "https://outlook.office365.com"
            : "https://graph.microsoft.com";
          return !asked.has(scope) && (OPENID.has(scope) || !asked.has(`${base}/.default`));
        });
        assert.deepEqual(absent.map(scopeFor), []);
      }
  });

  it("asks Exchange for Exchange permissions", () => {
    const values = [
      "exo:Mail.Send",
      "exo:full_access_as_app",
      "exo:IMAP.AccessAsApp",
      "exo:Mail.ReadWrite",
    ];
    for (const key of values) {
      const permission = catalogue.permissions.get(key);
      const form = permission?.application;
      assert.ok(permission && form);
      const need: Requirement = {
        permission,
        form,
        type: "application",
        phase: "configured",
        reasons: [],
      };

      assert.deepEqual(
        [...askedBy(planConsent([need], publicCloud))],
        ["https://outlook.office365.com/.default"],
      );
    }
  });

  it("puts OpenID scopes into a link of their own beside .default", () => {
    const needs = configured(caseOf("nbold:basic"), caseOf("nbold:application"));

    const parts = planConsent(needs, publicCloud);

    assert.deepEqual(
      parts.map(({ endpoint, scopes }) => [endpoint, ...scopes]),
      [
        ["admin-default", "https://graph.microsoft.com/.default"],
        ["admin-scopes", "openid", "offline_access", "email", "profile"],
      ],
    );
  });

  it("never mixes .default with single scopes", () => {
    for (const cloud of clouds)
      for (const found of catalogue.packs.flatMap(listCases))
        for (const { scopes } of planConsent(configured(found), cloud)) {
          const defaults = scopes.filter((scope) => scope.endsWith("/.default"));
          assert.ok(defaults.length === 0 || scopes.length === 1, scopes.join(" "));
        }
  });
});

describe("buildConsentLink", () => {
  it("writes every parameter of an admin consent", () => {
    const [part] = planConsent(configured(caseOf("autostore:7")), publicCloud);
    assert.ok(part);

    const url = new URL(buildConsentLink(part, publicCloud, TARGET));

    assert.equal(
      url.origin + url.pathname,
      "https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0/adminconsent",
    );
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: TARGET.clientId,
      redirect_uri: TARGET.redirectUri,
      scope:
        "https://graph.microsoft.com/User.ReadBasic.All https://graph.microsoft.com/Group.Read.All",
      state: TARGET.state,
    });
  });

  it("asks the person at the authorize page", () => {
    const [part] = planConsent(configured(caseOf("nbold:basic")), publicCloud);
    assert.ok(part);

    const url = new URL(buildConsentLink(part, publicCloud, TARGET));

    assert.equal(url.pathname, "/contoso.onmicrosoft.com/oauth2/v2.0/authorize");
    assert.equal(url.searchParams.get("prompt"), "consent");
    assert.equal(url.searchParams.get("response_type"), "code");
  });

  for (const id of ["public", "gcc", "gcch", "dod", "china"] as const)
    it(`stays on the login host of ${id} for every case`, () => {
      const cloud = findCloud(id);

      for (const found of catalogue.packs.flatMap(listCases))
        for (const part of planConsent(configured(found), cloud)) {
          const url = new URL(buildConsentLink(part, cloud, TARGET));
          assert.equal(url.origin, cloud.loginBase);
          assert.equal(url.protocol, "https:");
          for (const scope of part.scopes.filter((one) => one.includes("/")))
            assert.ok(
              [cloud.graphBase, cloud.outlookResource].some((base) => scope.startsWith(`${base}/`)),
              scope,
            );
        }
    });

  it("leads to loopback in the sandbox", () => {
    const cloud = findCloud("sandbox", { origin: "http://127.0.0.1:4000", tenantId: "t" });
    const [part] = planConsent(configured(caseOf("autostore:7")), cloud);
    assert.ok(part);

    assert.equal(new URL(buildConsentLink(part, cloud, TARGET)).origin, "http://127.0.0.1:4000");
  });

  it("keeps hostile values inside their parameters", () => {
    const [part] = planConsent(configured(caseOf("autostore:7")), publicCloud);
    assert.ok(part);
    const state = "x&client_id=evil#@evil.example/ \n";

    const url = new URL(buildConsentLink(part, publicCloud, { ...TARGET, state }));

    assert.equal(url.searchParams.get("state"), state);
    assert.deepEqual(url.searchParams.getAll("client_id"), [TARGET.clientId]);
    assert.equal(url.hash, "");
  });
});

describe("mayGrant", () => {
  it("names the two roles that may grant Graph roles", () => {
    const [part] = planConsent(configured(caseOf("autostore:5/without-token-vault")), publicCloud);
    assert.ok(part);

    assert.deepEqual(
      mayGrant(part, catalogue.consent).map(({ en }) => en),
      ["Global Administrator", "Privileged Role Administrator"],
    );
  });

  it("adds the application administrators for delegated scopes", () => {
    const [part] = planConsent(configured(caseOf("autostore:7")), publicCloud);
    assert.ok(part);

    const roles = mayGrant(part, catalogue.consent).map(({ en }) => en);

    assert.ok(roles.includes("Cloud Application Administrator"));
    assert.ok(!roles.includes("Teams Administrator"));
  });
});

describe("parseTenant", () => {
  const TABLE: [string | undefined, string][] = [
    [undefined, "missing"],
    ["  ", "missing"],
    ["common", "shared"],
    ["Organizations", "shared"],
    ["consumers", "shared"],
    ["00000000-0000-0000-0000-000000000000", "malformed"],
    ["contoso", "malformed"],
    ["contoso.com/evil", "malformed"],
    ["contoso.com@evil.example", "malformed"],
    ["../common", "malformed"],
    ["contoso..com", "malformed"],
    ["-a.com", "malformed"],
    ["https://contoso.com", "malformed"],
    ["contoso.com?x=1", "malformed"],
    ["сontoso.com", "malformed"],
  ];
  for (const [text, reason] of TABLE)
    it(`refuses ${JSON.stringify(text)} as ${reason}`, () => {
      assert.deepEqual(parseTenant(text), { kind: "invalid", reason });
    });

  it("takes a domain or a GUID in any case", () => {
    assert.deepEqual(parseTenant(" Contoso.OnMicrosoft.com "), {
      kind: "ok",
      tenant: "contoso.onmicrosoft.com",
    });
    assert.deepEqual(parseTenant(TARGET.clientId.toUpperCase()), {
      kind: "ok",
      tenant: TARGET.clientId,
    });
  });
});

describe("parseClientId", () => {
  for (const text of [
    "",
    "AutoStore",
    "1111",
    `${TARGET.clientId}x`,
    "{11111111-2222-4333-8444-555555555555}",
  ])
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parseClientId(text).kind, "invalid");
    });

  it("takes a GUID", () => {
    assert.deepEqual(parseClientId(TARGET.clientId), { kind: "ok", clientId: TARGET.clientId });
  });
});
