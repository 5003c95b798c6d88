import assert from "node:assert/strict";
import { findCloud } from "../../src/core/cloud/index.ts";
import type { Gap } from "../../src/core/grant/index.ts";
import { createEgress } from "../../src/identity/index.ts";
import type { AppTokens } from "../../src/ports/index.ts";
import { type FakeAnswer, type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import {
  clientId,
  exoAppId,
  exoObjectId,
  GRANTS,
  giveToken,
  graphAppId,
  graphObjectId,
  idOf,
  newRoleId,
  newScopeId,
  objectId,
  openTenant,
  otherId,
  PRINCIPALS,
  page,
  personId,
  REGISTRATIONS,
  ROLES,
  scriptTenant,
  tenantId,
  toAssignment,
  toGrant,
  toPrincipal,
  toRegistration,
  toResources,
} from "./tenant.ts";

let graph: FakeGraph;

function useGraph(): void {
  before(async () => {
    graph = await startFakeGraph();
  });
  after(() => graph?.stop());
  beforeEach(() => scriptTenant(graph));
}

/** Reads the app and takes for granted that it can be read. */
async function read(tenant = openTenant(graph)) {
  const answer = await tenant.directory.readApp(tenantId, clientId);
  if (answer.kind !== "read") throw new assert.AssertionError({ message: answer.kind });
  return answer.value;
}

const mailSend = {
  resource: "graph",
  resourceName: "Microsoft Graph",
  value: "Mail.Send",
} as const;

describe("Directory.readApp", () => {
  useGraph();

  it("gives all that the tenant says of an app", async () => {
    const tenant = openTenant(graph);

    const reading = await read(tenant);

    const mine = { resource: "graph", resourceName: "Microsoft Graph" };
    assert.deepEqual(reading, {
      app: {
        clientId,
        objectId,
        name: "Contoso Mail",
        publisher: "contoso.example",
        verifiedPublisher: null,
        homeTenantId: tenantId,
        isEnabled: true,
      },
      grants: [
        { ...mine, type: "delegated", value: "User.Read", id: null, reach: "tenant" },
        { ...mine, type: "delegated", value: "Mail.Send", id: null, reach: "tenant" },
        {
          ...mailSend,
          type: "application",
          id: idOf("graph:Mail.Send", "application"),
          reach: "app",
        },
      ],
      requested: [
        { ...mailSend, type: "delegated", id: idOf("graph:Mail.Send", "delegated") },
        { ...mine, type: "application", value: "New.Role.All", id: newRoleId },
      ],
      gaps: [],
      readAt: tenant.clock.now(),
      requests: 4,
    });
    assert.deepEqual([...tenant.egress.origins], ["https://graph.microsoft.com"]);
  });

  it("asks with checked ids, and an id for each request", async () => {
    await read();

    const asked = graph.requests.map(({ path, query }) => [path, query.$filter ?? query.$top]);
    assert.deepEqual(asked.toSorted(), [
      ["/v1.0/applications", `appId eq '${clientId}'`],
      ["/v1.0/oauth2PermissionGrants", `clientId eq '${objectId}'`],
      ["/v1.0/servicePrincipals", `appId in ('${clientId}','${graphAppId}','${exoAppId}')`],
      [`/v1.0/servicePrincipals/${objectId}/appRoleAssignments`, "999"],
    ]);
    const ids = graph.requests.map(({ headers }) => headers["client-request-id"]);
    assert.deepEqual(ids.toSorted(), ["id-1", "id-2", "id-3", "id-4"]);
    assert.ok(graph.requests.every(({ headers }) => headers.authorization === "Bearer token-1"));
  });

  it("sends each round at once, and the second after the first", async () => {
    const [first, second] = [graph.whenAsked(2), graph.whenAsked(4)];
    const seen: number[] = [];
    const gate = (count: Promise<void>, answer: FakeAnswer): FakeAnswer => ({
      ...answer,
      hold: count.then(() => seen.push(graph.requests.length)),
    });
    graph.answer(PRINCIPALS, gate(first, page([toPrincipal(), ...toResources()])));
    graph.answer(REGISTRATIONS, gate(first, page([toRegistration()])));
    graph.answer(ROLES, gate(second, page([])));
    graph.answer(GRANTS, gate(second, page([])));

    await read();

    assert.deepEqual(seen, [2, 2, 4, 4]);
  });

  it("asks for resource apps once a day", async () => {
    const tenant = openTenant(graph);
    const filters = () =>
      graph.requests
        .filter(({ path }) => path === "/v1.0/servicePrincipals")
        .map(({ query }) => [query.$filter?.slice(0, 8), /appRoles/.test(query.$select ?? "")]);

    const first = await read(tenant);
    const second = await read(tenant);
    tenant.clock.advance(24 * 60 * 60 * 1000);
    await read(tenant);

    assert.deepEqual(filters(), [
      ["appId in", true],
      ["appId eq", false],
      ["appId in", true],
    ]);
    assert.deepEqual({ ...second, readAt: 0 }, { ...first, readAt: 0 });
  });

  it("looks at the lists again when an id is new", async () => {
    const tenant = openTenant(graph);
    await read(tenant);
    graph.answer(ROLES, page([toAssignment({ appRoleId: otherId })]));
    tenant.clock.advance(11 * 60 * 1000);
    await read(tenant);
    const resources = [
      toPrincipal({
        id: graphObjectId,
        appId: graphAppId,
        displayName: "Microsoft Graph",
        appRoles: [{ id: otherId, value: "Newer.Role.All" }],
      }),
    ];
    graph.answer(PRINCIPALS, page([toPrincipal(), ...resources]));

    const { grants } = await read(tenant);

    assert.equal(grants.at(-1)?.value, "Newer.Role.All");
  });

  /** The tenant after somebody let Exchange Online in, with a grant on it. */
  const addExchange = () => {
    graph.answer(PRINCIPALS, page([toPrincipal(), ...toResources()]));
    graph.answer(
      GRANTS,
      page([toGrant({ resourceId: exoObjectId, scope: "IMAP.AccessAsUser.All" })]),
    );
    graph.answer(ROLES, page([]));
  };
  const askedForLists = () =>
    graph.requests
      .filter(({ path }) => path === "/v1.0/servicePrincipals")
      .map(({ query }) => /appRoles/.test(query.$select ?? ""));

  it("names a resource that comes into the tenant later", async () => {
    const tenant = openTenant(graph);
    graph.answer(PRINCIPALS, page([toPrincipal(), ...toResources().slice(0, 1)]));
    await read(tenant);
    addExchange();

    const first = await read(tenant);
    const second = await read(tenant);

    assert.deepEqual(
      [first, second].map(({ grants }) => grants.map(({ resource }) => resource)),
      [[null], ["exo"]],
    );
    assert.deepEqual(askedForLists(), [true, false, true]);
  });

  it("looks again at once for a resource that is requested", async () => {
    const tenant = openTenant(graph);
    graph.answer(PRINCIPALS, page([toPrincipal(), ...toResources().slice(0, 1)]));
    const role = { id: idOf("exo:IMAP.AccessAsApp", "application"), type: "Role" };
    const access = [{ resourceAppId: exoAppId, resourceAccess: [role] }];
    graph.answer(REGISTRATIONS, page([toRegistration({ requiredResourceAccess: access })]));
    await read(tenant);
    addExchange();

    const { grants } = await read(tenant);

    assert.deepEqual(
      grants.map(({ resource }) => resource),
      ["exo"],
    );
  });

  it("doubts no list over APIs that nobody knows", async () => {
    const tenant = openTenant(graph);
    graph.answer(GRANTS, page([toGrant({ resourceId: otherId })]));
    await read(tenant);
    tenant.clock.advance(11 * 60 * 1000);
    await read(tenant);
    await read(tenant);

    assert.deepEqual(askedForLists(), [true, false, false]);
  });

  it("reads all pages", async () => {
    const next = "https://graph.microsoft.com/v1.0/oauth2PermissionGrants?$skiptoken=2";
    graph.answer(GRANTS, page([toGrant({ scope: "User.Read" })], next), page([toGrant()]));

    const { grants, requests } = await read();

    assert.deepEqual(
      [grants.map(({ value }) => value), requests],
      [["User.Read", "User.Read", "Mail.Send", "Mail.Send"], 5],
    );
  });

  it("stops after 20 pages and says so", async () => {
    const next = "https://graph.microsoft.com/v1.0/oauth2PermissionGrants?$skiptoken=again";
    graph.answer(GRANTS, page([toGrant({ scope: "User.Read" })], next));

    const { gaps, grants, requests } = await read();

    assert.deepEqual(gaps, [{ part: "delegated", reason: "cut" }]);
    assert.deepEqual([grants.length, requests], [21, 23]);
  });

  it("keeps a large answer whole", async () => {
    const rows = Array.from({ length: 999 }, () => toGrant({ scope: " A.B".repeat(200) }));
    graph.answer(GRANTS, page(rows));

    const { grants } = await read();

    assert.equal(grants.length, 999 + 1);
  });

  const foreign = [
    "https://evil.example/v1.0/oauth2PermissionGrants",
    "https://graph.microsoft.com.evil.example/v1.0/oauth2PermissionGrants",
    "http://graph.microsoft.com/v1.0/oauth2PermissionGrants",
    "https://user@graph.microsoft.com/v1.0/oauth2PermissionGrants",
    "https://graph.microsoft.com/beta/oauth2PermissionGrants",
    "//graph.microsoft.com",
  ];
  for (const link of foreign)
    it(`does not follow ${link}`.slice(0, 60), async () => {
      const tenant = openTenant(graph);
      graph.answer(GRANTS, page([toGrant()], link));

      const { gaps, requests } = await read(tenant);

      assert.deepEqual(gaps, [{ part: "delegated", reason: "unreachable" }]);
      assert.deepEqual(
        [[...tenant.egress.origins], requests],
        [["https://graph.microsoft.com"], 4],
      );
    });

  it("names persons, other resources and unknown ids", async () => {
    const stranger = { resourceId: otherId, resourceDisplayName: "Contoso API" };
    graph.answer(ROLES, page([toAssignment(stranger), toAssignment({ appRoleId: otherId })]));
    graph.answer(
      GRANTS,
      page([
        toGrant({ consentType: "Principal", principalId: personId, scope: "New.Scope " }),
        toGrant({ resourceId: otherId, scope: "api.read api.read" }),
        toGrant({ resourceId: exoObjectId, scope: null }),
      ]),
    );

    const { grants } = await read();

    const other = { resource: null, resourceName: "Contoso API" };
    assert.deepEqual(grants, [
      {
        resource: "graph",
        resourceName: "Microsoft Graph",
        type: "delegated",
        value: "New.Scope",
        id: null,
        reach: "person",
        personId,
      },
      { ...other, type: "delegated", value: "api.read", id: null, reach: "tenant" },
      {
        ...other,
        type: "application",
        value: null,
        id: idOf("graph:Mail.Send", "application"),
        reach: "app",
      },
      { ...mailSend, type: "application", value: null, id: otherId, reach: "app" },
    ]);
  });

  it("takes no row of another app for its own", async () => {
    graph.answer(PRINCIPALS, page([toPrincipal({ appId: otherId }), toPrincipal()]));
    graph.answer(ROLES, page([toAssignment({ principalId: otherId })]));
    graph.answer(GRANTS, page([toGrant({ clientId: otherId })]));

    const { grants } = await read();

    assert.deepEqual(grants, []);
  });

  it("names requested permissions of resources not in the tenant", async () => {
    graph.answer(PRINCIPALS, page([toPrincipal()]));
    const role = { id: idOf("exo:IMAP.AccessAsApp", "application"), type: "Role" };
    const access = [
      { resourceAppId: exoAppId, resourceAccess: [role] },
      { resourceAppId: otherId, resourceAccess: [{ id: newScopeId, type: "Scope" }] },
    ];
    graph.answer(REGISTRATIONS, page([toRegistration({ requiredResourceAccess: access })]));

    const { requested } = await read();

    assert.deepEqual(requested, [
      {
        resource: "exo",
        resourceName: "Office 365 Exchange Online",
        type: "application",
        value: "IMAP.AccessAsApp",
        id: role.id,
      },
      { resource: null, resourceName: otherId, type: "delegated", value: null, id: newScopeId },
    ]);
  });

  it("leaves the request open for an app of another tenant", async () => {
    graph.answer(PRINCIPALS, page([toPrincipal({ appOwnerOrganizationId: otherId })]));
    graph.answer(REGISTRATIONS, page([]));

    const { requested, gaps, app } = await read();

    assert.deepEqual(
      [requested, gaps, app.homeTenantId, app.publisher],
      [null, [{ part: "registration", reason: "foreign" }], otherId, null],
    );
  });

  it("gives an empty request without a registration here", async () => {
    graph.answer(REGISTRATIONS, page([]));

    const { requested, gaps } = await read();

    assert.deepEqual([requested, gaps], [[], []]);
  });

  it("is absent without a service principal, registered or not", async () => {
    graph.answer(PRINCIPALS, page(toResources()));

    const answer = await openTenant(graph).directory.readApp(tenantId, clientId);

    assert.deepEqual([answer, graph.requests.length], [{ kind: "absent" }, 2]);
  });

  it("sends nothing for an id that is none", async () => {
    const { directory } = openTenant(graph);

    const answer = await directory.readApp(tenantId, `${clientId}' or '1' eq '1`);

    assert.deepEqual([answer, graph.requests.length], [{ kind: "absent" }, 0]);
  });

  it("takes client ids in upper case", async () => {
    const answer = await openTenant(graph).directory.readApp(tenantId, clientId.toUpperCase());

    assert.equal(answer.kind === "read" && answer.value.app.clientId, clientId);
  });
});

describe("Directory.readApp with faults", () => {
  useGraph();

  const wait = (seconds: string): FakeAnswer => ({
    status: 429,
    headers: { "retry-after": seconds },
  });
  const ok = page([toGrant()]);
  const drop = { drop: true };

  const overcome: Record<string, [answers: FakeAnswer[], pauses: number[], requests: number]> = {
    "two 429 with Retry-After": [[wait("1"), wait("2"), ok], [1000, 2000], 6],
    "a 429 without Retry-After": [[{ status: 429 }, ok], [1000], 5],
    "a 429 with a date": [[wait("Mon, 02 Nov 2026 09:00:02 GMT"), ok], [2000], 5],
    "a 429 with a past date": [[wait("Mon, 02 Nov 2020 09:00:02 GMT"), ok], [1000], 5],
    "a 429 with garbage": [[wait("-5 soon"), ok], [1000], 5],
    "one 503": [[{ status: 503 }, ok], [1000], 5],
    "one 504": [[{ status: 504 }, ok], [1000], 5],
    "one 500": [[{ status: 500 }, ok], [], 5],
    "one dropped socket": [[drop, ok], [], 5],
  };
  for (const [name, [answers, pauses, requests]] of Object.entries(overcome))
    it(`gets over ${name}`, async () => {
      const tenant = openTenant(graph);
      graph.answer(GRANTS, ...answers);

      const reading = await read(tenant);

      assert.deepEqual([reading.gaps, reading.requests, tenant.pauses], [[], requests, pauses]);
    });

  const partial: Record<string, [answers: FakeAnswer[], reason: Gap["reason"]]> = {
    "403": [[{ status: 403 }], "refused"],
    "429 for ever": [[wait("1")], "busy"],
    "429 that wants too long a pause": [[wait("5")], "busy"],
    "503 for ever": [[{ status: 503 }], "busy"],
    "504 for ever": [[{ status: 504 }], "unreachable"],
    "500 for ever": [[{ status: 500 }], "unreachable"],
    "sockets dropped for ever": [[drop], "unreachable"],
    "400": [[{ status: 400 }], "unreachable"],
    "JSON that breaks off": [[{ body: '{"value":[' }], "unreachable"],
    "a page of HTML": [[{ body: "<html>" }], "unreachable"],
    "rows of another shape": [[page([{ id: 1 }])], "unreachable"],
    "an answer above 16 MiB": [
      [{ body: `{"value":[]}${" ".repeat(17 * 1024 * 1024)}` }],
      "unreachable",
    ],
  };
  for (const [name, [answers, reason]] of Object.entries(partial))
    it(`leaves a gap for ${name}`, async () => {
      graph.answer(GRANTS, ...answers);

      const { gaps, grants } = await read();

      assert.deepEqual(gaps, [{ part: "delegated", reason }]);
      assert.deepEqual(
        grants.map(({ type }) => type),
        ["application"],
      );
    });

  for (const answer of [{ status: 500 }, { status: 503 }, drop])
    it(`asks twice at most for ${JSON.stringify(answer)}`, async () => {
      graph.answer(GRANTS, answer);

      assert.equal((await read()).requests, 5);
    });

  it("does not ask twice whoever does not answer in time", async () => {
    const late = new DOMException("late", "TimeoutError");
    const { directory } = openTenant(graph, giveToken, () => Promise.reject(late));

    const answer = await directory.findApps(tenantId, "Contoso");

    assert.deepEqual(answer, { kind: "unreachable" });
  });

  it("lets a stopped egress through as the fault that it is", async () => {
    const { directory } = openTenant(graph, giveToken, createEgress(findCloud("gcch")).fetch);

    await assert.rejects(directory.readApp(tenantId, clientId), { code: "ERR_EGRESS_BLOCKED" });
  });

  it("leaves a gap for a registration that is refused", async () => {
    graph.answer(REGISTRATIONS, { status: 403 });

    const { gaps, requested } = await read();

    assert.deepEqual([gaps, requested], [[{ part: "registration", reason: "refused" }], null]);
  });

  const consent = { kind: "not-connected", reason: "consent" };
  const whole: Record<string, [match: RegExp, answer: FakeAnswer, expected: object]> = {
    "403 on everything": [/./, { status: 403 }, consent],
    "403 on both kinds of grants": [/appRole|oauth2Perm.*clientId/, { status: 403 }, consent],
    "404 on the app's grants": [ROLES, { status: 404 }, { kind: "absent" }],
    "404 on everything": [/./, { status: 404 }, { kind: "unreachable" }],
    "401 on everything": [/./, { status: 401 }, { kind: "unreachable" }],
    "an identity that is not there yet": [
      /./,
      { status: 403, body: { error: { code: "Authorization_IdentityNotFound", message: "x" } } },
      { kind: "not-connected", reason: "tenant" },
    ],
    "429 on everything": [/./, wait("7"), { kind: "busy", seconds: 7 }],
    "429 for hours": [/./, wait("99999"), { kind: "busy", seconds: 3600 }],
    "429 without Retry-After for ever": [/./, { status: 429 }, { kind: "busy", seconds: 30 }],
    "503 on everything": [/./, { status: 503 }, { kind: "busy", seconds: 30 }],
    "dropped sockets": [/./, drop, { kind: "unreachable" }],
    "an HTML page for everything": [/./, { body: "<html>" }, { kind: "unreachable" }],
  };
  for (const [name, [match, answer, expected]] of Object.entries(whole))
    it(`says so for ${name}`, async () => {
      graph.answer(match, answer);

      assert.deepEqual(await openTenant(graph).directory.readApp(tenantId, clientId), expected);
    });

  it("waits four seconds at most in all", async () => {
    const tenant = openTenant(graph);
    graph.answer(/./, wait("1"));

    await tenant.directory.readApp(tenantId, clientId);

    assert.deepEqual(tenant.pauses, [1000, 1000, 1000, 1000]);
  });

  const refusals: Record<string, [Awaited<ReturnType<AppTokens>>, object]> = {
    "an unknown tenant": [
      { kind: "refused", reason: "tenant" },
      { kind: "not-connected", reason: "tenant" },
    ],
    "a wrong secret": [
      { kind: "refused", reason: "credentials" },
      { kind: "not-connected", reason: "credentials" },
    ],
    "a busy sign-in": [
      { kind: "busy", seconds: 42 },
      { kind: "busy", seconds: 42 },
    ],
    "no sign-in": [{ kind: "unreachable" }, { kind: "unreachable" }],
  };
  for (const [name, [answer, expected]] of Object.entries(refusals))
    it(`hands on ${name} without a request`, async () => {
      const { directory } = openTenant(graph, async () => answer);

      assert.deepEqual(
        [await directory.readApp(tenantId, clientId), graph.requests.length],
        [expected, 0],
      );
    });
});

describe("Directory.readApp with tokens that do not do", () => {
  useGraph();

  const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: "1" } } });
  const challenge = (encoded: string): FakeAnswer => ({
    status: 401,
    headers: {
      "www-authenticate": `Bearer realm="", authorization_uri="https://x", error="insufficient_claims", claims="${encoded}"`,
    },
  });
  const base64 = (text: string) => Buffer.from(text).toString("base64");

  /** Tokens that count, and why each was asked for. */
  function countTokens() {
    const renewals: unknown[] = [];
    const token: AppTokens = async (_tenantId, renewal) => {
      renewals.push(renewal ?? "first");
      return { kind: "token", token: `token-${renewals.length}`, scope: "application" };
    };
    return { token, renewals };
  }

  it("answers a claims challenge with a new token, once", async () => {
    const { token, renewals } = countTokens();
    const whole = page([toPrincipal(), ...toResources()]);
    graph.answer(PRINCIPALS, challenge(base64(claims)), whole);
    graph.answer(REGISTRATIONS, challenge(base64(claims)), page([toRegistration()]));

    const { gaps, requests } = await read(openTenant(graph, token));

    assert.deepEqual(renewals, ["first", { kind: "claims", claims }]);
    assert.deepEqual([gaps, requests], [[], 6]);
    assert.equal(graph.requests.at(-1)?.headers.authorization, "Bearer token-2");
  });

  it("gives up when the new token is challenged too", async () => {
    const { token, renewals } = countTokens();
    graph.answer(/./, challenge(base64(claims)));

    const answer = await openTenant(graph, token).directory.readApp(tenantId, clientId);

    assert.deepEqual([answer, renewals.length], [{ kind: "unreachable" }, 2]);
  });

  for (const encoded of ["!!", base64("no json"), base64("1"), "A".repeat(9000)])
    it(`ignores the challenge ${encoded.slice(0, 12)}`, async () => {
      const { token, renewals } = countTokens();
      graph.answer(/./, challenge(encoded));

      const answer = await openTenant(graph, token).directory.readApp(tenantId, clientId);

      assert.deepEqual([answer, renewals], [{ kind: "unreachable" }, ["first"]]);
    });

  it("asks for a newer token after 403: consent may be new", async () => {
    const { token, renewals } = countTokens();
    const whole = page([toPrincipal(), ...toResources()]);
    graph.answer(PRINCIPALS, { status: 403 }, whole);
    graph.answer(REGISTRATIONS, { status: 403 }, page([toRegistration()]));

    const { gaps } = await read(openTenant(graph, token));

    assert.deepEqual([gaps, renewals], [[], ["first", { kind: "refused" }]]);
  });

  it("says why when there is no newer token", async () => {
    graph.answer(/./, { status: 403 });
    const token: AppTokens = async (_tenantId, renewal) =>
      renewal
        ? { kind: "refused", reason: "tenant" }
        : { kind: "token", token: "t", scope: "application" };

    const answer = await openTenant(graph, token).directory.readApp(tenantId, clientId);

    assert.deepEqual(answer, { kind: "not-connected", reason: "tenant" });
  });
});
