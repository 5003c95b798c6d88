import assert from "node:assert/strict";
import { seedApps, vendorTenantId } from "../../src/sandbox/directory/seed.ts";
import type { PanelApp, TenantPanel } from "../../src/sandbox/tenant-api.ts";
import { apiId, appId, fetchToken, type Stage, startStage, tenantId } from "./fake-bot.ts";

describe("tenant panel API", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.stop());
  beforeEach(async () => {
    await fetch(`${stage.page}/sandbox/api/reset`, { method: "POST" });
  });

  const call = async <Body>(method: string, path: string, body?: unknown) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${stage.page}/sandbox/api/tenant${path}`, {
      method,
      ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  };
  const readPanel = async () => (await call<TenantPanel>("GET", "")).body;
  const readApp = async (clientId: string) =>
    (await readPanel()).apps.find((app) => app.clientId === clientId) as PanelApp;
  const askToken = async () => {
    const scope = "https://graph.microsoft.com/.default";
    return (await fetchToken(stage.sandbox.origin, { scope })).body.access_token;
  };
  const askGraph = async (path: string, token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${stage.sandbox.origin}/v1.0/${path}`, { headers });
    const body = (await response.json()) as { value: object[]; error?: { code: string } };
    return { status: response.status, challenge: response.headers.get("www-authenticate"), body };
  };

  it("lists Consentry's own two apps first, then the seed", async () => {
    const { tenant, apps } = await readPanel();

    assert.deepEqual(tenant, { id: tenantId, name: "Contoso" });
    assert.deepEqual(
      apps.map(({ clientId }) => clientId),
      [appId, apiId, ...Object.values(seedApps)],
    );
    assert.deepEqual(
      { ...apps[0], objectId: "", grants: apps[0]?.grants.map(toNoId) },
      {
        clientId: appId,
        objectId: "",
        name: "Consentry",
        publisher: "Contoso",
        isVerified: false,
        homeTenantId: tenantId,
        isHome: true,
        isBot: true,
        isApi: false,
        requested: [
          { value: "Mail.Send", type: "application", resource: "Microsoft Graph" },
          { value: "Directory.Read.All", type: "application", resource: "Microsoft Graph" },
        ],
        grants: [
          {
            value: "Directory.Read.All",
            type: "application",
            resource: "Microsoft Graph",
            reach: "app",
            person: null,
          },
        ],
      },
    );
  });

  it("lists the API's app with what people may be asked for", async () => {
    const { name, isBot, isApi, requested, grants } = await readApp(apiId);

    assert.deepEqual([name, isBot, isApi], ["Consentry API", false, true]);
    assert.deepEqual(grants.map(toNoId), [
      {
        value: "Directory.Read.All",
        type: "delegated",
        resource: "Microsoft Graph",
        reach: "tenant",
        person: null,
      },
    ]);
    assert.ok(requested.every(({ type }) => type === "delegated"));
    assert.ok(requested.some(({ value }) => value === "Team.ReadBasic.All"));
  });

  it("names reach, person and resource of each grant", async () => {
    const [personal, wide] = await Promise.all(
      [seedApps.perPerson, seedApps.widerThanNeeded].map(readApp),
    );

    const view = (app: PanelApp | undefined) =>
      app?.grants.map(({ value, resource, reach, person }) => [value, resource, reach, person]);
    assert.deepEqual(view(personal), [
      ["IMAP.AccessAsUser.All", "Microsoft Graph", "person", "Priya Raman"],
      ["Mail.Send", "Microsoft Graph", "person", "Priya Raman"],
      ["Mail.ReadWrite", "Microsoft Graph", "person", "Priya Raman"],
      ["IMAP.AccessAsUser.All", "Microsoft Graph", "person", "Harriet Cole"],
    ]);
    assert.deepEqual(view(wide), [
      ["IMAP.AccessAsUser.All", "Microsoft Graph", "tenant", null],
      ["Mail.Send", "Microsoft Graph", "app", null],
      ["Mail.ReadWrite", "Microsoft Graph", "app", null],
      ["Files.ReadWrite.All", "Microsoft Graph", "app", null],
      ["Group.ReadWrite.All", "Microsoft Graph", "app", null],
      ["full_access_as_app", "Office 365 Exchange Online", "app", null],
    ]);
  });

  it("shows the vendor's app before the tenant has met it", async () => {
    const { objectId, isVerified, publisher, homeTenantId, isHome, grants } = await readApp(
      seedApps.vendor,
    );

    assert.deepEqual([objectId, isVerified, publisher], [null, true, "Northwind Capture"]);
    assert.deepEqual([homeTenantId, isHome, grants], [vendorTenantId, false, []]);
  });

  it("revokes one value of a grant, then all of it", async () => {
    const { grants } = await readApp(seedApps.delegatedInstead);
    const id = grants[0]?.id;
    const revoke = async (query: string) => (await call("DELETE", `/grants/${id}${query}`)).status;

    const first = await revoke("?value=Mail.Send");
    const again = await revoke("?value=Mail.Send");
    const values = (await readApp(seedApps.delegatedInstead)).grants.map(({ value }) => value);
    const rest = await revoke("");

    assert.deepEqual([first, again, rest], [200, 404, 200]);
    assert.deepEqual(values, ["IMAP.AccessAsUser.All", "Mail.ReadWrite"]);
    assert.deepEqual((await readApp(seedApps.delegatedInstead)).grants, []);
  });

  it("takes the bot's own permission from its next token", async () => {
    const before = await askToken();
    const [grant] = (await readApp(appId)).grants;

    await call("DELETE", `/grants/${grant?.id}?value=Directory.Read.All`);

    const answers = [await askGraph("applications", before)];
    answers.push(await askGraph("applications", await askToken()));
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.error?.code]),
      [
        [200, undefined],
        [403, "Authorization_RequestDenied"],
      ],
    );
  });

  it("changes the settings, one at a time", async () => {
    const start = await call("GET", "/settings");
    const delay = await call("PUT", "/settings", { replicationDelayMs: 60_000 });
    const size = await call("PUT", "/settings", { pageSize: 2 });
    const token = await askToken();
    const page = await askGraph("servicePrincipals?$top=10", token);

    assert.deepEqual(start.body, { replicationDelayMs: 0, pageSize: 999 });
    assert.deepEqual(delay.body, { replicationDelayMs: 60_000, pageSize: 999 });
    assert.deepEqual(size.body, { replicationDelayMs: 60_000, pageSize: 2 });
    assert.equal(page.body.value.length, 2);
  });

  it("delays what Graph shows, not what the panel shows", async () => {
    await call("PUT", "/settings", { replicationDelayMs: 600_000 });
    const { objectId, grants } = await readApp(seedApps.delegatedInstead);
    await call("DELETE", `/grants/${grants[0]?.id}`);

    const path = `servicePrincipals/${objectId}/oauth2PermissionGrants`;
    const { body } = await askGraph(path, await askToken());

    assert.deepEqual((await readApp(seedApps.delegatedInstead)).grants, []);
    assert.equal(body.value.length, 1);
  });

  it("takes tokens back until a new one is asked for", async () => {
    const before = await askToken();

    const { status } = await call("POST", "/revocations", { subject: appId });

    const refused = await askGraph("organization", before);
    const renewed = await askGraph("organization", await askToken());
    assert.deepEqual([status, refused.status, renewed.status], [200, 401, 200]);
    assert.match(refused.challenge ?? "", /error="insufficient_claims", claims="/);
  });

  it("changes how sign-in behaves until a reset", async () => {
    const start = await call<Readonly<Record<string, unknown>>>("GET", "/sign-in");
    const changed = await call("PUT", "/sign-in", { mfa: ["guest"], refusal: "seen" });
    const other = { blocked: ["guest"], tokenLifetimeSeconds: 60, hostToken: "refused" };
    const blocked = await call("PUT", "/sign-in", other);
    const back = { blocked: [], tokenLifetimeSeconds: 3600, hostToken: "given" };
    const emptied = await call("PUT", "/sign-in", {
      mfa: [],
      ...back,
      defaultReach: "registration",
    });
    await fetch(`${stage.page}/sandbox/api/reset`, { method: "POST" });
    const end = await call("GET", "/sign-in");

    assert.deepEqual(start.body.mfa, []);
    const guest = "d404c9d3-9f41-4e8a-9c31-50cd84f3c404";
    assert.deepEqual(changed.body, { ...start.body, mfa: [guest], refusal: "seen" });
    assert.deepEqual(blocked.body, { ...Object(changed.body), ...other, blocked: [guest] });
    assert.deepEqual(emptied.body, {
      ...start.body,
      refusal: "seen",
      defaultReach: "registration",
    });
    assert.deepEqual(end.body, start.body);
  });

  it("is as at start after a reset", async () => {
    const before = await readPanel();
    const token = await askToken();
    await call("PUT", "/settings", { replicationDelayMs: 5, pageSize: 3 });
    await call("DELETE", `/grants/${before.apps[0]?.grants[0]?.id}`);
    await call("POST", "/revocations", { subject: appId });

    await fetch(`${stage.page}/sandbox/api/reset`, { method: "POST" });

    const after = await readPanel();
    const toPlain = ({ settings, apps }: TenantPanel) => [
      settings,
      apps.map((app) => ({ ...app, grants: app.grants.map(toNoId) })),
    ];
    assert.deepEqual(toPlain(after), toPlain(before));
    assert.equal((await askGraph("organization", token)).status, 200);
  });

  it("tells the page that the tenant has changed", async () => {
    const response = await fetch(`${stage.page}/sandbox/api/events`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const { value: opening } = await reader.read();

    await call("PUT", "/settings", { pageSize: 5 });

    const { value: told } = await reader.read();
    await reader.cancel();
    assert.match(new TextDecoder().decode(opening), /^retry: 1000\n\n/);
    assert.match(new TextDecoder().decode(told), /^event: tenant\ndata: {"kind":"tenant"}\n\n/);
  });

  it("registers the product's callback when it is connected", async () => {
    const { body } = await askGraph("applications", await askToken());

    const uris = body.value.map((app) => (app as { web: { redirectUris: string[] } }).web);
    const [first] = uris;
    assert.match(first?.redirectUris[0] ?? "", /^http:\/\/127\.0\.0\.1:\d+\/consent\/callback$/);
    assert.deepEqual(
      uris.map(({ redirectUris }) => redirectUris.length),
      [1, 2, 1, 1, 1, 1, 1, 1, 1],
    );
  });

  const refusals: Readonly<
    Record<string, [method: string, path: string, body: unknown, expected: [number, string]]>
  > = {
    "an unknown grant": ["DELETE", "/grants/none", undefined, [404, "GrantNotFound"]],
    "an unknown setting": ["PUT", "/settings", { speed: 1 }, [400, "BadSyntax"]],
    "a page without rows": ["PUT", "/settings", { pageSize: 0 }, [400, "BadSyntax"]],
    "a delay above ten minutes": [
      "PUT",
      "/settings",
      { replicationDelayMs: 600_001 },
      [400, "BadSyntax"],
    ],
    "an unknown subject": ["POST", "/revocations", { subject: "nobody" }, [404, "SubjectNotFound"]],
    "a second factor for a stranger": [
      "PUT",
      "/sign-in",
      { mfa: ["nobody"] },
      [400, "UnknownPerson"],
    ],
    "a lifetime of nothing": ["PUT", "/sign-in", { tokenLifetimeSeconds: 0 }, [400, "BadSyntax"]],
    "an unknown switch": ["PUT", "/sign-in", { speed: 1 }, [400, "BadSyntax"]],
    "a revocation of nothing": ["POST", "/revocations", {}, [400, "BadSyntax"]],
    "a method that is not there": ["DELETE", "/settings", undefined, [405, "MethodNotAllowed"]],
  };
  for (const [name, [method, path, sent, expected]] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      const { status, body } = await call<{ error: { code: string } }>(method, path, sent);

      assert.deepEqual([status, body.error.code], expected);
    });
  }
});

/** Assignments get new ids at each start. */
function toNoId<Row extends { readonly id: string }>({ id, ...rest }: Row) {
  return rest;
}
