import assert from "node:assert/strict";
import { DEFAULT_SETTINGS, type TenantSettings } from "../../src/core/settings/index.ts";
import {
  createSettingsKeeper,
  joinAllowLists,
  type SettingsForm,
  type SettingsKeeper,
} from "../../src/flows/index.ts";
import type { Ledger, Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore, verifyLedger } from "../../src/store/index.ts";
import { tenantId } from "../support/activities.ts";
import { createFakeClock, createFakeIds } from "../support/fakes.ts";

const admin = "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101";
const app = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";
const secret = { id: "l-1", name: "Confidential" };
const priya = { id: admin, name: "Priya Raman" };
const ROW = "settings|tenant";
const key = createAuditKey(["k".repeat(32)]);

describe("createSettingsKeeper", () => {
  let store: Store;
  let ledger: Ledger;
  let keeper: SettingsKeeper;
  /** Happens once, right before the next commit of a change. */
  let before: () => Promise<unknown>;
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    before = async () => undefined;
    ledger = createLedger({
      key,
      clock: createFakeClock(),
      ids: createFakeIds(),
      store: {
        get: (pk, rk) => store.get(pk, rk),
        list: (pk, range) => store.list(pk, range),
        commit: async (pk, ops) => {
          const now = before;
          if (pk === tenantId) before = async () => undefined;
          if (pk === tenantId) await now();
          await store.commit(pk, ops);
        },
        close: () => store.close(),
      },
    });
    keeper = createSettingsKeeper({ store, ledger });
  });
  afterEach(() => store?.close());

  const toForm = (changes: Partial<SettingsForm> = {}): SettingsForm => {
    const { labels: _, ...form } = DEFAULT_SETTINGS;
    return { ...form, ...changes };
  };
  const change = async (changes: Partial<SettingsForm>, etag?: string) =>
    keeper.change(tenantId, admin, etag ?? (await keeper.read(tenantId)).etag, toForm(changes));
  const put = (value: object) => store.commit(tenantId, [{ op: "put", rk: ROW, value }]);
  const settings = async () => (await keeper.read(tenantId)).settings;
  const listLines = async () =>
    (await store.list(tenantId, { from: "audit|", to: "audit|~" })).map(({ value }) => {
      const { verb, actor, object, details } = value as Record<string, unknown>;
      return { verb, actor, object, details };
    });

  it("gives what holds until somebody decides", async () => {
    assert.deepEqual(await keeper.read(tenantId), { settings: DEFAULT_SETTINGS, etag: "" });
    assert.equal(await keeper.readModel(tenantId), "application");
  });

  it("changes what was read, with an audit line without names", async () => {
    const changes = {
      approvers: [priya],
      allowedApps: [app, admin],
      model: "service-account",
      retentionDays: 90,
    } as const;

    const changed = await change(changes);

    const row = await store.get(tenantId, ROW);
    const expected = { ...DEFAULT_SETTINGS, ...changes };
    assert.deepEqual(changed, { kind: "changed", settings: expected, etag: row?.etag });
    assert.equal(await keeper.readModel(tenantId), "service-account");
    assert.deepEqual(await listLines(), [
      {
        verb: "settings.changed",
        actor: admin,
        object: "settings:tenant",
        details: {
          fields: "approvers allowedApps model retentionDays",
          approvers: 1,
          allowedApps: 2,
          model: "service-account",
          retentionDays: 90,
        },
      },
    ]);
    assert.equal((await verifyLedger(store, key, tenantId)).kind, "intact");
  });

  it("names each part in the log, without addresses and names", async () => {
    const channel = {
      teamId: admin,
      teamName: "IT of Contoso",
      channelId: "19:approvals@thread.tacv2",
      channelName: "Approvals of Ada",
    };
    const { approval } = DEFAULT_SETTINGS;

    await change({
      approval: { ...approval, roles: ["global-administrator"], channel, isTwoPerson: true },
      mail: { isOn: true, sender: "secret@contoso.com" },
      watchHours: 6,
    });
    await change({
      approval: { ...approval, roles: ["global-administrator"], isTwoPerson: true, days: 7 },
      mail: { isOn: true, sender: "other@contoso.com" },
      watchHours: 6,
    });

    const [first, second] = (await listLines()).map(({ details }) => details);
    assert.deepEqual(first, {
      fields:
        "approval.roles approval.channel approval.isTwoPerson mail.isOn mail.sender watchHours",
      "approval.roles": "global-administrator",
      "approval.channel": "19:approvals@thread.tacv2",
      "approval.isTwoPerson": true,
      "mail.isOn": true,
      "mail.sender": true,
      watchHours: 6,
    });
    assert.deepEqual(second, {
      fields: "approval.channel approval.days mail.sender",
      "approval.channel": "none",
      "approval.days": 7,
      "mail.sender": true,
    });
    assert.doesNotMatch(
      JSON.stringify(await store.list(tenantId, { from: "audit|", to: "audit|~" })),
      /contoso|Ada/i,
    );
  });

  const REFUSED: readonly [string, Partial<SettingsForm>, string][] = [
    [
      "nobody who may decide",
      { approvers: [], approval: { ...DEFAULT_SETTINGS.approval, roles: [] } },
      "nobody-decides",
    ],
    ["mail without a mailbox", { mail: { isOn: true, sender: null } }, "no-sender"],
  ];
  for (const [name, changes, why] of REFUSED)
    it(`refuses ${name}`, async () => {
      assert.deepEqual(await change(changes), { kind: "refused", why });
      assert.deepEqual(await store.list(tenantId), []);
    });

  it("lets the service account send without a mailbox", async () => {
    const mail = { isOn: true, sender: null };

    const answer = await change({ mail, model: "service-account" });

    assert.equal(answer.kind, "changed");
  });

  it("keeps tenants apart", async () => {
    await change({ language: "de" });

    assert.deepEqual(await keeper.read("other"), { settings: DEFAULT_SETTINGS, etag: "" });
  });

  it("writes nothing where nothing changes", async () => {
    await change({ language: "de" });
    const row = await store.get(tenantId, ROW);

    const changed = await change({ language: "de" });

    assert.deepEqual(changed, { kind: "changed", settings: row?.value, etag: row?.etag });
    assert.equal((await listLines()).length, 1);
  });

  it("refuses a change of what somebody else has changed", async () => {
    const first = await change({ language: "de" }, "");
    assert.ok(first.kind === "changed");
    await change({ language: "fr" });

    const answers = [
      await change({ model: "service-account" }, first.etag),
      await change({ model: "service-account" }, ""),
      await change({ model: "service-account" }, "made-up"),
    ];

    assert.deepEqual(answers, [{ kind: "conflict" }, { kind: "conflict" }, { kind: "conflict" }]);
    assert.deepEqual(await settings(), { ...DEFAULT_SETTINGS, language: "fr" });
    assert.equal((await listLines()).length, 2);
  });

  for (const isFirst of [true, false])
    it(`refuses a change that another overtakes, ${isFirst ? "as the first" : "later"}`, async () => {
      if (!isFirst) await change({ retentionDays: 100 });
      const other = { ...DEFAULT_SETTINGS, language: "fr" } as const;
      const { etag } = await keeper.read(tenantId);
      before = () => put(other);

      const answer = await change({ language: "de" }, etag);

      assert.deepEqual(answer, { kind: "conflict" });
      assert.deepEqual(await settings(), other);
    });

  it("changes once although the log moved on meanwhile", async () => {
    await change({ retentionDays: 100 });
    const entry = { verb: "app.registered", actor: admin, object: "app:x" };
    const tools = { clock: createFakeClock(), ids: createFakeIds() };
    const other = createLedger({ store, key, ...tools });
    before = () => other.record(tenantId, entry, async () => []);

    const answer = await change({ language: "de" });

    assert.equal(answer.kind, "changed");
    assert.equal((await settings()).language, "de");
  });

  it("lets one of many forms through", async () => {
    const { etag } = await keeper.read(tenantId);

    const answers = await Promise.all(
      [30, 40, 50, 60].map((retentionDays) => change({ retentionDays }, etag)),
    );

    const changed = answers.filter(({ kind }) => kind === "changed");
    assert.equal(changed.length, 1);
    assert.equal((await listLines()).length, 1);
  });

  it("sets and takes off a label, each with its line", async () => {
    await keeper.setLabel(tenantId, admin, "autostore", secret);
    await keeper.setLabel(tenantId, admin, "autostore", { ...secret });
    const labelled = (await settings()).labels;
    await keeper.setLabel(tenantId, admin, "autostore", null);
    await keeper.setLabel(tenantId, admin, "autostore", null);

    assert.deepEqual(labelled, { autostore: secret });
    assert.deepEqual(await settings(), DEFAULT_SETTINGS);
    const line = { actor: admin, object: "pack:autostore" };
    assert.deepEqual(await listLines(), [
      { verb: "label.set", ...line, details: { labelId: "l-1" } },
      { verb: "label.removed", ...line, details: undefined },
    ]);
  });

  it("sets a label on what others have changed meanwhile", async () => {
    const other: TenantSettings = {
      ...DEFAULT_SETTINGS,
      language: "fr",
      labels: { nbold: { id: "l-2", name: "Public" } },
    };
    before = () => put(other);

    await keeper.setLabel(tenantId, admin, "autostore", secret);

    assert.deepEqual(await settings(), {
      ...other,
      labels: { ...other.labels, autostore: secret },
    });
  });

  it("leaves labels alone when a form changes the rest", async () => {
    await keeper.setLabel(tenantId, admin, "autostore", secret);

    await change({ ...DEFAULT_SETTINGS, language: "de" });

    assert.deepEqual(await settings(), {
      ...DEFAULT_SETTINGS,
      language: "de",
      labels: { autostore: secret },
    });
  });

  it("writes nothing that it could not read again", async () => {
    await assert.rejects(change({ retentionDays: 1 }));
    await assert.rejects(keeper.setLabel(tenantId, admin, "autostore", { id: "", name: "" }));

    assert.deepEqual(await store.list(tenantId), []);
  });

  it("fills in what an older version did not know", async () => {
    await put({ language: "de" });

    assert.deepEqual(await settings(), { ...DEFAULT_SETTINGS, language: "de" });
  });

  const UNREADABLE: readonly [string, object][] = [
    ["has more", { ...DEFAULT_SETTINGS, shares: true }],
    ["names another model", { ...DEFAULT_SETTINGS, model: "agents" }],
  ];
  for (const [name, value] of UNREADABLE)
    it(`overwrites nothing of a newer version that ${name}`, async () => {
      await put(value);
      const row = await store.get(tenantId, ROW);
      const failed = { code: "ERR_STORE_FAILED" };

      await assert.rejects(keeper.read(tenantId), failed);
      await assert.rejects(keeper.readModel(tenantId), failed);
      await assert.rejects(
        keeper.change(tenantId, admin, row?.etag ?? "", toForm({ language: "de" })),
        failed,
      );
      await assert.rejects(keeper.setLabel(tenantId, admin, "autostore", secret), failed);

      assert.deepEqual(await store.get(tenantId, ROW), row);
    });

  describe("joinAllowLists", () => {
    it("joins what operator and administrators allow", async () => {
      await change({ allowedApps: [app] });

      const allowList = joinAllowLists(keeper, [admin]);

      assert.deepEqual(await allowList(tenantId), [admin, app]);
      assert.deepEqual(await allowList("other"), [admin]);
    });

    it("lets the operator allow any, whatever can be read", async () => {
      await put({ model: 7 });

      assert.equal(await joinAllowLists(keeper, "*")(tenantId), "*");
      await assert.rejects(joinAllowLists(keeper, [])(tenantId), { code: "ERR_STORE_FAILED" });
    });
  });
});
