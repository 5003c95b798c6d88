import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { Pack } from "../../../src/core/catalogue/index.ts";
import { findCloud } from "../../../src/core/cloud/index.ts";
import { writeExport } from "../../../src/core/export/index.ts";
import { type AzStage, type AzTenant, openAzStage, type Run } from "../../support/az/az-tenant.ts";
import { buildWorld, CLIENT_ID, CODES, catalogue, must } from "../view/examples.ts";
import { answerSource, reportSource, UNION_CODE } from "./sources.ts";

const world = buildWorld();
const GRAPH = "00000003-0000-0000-c000-000000000000";
const EXCHANGE = "00000002-0000-0ff1-ce00-000000000000";
const IMAP = "652390e4-393a-48de-9484-05f9b1212954";
const SEND = "b633e1c5-b582-4048-a93e-9f11b44c7e96";
const WRITE = "e2a3a72e-5f79-4c64-b1b1-878b674786c9";

function script(source = answerSource(CODES.imapOther), from = world): string {
  return must(writeExport(from, "en", "az-cli", source)).text;
}

/** A tenant with the app, what others have granted to it, and both APIs. */
function buildTenant(overrides: Partial<AzTenant> = {}): AzTenant {
  return {
    id: "11111111-2222-3333-4444-555555555555",
    cloud: "AzureCloud",
    applications: [
      {
        id: "app-object",
        appId: CLIENT_ID,
        requiredResourceAccess: [
          {
            resourceAppId: "99999999-0000-4000-8000-000000000009",
            resourceAccess: [{ id: "99999999-0000-4000-8000-00000000000a", type: "Role" }],
          },
          { resourceAppId: GRAPH, resourceAccess: [{ id: SEND, type: "Role" }] },
        ],
      },
    ],
    servicePrincipals: [
      { id: "client-object", appId: CLIENT_ID },
      { id: "graph-object", appId: GRAPH },
      { id: "exchange-object", appId: EXCHANGE },
    ],
    oauth2PermissionGrants: [
      {
        id: "grant-1",
        clientId: "client-object",
        consentType: "AllPrincipals",
        resourceId: "graph-object",
        scope: " Calendars.Read User.Read",
      },
      {
        id: "grant-2",
        clientId: "client-object",
        consentType: "AllPrincipals",
        resourceId: "exchange-object",
        scope: "SMTP.Send",
      },
    ],
    appRoleAssignments: [
      {
        id: "role-1",
        principalId: "client-object",
        resourceId: "graph-object",
        appRoleId: "99999999-0000-4000-8000-00000000000b",
      },
      // The same id on the other API is another permission.
      {
        id: "role-2",
        principalId: "client-object",
        resourceId: "exchange-object",
        appRoleId: SEND,
      },
    ],
    made: 0,
    ...overrides,
  };
}

/** Names that a tenant or a pack of a customer may have. */
const HOSTILE = [
  "$(touch hacked)",
  "`touch hacked`",
  "'; touch hacked; '",
  '"; touch hacked; "',
  "a\ntouch hacked\n",
  "a\r\u2028\u0085touch hacked",
  "\\'; touch hacked #",
];

function changing({ calls }: Run): string[] {
  return calls.filter((call) => !call.startsWith("get "));
}

