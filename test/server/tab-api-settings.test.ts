import assert from "node:assert/strict";
import { DEFAULT_SETTINGS } from "../../src/core/settings/index.ts";
import type { TabOutput } from "../../src/core/tab-api/index.ts";

import type { TabTools } from "../../src/server/index.ts";
import { buildReading, grantOf, roleOf } from "../support/grants.ts";
import {
  APP_IDS,
  codeOf,
  createFakeSettings,
  PERSON,
  readAnswer,
  startTabStage,
  type TabStage,
  toToken,
} from "../support/tab-stage.ts";

const ADMIN = { token: toToken({ roles: ["global-administrator"] }) };

describe("the settings of the tab's API", () => {
  let stage: TabStage;
  before(async () => {
    stage = await startTabStage();
  });
  after(() => stage?.stop());
  beforeEach(() => {
    stage.open();
    stage.clock.advance(60_000);
  });

  it("reads and changes settings under a tag", async () => {
    const first = await stage.ask("GET", "/api/settings", ADMIN);
    const { settings, etag, operator } = (await first.json()) as TabOutput<"readSettings">;
    const change = (ifMatch: string) =>
      stage.ask("PUT", "/api/settings", {
        ...ADMIN,
        headers: { "if-match": ifMatch },
        body: { ...settings, retentionDays: 90 },
      });

    const changed = await change(etag);
    const late = await change(etag);

    const body = (await changed.json()) as TabOutput<"changeSettings">;
    assert.deepEqual(operator, { cloud: "Public", allowedApps: [], domains: [] });
    assert.deepEqual([first.headers.get("etag"), etag], ['""', '""']);
    assert.deepEqual(body.settings, { ...settings, retentionDays: 90 });
    assert.deepEqual([changed.headers.get("etag"), body.etag], Array(2).fill('"W%2F%221%22"'));
    assert.deepEqual(await codeOf(Promise.resolve(late)), [412, "conflict"]);
    assert.equal((await change(body.etag)).status, 200);
  });

  it("keeps labels out of the form", async () => {
    const labels = { nbold: { id: "label-1", name: "Internal" } };
    stage.open({ settings: createFakeSettings({ labels }) });
    const { body } = await readAnswer(stage.ask("GET", "/api/settings", ADMIN));
    const { settings, etag } = body as TabOutput<"readSettings">;

    const sent = await stage.ask("PUT", "/api/settings", {
      ...ADMIN,
      headers: { "if-match": etag },
      body: { ...settings, labels },
    });

    assert.equal("labels" in settings, false);
    assert.equal(sent.status, 400);
  });

  it("takes no tag that is broken", async () => {
    const { body } = await readAnswer(stage.ask("GET", "/api/settings", ADMIN));
    const { settings } = body as TabOutput<"readSettings">;
    const headers = { "if-match": '"%zz"' };

    const sent = stage.ask("PUT", "/api/settings", { ...ADMIN, headers, body: settings });

    assert.deepEqual(await codeOf(sent), [400, "invalid"]);
  });

  const REFUSED: Record<string, [changes: object, code: string]> = {
    "nobody who may decide": [
      { approval: { ...DEFAULT_SETTINGS.approval, roles: [] } },
      "nobody_decides",
    ],
    "mail without a mailbox": [{ mail: { isOn: true, sender: null } }, "no_sender"],
    "a role that decides nowhere": [
      { approval: { ...DEFAULT_SETTINGS.approval, roles: ["teams-administrator"] } },
      "invalid",
    ],
  };
  for (const [name, [changes, code]] of Object.entries(REFUSED))
    it(`refuses ${name}`, async () => {
      const { body } = await readAnswer(stage.ask("GET", "/api/settings", ADMIN));
      const { settings, etag } = body as TabOutput<"readSettings">;
      const headers = { "if-match": etag };

      const sent = stage.ask("PUT", "/api/settings", {
        ...ADMIN,
        headers,
        body: { ...settings, ...changes },
      });

      assert.deepEqual(await codeOf(sent), [400, code]);
    });

  it("finds people", async () => {
    const { body } = await readAnswer(stage.ask("GET", "/api/settings/people?name=ad", ADMIN));

    assert.deepEqual(body, { people: [{ id: PERSON, name: "Ada", mail: "ada@contoso.com" }] });
  });

  const models: Record<string, [tools: Partial<TabTools>, expected: TabOutput<"readModels">]> = {
    "an app that nobody consented to": [
      {},
      {
        lost: [],
        application: { state: "missing", missing: ["Directory.Read.All"] },
        serviceAccount: {
          state: "missing",
          missing: ["Mail.Send", "Directory.Read.All"],
          account: null,
          isYours: false,
        },
      },
    ],
    "a tenant that cannot be read": [
      { directory: { readApp: async () => ({ kind: "unreachable" }) } },
      {
        lost: [],
        application: { state: "unknown", missing: [] },
        serviceAccount: { state: "unknown", missing: [], account: null, isYours: false },
      },
    ],
    "what was granted": [
      {
        serviceAccounts: {
          find: async () => ({ personId: PERSON, name: "Jobs" }),
          disconnect: async () => {},
        },
        directory: {
          readApp: async (_tenant, clientId) => ({
            kind: "read",
            value: buildReading({
              grants:
                clientId === APP_IDS.botId
                  ? [roleOf("graph:Directory.Read.All")]
                  : [grantOf("graph:Directory.Read.All"), grantOf("graph:Mail.Send", PERSON)],
            }),
          }),
        },
      },
      {
        lost: [],
        application: { state: "granted", missing: [] },
        serviceAccount: { state: "granted", missing: [], account: "Jobs", isYours: true },
      },
    ],
    "grants of the other kind or person": [
      {
        directory: {
          readApp: async (_tenant, clientId) => ({
            kind: "read",
            value: buildReading({
              grants:
                clientId === APP_IDS.apiId
                  ? [roleOf("graph:Directory.Read.All"), grantOf("graph:Directory.Read.All", "x")]
                  : [grantOf("graph:Directory.Read.All")],
            }),
          }),
        },
      },
      {
        lost: [],
        application: { state: "missing", missing: ["Directory.Read.All"] },
        serviceAccount: {
          state: "missing",
          missing: ["Mail.Send", "Directory.Read.All"],
          account: null,
          isYours: false,
        },
      },
    ],
  };
  it("misses Mail.Send of Consentry itself once mail is switched on", async () => {
    const mail = { isOn: true, sender: "consentry@contoso.example" };
    const grants = [roleOf("graph:Directory.Read.All")];
    stage.open({
      settings: {
        read: async () => ({ settings: { ...DEFAULT_SETTINGS, mail }, etag: "" }),
        change: async () => assert.fail("nothing is changed"),
        setLabel: async () => assert.fail("nothing is changed"),
      },
      directory: { readApp: async () => ({ kind: "read", value: buildReading({ grants }) }) },
    });

    const { body } = await readAnswer(stage.ask("GET", "/api/settings/models", ADMIN));

    const { application } = body as TabOutput<"readModels">;
    assert.deepEqual(application, { state: "missing", missing: ["Mail.Send"] });
  });

  for (const [name, [tools, expected]] of Object.entries(models))
    it(`tells of the models: ${name}`, async () => {
      stage.open(tools);

      const { body } = await readAnswer(stage.ask("GET", "/api/settings/models", ADMIN));

      assert.deepEqual(body, expected);
    });
});
