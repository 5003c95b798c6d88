import assert from "node:assert/strict";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import { appId } from "./fake-bot.ts";
import {
  bearer,
  createGraphStage,
  exchangeId,
  filterBy,
  graphId,
  toRefusal,
  unknownId,
} from "./graph-stage.ts";

describe("sandbox Graph queries", () => {
  const graph = createGraphStage();
  const { idOf, asApp, sign, send, get } = graph;
  before(graph.start);
  after(graph.stop);
  beforeEach(graph.reset);

  const id = idOf(seedApps.fullyRight);
  const many = Array.from({ length: 16 }, () => `'${graphId}'`).join(",");
  const unsupported = "Request_UnsupportedQuery";
  const refusals: Readonly<Record<string, [path: string, code: string]>> = {
    "a filter by another property": [
      `servicePrincipals?${filterBy("publisherName eq 'Contoso'")}`,
      unsupported,
    ],
    "a filter with and": [
      `servicePrincipals?${filterBy(`appId eq '${graphId}' and accountEnabled eq true`)}`,
      unsupported,
    ],
    "a filter with ne": [`servicePrincipals?${filterBy(`appId ne '${graphId}'`)}`, unsupported],
    "displayName eq of a grant": [
      `oauth2PermissionGrants?${filterBy("displayName eq 'x'")}`,
      unsupported,
    ],
    "contains()": [`servicePrincipals?${filterBy("contains(displayName,'x')")}`, unsupported],
    "startswith() of an app id": [
      `servicePrincipals?${filterBy("startswith(appId,'0')")}`,
      unsupported,
    ],
    "startswith() of nothing": [
      `servicePrincipals?${filterBy("startswith(displayName,'')")}`,
      unsupported,
    ],
    "an apostrophe that is not doubled": [
      `servicePrincipals?${filterBy("startswith(displayName,'O'Neill')")}`,
      "BadRequest",
    ],
    "a filter that goes on behind a quote": [
      `servicePrincipals?${filterBy("startswith(displayName,'x') or startswith(displayName,'y')")}`,
      unsupported,
    ],
    "more than 15 values": [`servicePrincipals?${filterBy(`appId in (${many})`)}`, unsupported],
    "an empty list": [`servicePrincipals?${filterBy("appId in ()")}`, unsupported],
    "an empty filter": ["servicePrincipals?$filter=", unsupported],
    "an app id that is no GUID": [
      `servicePrincipals?${filterBy("appId eq 'x'")}`,
      "Request_BadRequest",
    ],
    "a list with something that is no GUID": [
      `servicePrincipals?${filterBy(`appId in ('${graphId}','x')`)}`,
      "Request_BadRequest",
    ],
    "applications by name": [
      `applications?${filterBy("startswith(displayName,'x')")}`,
      unsupported,
    ],
    "applications by a list": [`applications?${filterBy(`appId in ('${appId}')`)}`, unsupported],
    "grants by resource": [
      `oauth2PermissionGrants?${filterBy(`resourceId eq '${id}'`)}`,
      unsupported,
    ],
    "a filter on an app's roles": [
      `servicePrincipals/${id}/appRoleAssignments?${filterBy(`resourceId eq '${id}'`)}`,
      unsupported,
    ],
    "a filter on an app's grants": [
      `servicePrincipals/${id}/oauth2PermissionGrants?${filterBy(`clientId eq '${id}'`)}`,
      unsupported,
    ],
    "a filter on the organization": ["organization?$filter=id%20eq%20'x'", unsupported],
    "a filter on one object": [`servicePrincipals/${id}?$filter=x`, "BadRequest"],
    $search: ['servicePrincipals?$search="displayName:x"', "BadRequest"],
    $expand: ["servicePrincipals?$expand=appRoleAssignments", "BadRequest"],
    $count: ["servicePrincipals?$count=true", "BadRequest"],
    $orderby: ["servicePrincipals?$orderby=displayName", "BadRequest"],
    "an option without a dollar": ["servicePrincipals?top=1", "BadRequest"],
    "an option that is given twice": ["servicePrincipals?$top=1&$top=2", "BadRequest"],
    "$top of nothing": ["servicePrincipals?$top=0", "BadRequest"],
    "$top above 999": ["servicePrincipals?$top=1000", "BadRequest"],
    "$top that is no number": ["servicePrincipals?$top=1e2", "BadRequest"],
    "an unknown property": ["servicePrincipals?$select=id,secret", "BadRequest"],
    "publisherName, which only beta has": [
      "servicePrincipals?$select=id,publisherName",
      "BadRequest",
    ],
    "an empty selection": ["servicePrincipals?$select=", "BadRequest"],
    "a page token of its own making": [
      `servicePrincipals?$skiptoken=${Buffer.from("2.x").toString("base64url")}`,
      "Directory_ExpiredPageToken",
    ],
    "an id that is no GUID": ["servicePrincipals/x/appRoleAssignments", "Request_BadRequest"],
    "an unknown segment": ["directoryRoles", "BadRequest"],
    "an unknown part of an app": [`servicePrincipals/${id}/owners`, "BadRequest"],
    "the app id as a key": [`servicePrincipals(appId='${graphId}')`, "BadRequest"],
  };
  for (const [name, [path, code]] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      assert.deepEqual(toRefusal(await get(path)), [400, code]);
    });
  }

  const absent: Readonly<Record<string, string>> = {
    "an unknown app": `servicePrincipals/${unknownId}`,
    "an unknown app's roles": `servicePrincipals/${unknownId}/appRoleAssignments`,
    "an unknown app's grants": `servicePrincipals/${unknownId}/oauth2PermissionGrants`,
    "an app id in the place of an object id": `servicePrincipals/${graphId}`,
    "an unknown person": `users/${unknownId}`,
  };
  for (const [name, path] of Object.entries(absent)) {
    it(`does not find ${name}`, async () => {
      assert.deepEqual(toRefusal(await get(path)), [404, "Request_ResourceNotFound"]);
    });
  }

  it("names the segment that leads nowhere", async () => {
    const answers = await Promise.all(
      ["foo/bar", `servicePrincipals/${id}/owners`].map((path) => get(path)),
    );

    assert.deepEqual(
      answers.map(({ body }) => body.error.message),
      ["Resource not found for the segment 'foo'.", "Resource not found for the segment 'owners'."],
    );
  });

  it("changes nothing, whoever asks", async () => {
    const write = async (method: string, roles: string[]) =>
      toRefusal(
        await send("v1.0/oauth2PermissionGrants", {
          method,
          ...bearer(await sign(asApp(roles))),
        }),
      );

    const answers = await Promise.all([
      write("POST", ["Directory.Read.All"]),
      write("PATCH", ["DelegatedPermissionGrant.ReadWrite.All"]),
    ]);

    assert.deepEqual(answers, [
      [403, "Authorization_RequestDenied"],
      [501, "notSupported"],
    ]);
  });

  it("has no beta", async () => {
    const answered = await send("beta/me", bearer(await sign(asApp())));

    assert.deepEqual(toRefusal(answered), [501, "notSupported"]);
  });

  it("finds by app id, in either case", async () => {
    const [one, two, none] = await Promise.all([
      get(`servicePrincipals?${filterBy(`appId eq '${seedApps.fullyRight.toUpperCase()}'`)}`),
      get(`servicePrincipals?${filterBy(`appId in ('${exchangeId}', '${graphId}')`)}`),
      get(`servicePrincipals?${filterBy(`appId eq '${unknownId}'`)}`),
    ]);

    const names = [one, two, none].map(({ body }) =>
      body.value.map(({ displayName }) => displayName),
    );
    assert.deepEqual(names, [
      ["AutoStore (all granted)"],
      ["Microsoft Graph", "Office 365 Exchange Online"],
      [],
    ]);
  });

  it("finds by a whole name in any case", async () => {
    const answers = await Promise.all(
      ["autostore (GRANTED per person)", "AutoStore", "Chef''s", ""].map((name) =>
        get(`servicePrincipals?${filterBy(`displayName eq '${name}'`)}`),
      ),
    );

    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.value.map((app) => app.displayName)]),
      [
        [200, ["AutoStore (granted per person)"]],
        [200, []],
        [200, []],
        [200, []],
      ],
    );
  });

  it("finds by the beginning of a name", async () => {
    const [apps, doubled] = await Promise.all([
      get(`servicePrincipals?${filterBy("startswith(displayName, 'autostore (g')")}`),
      get(`servicePrincipals?${filterBy("startswith(displayName,'Chef''s')")}`),
    ]);

    assert.deepEqual(
      apps.body.value.map(({ displayName }) => displayName),
      ["AutoStore (grants left over)", "AutoStore (granted per person)"],
    );
    assert.deepEqual([doubled.status, doubled.body.value.length], [200, 32]);
  });
});
