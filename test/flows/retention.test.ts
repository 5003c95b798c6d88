import assert from "node:assert/strict";
import type { TenantReading } from "../../src/core/grant/index.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings/index.ts";
import type { ConsentRecord } from "../../src/flows/consents/record.ts";
import { createRetention } from "../../src/flows/index.ts";
import type { DirectoryAnswer, Store } from "../../src/ports/index.ts";
import { tenantId } from "../support/activities.ts";
import {
  type ConsentStage,
  createConsentStage,
  homeScope,
  partsOf,
  readingOf,
  requester,
} from "../support/consent-stage.ts";
import { createFakeLog } from "../support/fakes.ts";

const read = (value: TenantReading): DirectoryAnswer<TenantReading> => ({ kind: "read", value });
const accepted = (state: string) => ({ admin_consent: "True", tenant: tenantId, state });
const DAY = 24 * 60 * 60_000;
const person = { tenantId, personId: requester };

describe("createRetention", () => {
  let stage: ConsentStage;
  beforeEach(async () => {
    stage = await createConsentStage();
  });
  afterEach(() => stage?.store.close());

  const rowsOf = async (prefix: string) =>
    (await stage.store.list(tenantId, { from: `${prefix}|`, to: `${prefix}|~` })).map(
      ({ rk }) => rk,
    );
  const recordOf = async (id: string) =>
    (await stage.store.get(tenantId, `consent|${id}`))?.value as ConsentRecord | undefined;
  const keepFor = async (retentionDays: number) => {
    const { etag } = await stage.settings.read(tenantId);
    const { labels: _, ...form } = { ...DEFAULT_SETTINGS, retentionDays };
    await stage.settings.change(tenantId, requester, etag, form);
  };
  const end = async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(readingOf(partsOf(homeScope))));
    await stage.comeBack(accepted(state(0)));
    return { id, state };
  };
  const sweep = () => stage.retention.sweep([tenantId]);
  const put = (rk: string, value: object, store: Store = stage.store) =>
    store.commit(tenantId, [{ op: "put", rk, value }]);

  it("keeps an ended request for the days of the settings", async () => {
    const { id } = await end();

    stage.clock.advance(365 * DAY - 1);
    const early = await sweep();
    stage.clock.advance(1);
    const late = await sweep();

    assert.deepEqual([early, late], [0, 1]);
    assert.equal(await recordOf(id), undefined);
    const left = await Promise.all(["consent", "due", "ended", "card"].map(rowsOf));
    assert.deepEqual(left, [[], [], [], []]);
    assert.equal(await stage.auditVerdict(), "intact");
    assert.match((await rowsOf("audit")).at(-1) ?? "", /consent\.ended$/);
  });

  it("keeps a letter that was given up for the days of the settings", async () => {
    const died = new Date(stage.clock.now()).toISOString();
    await put(`dead|${died}|1`, { topic: "mail", why: "mail-consent" });

    stage.clock.advance(365 * DAY - 1);
    const early = await sweep();
    stage.clock.advance(1);
    const late = await sweep();

    assert.deepEqual([early, late], [0, 1]);
    assert.deepEqual(await rowsOf("dead"), []);
  });

  it("follows the settings for what has ended before", async () => {
    const { id } = await end();
    await keepFor(3650);
    stage.clock.advance(400 * DAY);
    const long = await sweep();
    await keepFor(30);

    const short = await sweep();

    assert.deepEqual([long, short], [0, 1]);
    assert.equal(await recordOf(id), undefined);
  });

  it("counts from the last change of a request", async () => {
    const { id } = await stage.open();
    stage.directory.answer(read(readingOf([])));
    stage.clock.advance(DAY);
    await stage.visit();
    await keepFor(30);
    stage.clock.advance(29 * DAY);
    stage.directory.answer(read(readingOf(partsOf(homeScope))));
    await stage.consents.recheck(tenantId, id);
    stage.clock.advance(29 * DAY);

    await sweep();

    assert.equal((await recordOf(id))?.outcome?.kind, "granted");
  });

  it("keeps what has not ended, however old it is", async () => {
    const { id } = await stage.open();
    stage.clock.advance(4000 * DAY);

    await sweep();

    assert.ok(await recordOf(id));
    assert.equal((await rowsOf("due")).length, 1);
  });

  it("leaves the card to the request that took it", async () => {
    const older = await stage.open();
    stage.directory.answer(read(readingOf([])));
    await stage.comeBack({ error: "access_denied", state: older.state(0) });
    await keepFor(30);
    stage.clock.advance(29 * DAY);
    const newer = await stage.open();
    stage.clock.advance(2 * DAY);

    await sweep();

    assert.equal(await recordOf(older.id), undefined);
    const [card = ""] = await rowsOf("card");
    assert.deepEqual((await stage.store.get(tenantId, card))?.value, { id: newer.id });
  });

  it("takes up an ended request under the deadline of an older version", async () => {
    const { id } = await end();
    const [row = ""] = await rowsOf("ended");
    await stage.store.commit(tenantId, [{ op: "delete", rk: row }]);
    await put(`due|2026-12-02T09:00:00.000Z|consent|${id}`, { id });
    stage.clock.advance(31 * DAY);

    await stage.visit();

    assert.deepEqual([(await rowsOf("due")).length, (await rowsOf("ended")).length], [0, 1]);
  });

  it("lets no request that it cannot read stop the others", async () => {
    const { id } = await end();
    await put("consent|0-other", { id: "0-other", more: 1 });
    await put("ended|2000-01-01T00:00:00.000Z|consent|0-other", { id: "0-other" });
    await put("ended|2000-01-01T00:00:00.000Z|consent|0-gone", { id: "0-gone" });
    await put("ended|2000-01-01T00:00:00.000Z|odd", { odd: true });
    stage.clock.advance(366 * DAY);

    assert.equal(await sweep(), 1);

    assert.equal(await recordOf(id), undefined);
    assert.deepEqual(await rowsOf("consent"), ["consent|0-other"]);
    assert.deepEqual(await rowsOf("ended"), []);
    assert.match((await rowsOf("due")).join(), /\|consent\|0-other$/);
  });

  it("forgets old results and keeps the newer of a person", async () => {
    await stage.results.note(person, { kind: "answer", code: "old" });
    await stage.results.note({ ...person, personId: "p-2" }, { kind: "answer", code: "old" });
    stage.clock.advance(300 * DAY);
    await stage.results.note(person, { kind: "answer", code: "new" });
    stage.clock.advance(100 * DAY);

    const dropped = await sweep();

    assert.equal(dropped, 2);
    assert.deepEqual(
      (await stage.results.list(person)).map(({ code }) => code),
      ["new"],
    );
    assert.deepEqual(await rowsOf("result"), [`result|${requester}`]);
  });

  it("forgets questions and sign-ins whose time is over", async () => {
    const now = stage.clock.now();
    for (const kind of ["pending", "token"]) {
      await put(`${kind}|over`, { until: now, sealed: "s" });
      await put(`${kind}|open`, { until: now + 1, sealed: "s" });
      await put(`${kind}|odd`, { until: "soon" });
    }

    const dropped = await sweep();

    assert.equal(dropped, 2);
    assert.deepEqual(await rowsOf("pending"), ["pending|odd", "pending|open"]);
    assert.deepEqual(await rowsOf("token"), ["token|odd", "token|open"]);
  });

  it("looks through all of many rows", async () => {
    const until = stage.clock.now() + DAY;
    for (let index = 0; index < 450; index++)
      await put(`pending|${String(index).padStart(3, "0")}`, { until: index % 2 ? until : 0 });

    const dropped = [await sweep(), await sweep()];

    assert.deepEqual(dropped, [225, 0]);
  });

  it("forgets more requests than are deleted at once", async () => {
    for (let index = 0; index < 230; index++) await end();
    stage.clock.advance(366 * DAY);

    assert.equal(await sweep(), 230);
  });

  it("lets no request that breaks stop the others", async () => {
    const first = await end();
    const second = await end();
    stage.clock.advance(366 * DAY);
    const { ledger, log } = stage;
    const faults = [new Error("broken")];
    const record: typeof ledger.record = async (...change) => {
      const fault = faults.pop();
      if (fault) throw fault;
      return ledger.record(...change);
    };

    const dropped = await createRetention({ ...stage, ledger: { ...ledger, record } }).sweep([
      tenantId,
    ]);

    const left = [await recordOf(first.id), await recordOf(second.id)];
    assert.equal(dropped, 1);
    assert.equal(left.filter((one) => one).length, 1);
    assert.equal(log.find("an ended request broke").length, 1);
  });

  it("keeps a sign-in that was renewed since it was listed", async () => {
    const now = stage.clock.now();
    await put("token|p-1", { until: now });
    const { store } = stage;
    const list: Store["list"] = async (pk, range) => {
      const rows = await store.list(pk, range);
      if (range?.to === "token|~") await put("token|p-1", { until: now + DAY });
      return rows;
    };
    const between: Store = {
      list,
      get: (pk, rk) => store.get(pk, rk),
      commit: (pk, ops) => store.commit(pk, ops),
      close: () => store.close(),
    };
    const retention = createRetention({ ...stage, store: between });

    const dropped = await retention.sweep([tenantId]);

    assert.equal(dropped, 0);
    assert.deepEqual(await rowsOf("token"), ["token|p-1"]);
  });

  it("keeps requests, results and letters where settings cannot be read", async () => {
    const { id } = await end();
    await stage.results.note(person, { kind: "answer", code: "old" });
    await put("settings|tenant", { ...DEFAULT_SETTINGS, retentionDays: "long" });
    await put("pending|over", { until: 0 });
    await put("dead|2026-01-01T00:00:00.000Z|1", { topic: "mail" });
    stage.clock.advance(4000 * DAY);

    const dropped = await sweep();

    assert.equal(dropped, 1);
    assert.equal((await rowsOf("dead")).length, 1);
    assert.ok(await recordOf(id));
    assert.deepEqual(await rowsOf("result"), [`result|${requester}`]);
    assert.equal(stage.log.find("something past its time was not forgotten").length, 3);
  });

  it("goes on with the next tenant when one breaks", async () => {
    const log = createFakeLog();
    const read = async (tenant: string) => {
      if (tenant === "broken") throw new Error("no settings");
      return { settings: DEFAULT_SETTINGS, etag: "" };
    };
    await end();
    stage.clock.advance(366 * DAY);

    const dropped = await createRetention({ ...stage, settings: { read }, log }).sweep([
      "broken",
      "broken",
      tenantId,
    ]);

    assert.equal(dropped, 1);
    assert.equal(log.lines.length, 3);
  });

  it("drops what was claimed, said and pressed when its time is over", async () => {
    const now = stage.clock.now();
    for (const prefix of ["once", "recall", "press"]) {
      await put(`${prefix}|over`, { until: now });
      await put(`${prefix}|open`, { until: now + 1 });
    }

    const dropped = await sweep();

    assert.equal(dropped, 3);
    for (const prefix of ["once", "recall", "press"])
      assert.deepEqual(await rowsOf(prefix), [`${prefix}|open`]);
  });

  it("drops all claims in one sweep, beside another sweep", async () => {
    const keys = Array.from({ length: 2_100 }, (_, index) => `once|${index + 10_000}`);
    for (let at = 0; at < keys.length; at += 100)
      await stage.store.commit(
        tenantId,
        keys.slice(at, at + 100).map((rk) => ({ op: "put", rk, value: { until: 0 } })),
      );

    const [one, other] = await Promise.all([sweep(), sweep()]);

    assert.equal(one + other, 2_100);
    assert.deepEqual(await rowsOf("once"), []);
  });
});
