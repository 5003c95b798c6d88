import assert from "node:assert/strict";
import { toRequiredResourceAccess } from "../../src/core/scope/index.ts";
import {
  mailApproval,
  otherSender,
  sameSender,
  seed,
  seedApps,
  vendorTenantId,
} from "../../src/sandbox/directory/seed.ts";
import { caseOf, catalogue } from "../support/catalogue.ts";
import { createDirectoryStage, graph } from "./directory-stage.ts";
import { apiId, apiSecret, appId, appSecret } from "./fake-bot.ts";

describe("createTenantDirectory", () => {
  const { directory, idOf, heldBy, countChanges } = createDirectoryStage();
  beforeEach(() => directory.reset());

  const named = (permissions: typeof otherSender) =>
    permissions.map(([key, type]) => `${key.split(":")[1]} (${type})`).sort();

  it("holds 1,002 service principals with ids of their own", () => {
    const all = directory.listPrincipals();

    assert.equal(all.length, 1002);
    assert.equal(new Set(all.map(({ id }) => id)).size, 1002);
    assert.equal(new Set(all.map((one) => one.appId)).size, 1002);
    assert.equal(new Set(all.map(({ displayName }) => displayName)).size, 1002);
  });

  it("offers every permission of the catalogue but rsc ones", () => {
    const wanted = catalogue.facts.permissions.filter(({ key }) => !key.startsWith("rsc:"));

    const missing = wanted.filter(({ resource, value, delegated, application }) => {
      const offer = directory.findPrincipal(catalogue.facts.resources[resource].appId);
      const scope = offer?.oauth2PermissionScopes.find((one) => one.value === value);
      const role = offer?.appRoles.find((one) => one.value === value);
      return scope?.id !== delegated?.id || role?.id !== application?.id;
    });

    assert.deepEqual(missing, []);
    const roles = directory.findPrincipal(graph)?.appRoles ?? [];
    assert.ok(!roles.some(({ value }) => value === "TeamSettings.Read.Group"));
  });

  it("says who may consent as the catalogue does", () => {
    const scopes = directory.findPrincipal(graph)?.oauth2PermissionScopes ?? [];

    const types = ["Mail.Send", "Group.Read.All"].map(
      (value) => scopes.find((scope) => scope.value === value)?.type,
    );

    assert.deepEqual(types, ["User", "Admin"]);
  });

  it("gives the bot Directory.Read.All, which can be revoked", () => {
    const before = heldBy(appId);
    const [grant] = directory.listAssignments(idOf(appId), "now");

    const isDone = directory.revoke(grant?.id ?? "");

    assert.deepEqual(before, ["Directory.Read.All (application)"]);
    assert.deepEqual([isDone, heldBy(appId)], [true, []]);
    assert.equal(directory.findApplication(appId)?.secret, appSecret);
  });

  it("has a registration of the API, which Teams may speak for", () => {
    const fresh = createDirectoryStage();
    fresh.directory.learnAddress("https://tunnel.example:8443");

    const api = fresh.directory.findApplication(apiId);

    assert.deepEqual(fresh.heldBy(apiId), ["Directory.Read.All (delegated)"]);
    assert.deepEqual(
      { ...api, id: "", requiredResourceAccess: [], preAuthorizedClients: [] },
      {
        id: "",
        appId: apiId,
        displayName: "Consentry API",
        signInAudience: "AzureADMyOrg",
        identifierUris: [`api://tunnel.example:8443/botid-${appId}`],
        requiredResourceAccess: [],
        redirectUris: [
          "https://tunnel.example:8443/consent/callback",
          "https://tunnel.example:8443/auth/end",
        ],
        groupMembershipClaims: "DirectoryRole",
        accessTokenClaims: ["acct", "idtyp"],
        idTokenClaims: ["acct"],
        preAuthorizedClients: [],
        secret: apiSecret,
      },
    );
    assert.ok(api?.preAuthorizedClients.includes("5e3ce6c0-2b1f-4285-8d4b-75ee78787346"));
    const [scope] = directory.findPrincipal(apiId)?.oauth2PermissionScopes ?? [];
    assert.deepEqual(
      [scope?.id, scope?.value, scope?.type],
      ["5d0f1f0a-3a3c-4c39-9f4e-8f7f3a1c2b10", "access_as_user", "User"],
    );
  });

  it("requests for API and bot what the registry says", () => {
    const requested = [appId, apiId].map((app) => {
      const [first, ...others] = directory.findApplication(app)?.requiredResourceAccess ?? [];
      assert.deepEqual([first?.resourceAppId, others], [graph, []]);
      return first?.resourceAccess;
    });

    const facts = catalogue.facts;
    assert.deepEqual(requested, [
      toRequiredResourceAccess("bot", facts)[0]?.resourceAccess,
      toRequiredResourceAccess("api", facts)[0]?.resourceAccess,
    ]);
  });

  const states: Readonly<Record<string, [app: string, held: string[]]>> = {
    "nothing granted": [seedApps.nothingGranted, []],
    "delegated instead of application": [seedApps.delegatedInstead, named(sameSender)],
    "ghost grants": [
      seedApps.ghostGrants,
      [
        ...named(otherSender),
        "Files.ReadWrite.All (application)",
        "Group.Read.All (delegated)",
      ].sort(),
    ],
    "per-person grants only": [
      seedApps.perPerson,
      [
        ...sameSender.map(([key]) => `${key.slice(6)} (person)`),
        "IMAP.AccessAsUser.All (person)",
      ].sort(),
    ],
    "wider than needed": [
      seedApps.widerThanNeeded,
      [
        ...named(otherSender),
        "Files.ReadWrite.All (application)",
        "Group.ReadWrite.All (application)",
        "full_access_as_app (application)",
      ].sort(),
    ],
    "fully right": [seedApps.fullyRight, named([...otherSender, ...mailApproval])],
    "an incomplete registration": [seedApps.incompleteRegistration, []],
  };
  for (const [name, [app, held]] of Object.entries(states)) {
    it(`starts with an app of ${name}`, () => {
      assert.deepEqual(heldBy(app), held);
      assert.ok(directory.findApplication(app));
    });
  }

  it("seeds what the catalogue's scenarios need", () => {
    const needs = (name: string) =>
      caseOf(name).variant.configured.map(({ permission, type }) => [permission, type]);

    assert.deepEqual(needs("autostore:2/application"), otherSender);
    assert.deepEqual(needs("autostore:1"), sameSender);
    const leftOut = seed.find((app) => app.appId === seedApps.incompleteRegistration)?.requested;
    assert.ok(!leftOut?.some(([key]) => key === "graph:Mail.ReadWrite"));
    const ghost = seed.find((app) => app.appId === seedApps.ghostGrants);
    assert.deepEqual(ghost?.requested, otherSender);
  });

  it("keeps verified, unverified and nameless publishers", () => {
    const faces = [seedApps.vendor, seedApps.nothingGranted, seedApps.perPerson].map((app) => {
      const face = directory.describeApp(app);
      return [face?.publisherName, face?.verifiedPublisher.displayName];
    });

    assert.deepEqual(faces, [
      ["Northwind Capture", "Northwind Capture"],
      ["Contoso", null],
      [null, null],
    ]);
  });

  it("meets the vendor's app on consent only", () => {
    const before = directory.findPrincipal(seedApps.vendor);

    const made = directory.ensurePrincipal(seedApps.vendor);
    const again = directory.ensurePrincipal(seedApps.vendor);

    assert.equal(before, undefined);
    assert.equal(made, again);
    assert.equal(made.appOwnerOrganizationId, vendorTenantId);
    assert.ok(!directory.listApplications().some((one) => one.appId === seedApps.vendor));
    assert.equal(directory.findApplication(seedApps.vendor)?.signInAudience, "AzureADMultipleOrgs");
  });

  it("takes any loopback callback until it knows the product's", () => {
    const uris = [
      "http://127.0.0.1:3978/consent/callback",
      "http://localhost/consent/callback",
      "https://tunnel.example/consent/callback",
      "http://127.0.0.1:3978/consent/callback/x",
      "http://127.0.0.1.evil.example/consent/callback",
    ];
    const accept = () => uris.map((uri) => directory.acceptsRedirect(seedApps.vendor, uri));

    const end = "http://127.0.0.1:3978/auth/end";
    const ends = [apiId, appId].map((app) => directory.acceptsRedirect(app, end));
    const before = accept();
    directory.learnAddress("https://tunnel.example");
    const after = accept();

    assert.deepEqual(ends, [true, false]);
    assert.deepEqual(before, [true, true, false, false, false]);
    assert.deepEqual(after, [false, false, true, false, false]);
    assert.deepEqual(directory.findApplication(appId)?.redirectUris, [uris[2]]);
    assert.equal(directory.acceptsRedirect(crypto.randomUUID(), uris[2] ?? ""), false);
  });

  it("is as at start after a reset", () => {
    const before = heldBy(seedApps.fullyRight);
    directory.ensurePrincipal(seedApps.vendor);
    for (const { id } of directory.listAssignments(idOf(seedApps.fullyRight), "now")) {
      directory.revoke(id);
    }
    directory.replicationDelayMs = 9000;
    const told = countChanges();

    directory.reset();

    assert.deepEqual(heldBy(seedApps.fullyRight), before);
    assert.equal(directory.findPrincipal(seedApps.vendor), undefined);
    assert.equal(directory.listPrincipals().length, 1002);
    assert.equal(directory.replicationDelayMs, 0);
    assert.equal(countChanges(), told + 1);
  });
});