describe("the Azure CLI export", () => {
  let stage: AzStage;
  before(async () => {
    stage = await openAzStage();
  });
  after(() => stage.close());

  it("reads first, then adds what is missing, call by call", async () => {
    const { code, calls, err } = await stage.run(script(), [CLIENT_ID, "--yes"], buildTenant());

    assert.equal(err, "");
    assert.equal(code, 0);
    assert.deepEqual(calls, [
      `get /v1.0/applications?$filter=appId eq '${CLIENT_ID}'&$select=id,requiredResourceAccess`,
      `get /v1.0/servicePrincipals?$filter=appId eq '${CLIENT_ID}'&$select=id`,
      `get /v1.0/servicePrincipals?$filter=appId eq '${GRAPH}'&$select=id`,
      "get /v1.0/oauth2PermissionGrants?$filter=clientId eq 'client-object' and consentType eq 'AllPrincipals'",
      "get /v1.0/servicePrincipals/client-object/appRoleAssignments?$top=999",
      `patch /v1.0/applications/app-object {"requiredResourceAccess":[{"resourceAppId":"99999999-0000-4000-8000-000000000009","resourceAccess":[{"id":"99999999-0000-4000-8000-00000000000a","type":"Role"}]},{"resourceAppId":"${GRAPH}","resourceAccess":[{"id":"${SEND}","type":"Role"},{"id":"${IMAP}","type":"Scope"},{"id":"${WRITE}","type":"Role"}]}]}`,
      'patch /v1.0/oauth2PermissionGrants/grant-1 {"scope":"Calendars.Read User.Read IMAP.AccessAsUser.All"}',
      `post /v1.0/servicePrincipals/graph-object/appRoleAssignedTo {"principalId":"client-object","resourceId":"graph-object","appRoleId":"${SEND}"}`,
      `post /v1.0/servicePrincipals/graph-object/appRoleAssignedTo {"principalId":"client-object","resourceId":"graph-object","appRoleId":"${WRITE}"}`,
    ]);
  });

  it("changes nothing when it runs again", async () => {
    await stage.run(script(), [CLIENT_ID, "--yes"], buildTenant());

    const again = await stage.run(script(), [CLIENT_ID, "--yes"]);

    assert.equal(again.code, 0);
    assert.deepEqual(changing(again), []);
    assert.match(again.out, /Nothing is missing, nothing was changed\./);
  });

  it("leaves what others have granted", async () => {
    const before = buildTenant();

    const { tenant } = await stage.run(
      script(answerSource(UNION_CODE)),
      [CLIENT_ID, "--yes"],
      before,
    );

    assert.deepEqual(tenant.appRoleAssignments.slice(0, 2), before.appRoleAssignments);
    assert.match(tenant.oauth2PermissionGrants[0]?.scope ?? "", /^Calendars\.Read User\.Read /);
    assert.deepEqual(tenant.oauth2PermissionGrants[1], before.oauth2PermissionGrants[1]);
    assert.deepEqual(
      tenant.applications[0]?.requiredResourceAccess[0],
      before.applications[0]?.requiredResourceAccess[0],
    );
  });

  it("shows only what is missing in a dry run", async () => {
    const run = await stage.run(script(), [CLIENT_ID, "--dry-run"], buildTenant());

    assert.equal(run.code, 0);
    assert.deepEqual(changing(run), []);
    assert.match(run.out, /\+ register IMAP\.AccessAsUser\.All \(delegated, Microsoft Graph\)/);
    assert.match(run.out, /\+ grant to the app Mail\.Send \(application, Microsoft Graph\)/);
    assert.match(run.out, /Dry run: nothing was changed\./);
  });

  it("asks before it changes anything, and stops unheard", async () => {
    const run = await stage.run(script(), [CLIENT_ID], buildTenant());

    assert.equal(run.code, 2);
    assert.deepEqual(changing(run), []);
    assert.match(run.err, /add --yes/);
  });

  it("stops with the code of az where az fails", async () => {
    const failing = { method: "patch", path: "/applications/", code: 7 };

    const run = await stage.run(script(), [CLIENT_ID, "--yes"], buildTenant({ failing }));

    assert.equal(run.code, 7);
    assert.deepEqual(changing(run).length, 1);
    assert.match(run.err, /Insufficient privileges/);
    assert.doesNotMatch(run.out, /Done\./);
  });

  it("stops where reading fails, before anything is changed", async () => {
    const failing = { method: "get", path: "/appRoleAssignments", code: 3 };

    const run = await stage.run(script(), [CLIENT_ID, "--yes"], buildTenant({ failing }));

    assert.equal(run.code, 3);
    assert.deepEqual(changing(run), []);
  });

  it("reads every page before it says what is missing", async () => {
    const { out, code, calls } = await stage.run(
      script(),
      [CLIENT_ID, "--dry-run"],
      buildTenant({
        pageSize: 1,
        appRoleAssignments: [
          ...buildTenant().appRoleAssignments,
          { id: "r3", principalId: "client-object", resourceId: "graph-object", appRoleId: SEND },
        ],
      }),
    );

    assert.equal(code, 0);
    assert.equal(calls.filter((call) => call.includes("/appRoleAssignments")).length, 3);
    assert.doesNotMatch(out, /\+ grant to the app Mail\.Send/);
  });

  it("grants only where the app is registered elsewhere", async () => {
    const run = await stage.run(script(), [CLIENT_ID, "--yes"], buildTenant({ applications: [] }));

    assert.equal(run.code, 0);
    assert.deepEqual(
      changing(run).filter((call) => call.includes("/applications")),
      [],
    );
    assert.equal(changing(run).length, 3);
    assert.match(run.out, /registered in another tenant/);
  });

  it("adds the app to the tenant where only its registration is", async () => {
    const { servicePrincipals } = buildTenant();
    const tenant = buildTenant({
      servicePrincipals: servicePrincipals.slice(1),
      oauth2PermissionGrants: [],
      appRoleAssignments: [],
    });

    const run = await stage.run(script(), [CLIENT_ID, "--yes"], tenant);

    assert.equal(run.code, 0);
    assert.equal(changing(run)[0], `post /v1.0/servicePrincipals {"appId":"${CLIENT_ID}"}`);
    assert.equal(
      changing(run)[2],
      'post /v1.0/oauth2PermissionGrants {"clientId":"made-servicePrincipals-0","consentType":"AllPrincipals","resourceId":"graph-object","scope":"IMAP.AccessAsUser.All"}',
    );
  });

  it("says that a tenant has no such app", async () => {
    const tenant = buildTenant({ applications: [], servicePrincipals: [] });

    const run = await stage.run(script(), [CLIENT_ID, "--yes"], tenant);

    assert.equal(run.code, 1);
    assert.match(run.err, /has no app with the client id/);
  });

  it("stops where az is set to another cloud", async () => {
    const from = buildWorld({ cloud: findCloud("gcch") });

    const run = await stage.run(
      script(answerSource(CODES.imapOther), from),
      [CLIENT_ID, "--yes"],
      buildTenant(),
    );

    assert.equal(run.code, 2);
    assert.match(run.err, /az cloud set --name AzureUSGovernment/);
    assert.deepEqual(run.calls, []);
  });

  for (const words of [[], ["no-guid"], [`${CLIENT_ID}' or '1'='1`], [CLIENT_ID, "--force"]])
    it(`asks nothing of az for ${JSON.stringify(words)}`, async () => {
      const run = await stage.run(script(), words, buildTenant());

      assert.equal(run.code, 2);
      assert.deepEqual(run.calls, []);
    });

  it("adds what a report found missing, for the app it looked at", async () => {
    const run = await stage.run(script(reportSource()), ["--yes"], buildTenant());

    const refused = await stage.run(script(reportSource()), [
      "aaaaaaaa-0000-4000-8000-000000000001",
      "--yes",
    ]);

    assert.equal(run.code, 0);
    assert.ok(!changing(run).some((call) => call.includes("IMAP")));
    assert.equal(refused.code, 2);
    assert.deepEqual(refused.calls, []);
  });

  it("S48 runs nothing that names of a tenant or a pack say", async () => {
    const word = HOSTILE.join(" ");

    const text = script(reportSource(word), hostileWorld(word));
    const run = await stage.run(text, ["--dry-run"], buildTenant());

    assert.equal(run.err, "");
    assert.equal(run.code, 0);
    assert.deepEqual(run.strays, []);
  });

  for (const word of HOSTILE)
    it(`is whole with a name like ${JSON.stringify(word)}`, () => {
      const text = script(reportSource(word), hostileWorld(word));

      const { stderr } = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });

      assert.equal(stderr, "");
      assert.deepEqual(
        text.split("\n").filter((line) => line.includes("touch") && !line.startsWith("#")),
        [],
      );
    });
});

/** The catalogue with every title saying that word, as a pack of a customer might. */
function hostileWorld(word: string) {
  const rename = (pack: Pack): Pack => ({
    ...pack,
    scenarios: pack.scenarios.map((one) => ({ ...one, title: { en: word } })),
  });
  return buildWorld({ catalogue: { ...catalogue, packs: catalogue.packs.map(rename) } });
}
