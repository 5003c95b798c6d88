import assert from "node:assert/strict";
import { AppError } from "../../src/core/errors.ts";
import type { Grant, TenantReading } from "../../src/core/grant/index.ts";
import type { ConsentRecord } from "../../src/flows/consents/record.ts";
import type { DirectoryAnswer } from "../../src/ports/index.ts";
import { tenantId } from "../support/activities.ts";
import {
  type ConsentStage,
  createConsentStage,
  homeScope,
  partsOf,
  readingOf,
  scenario2,
} from "../support/consent-stage.ts";

const nothing = readingOf([]);
const everything = readingOf(partsOf(homeScope));
const read = (value: TenantReading): DirectoryAnswer<TenantReading> => ({ kind: "read", value });
const accepted = (state: string) => ({ admin_consent: "True", tenant: tenantId, state });
const HOUR = 60 * 60_000;

describe("createConsents when things go wrong", () => {
  let stage: ConsentStage;
  beforeEach(async () => {
    stage = await createConsentStage();
  });
  afterEach(() => stage?.store.close());

  const recordOf = async (id: string) =>
    (await stage.store.get(tenantId, `consent|${id}`))?.value as ConsentRecord | undefined;
  const outcomeOf = async (id: string) => (await recordOf(id))?.outcome?.kind ?? null;
  const sweepLater = async () => {
    stage.clock.advance(3 * HOUR);
    await stage.visit();
    await stage.consents.idle();
  };

  it("takes up in the next sweep what a fault broke off", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(everything));
    stage.directory.fail(new AppError("ERR_STORE_FAILED", "once"));
    await stage.comeBack(accepted(state(0)));
    const before = await outcomeOf(id);

    await sweepLater();

    assert.deepEqual([before, await outcomeOf(id)], [null, "granted"]);
  });

  /** A link that somebody came back on, while nobody proves it. */
  async function leaveChecking() {
    const { state } = await stage.open(homeScope, { isPersonal: true });
    stage.directory.fail(new AppError("ERR_STORE_FAILED", "once"));
    await stage.comeBack(accepted(state(0)));
    stage.directory.answer(read({ ...nothing, requested: null }), read(everything));
    return { here: stage.consents, there: stage.restart() };
  }
  const prove = async (consents: ConsentStage["consents"]) => {
    await consents.resume(tenantId);
    await consents.idle();
  };

  it("does not leave Checking over what another replica has settled", async () => {
    const { here, there } = await leaveChecking();
    stage.courier.onUpdate(() => prove(there));

    await prove(here);

    assert.deepEqual(
      stage.cards.slice(-2).map((title) => /^Consent granted/.test(title)),
      [false, true],
    );
  });

  it("shows no Checking for what another replica has settled", async () => {
    const { here, there } = await leaveChecking();
    await Promise.all([prove(here), prove(there)]);

    assert.match(stage.cards.at(-1) ?? "", /^Consent granted/);
  });

  it("brings an outcome that reached nobody again", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(everything));
    stage.courier.reach(false);
    await stage.comeBack(accepted(state(0)));
    const before = stage.courier.brought.length;
    stage.courier.reach(true);

    await sweepLater();

    assert.ok(stage.courier.brought.length > before);
    assert.equal((await recordOf(id))?.untold, null);
  });

  it("gives up telling after five times", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(everything));
    stage.courier.reach(false);
    await stage.comeBack(accepted(state(0)));

    for (let round = 0; round < 8; round++) await sweepLater();

    const { length } = stage.courier.brought;
    await sweepLater();
    assert.equal(stage.courier.brought.length, length);
    assert.equal((await recordOf(id))?.untold, null);
  });

  it("lets no row that it cannot read stop the others", async () => {
    const { id } = await stage.open();
    await stage.store.commit(tenantId, [
      { op: "insert", rk: "consent|0-other", value: { id: "0-other", more: 1 } },
      {
        op: "insert",
        rk: "due|2000-01-01T00:00:00.000Z|consent|0-other",
        value: { id: "0-other" },
      },
      { op: "insert", rk: "due|2000-01-01T00:00:00.000Z|consent|odd", value: { odd: true } },
    ]);
    stage.directory.answer(read(nothing));

    await stage.consents.resume(tenantId);
    await sweepLater();

    assert.equal(await outcomeOf(id), "expired");
    const due = await stage.store.list(tenantId, { from: "due|2000", to: "due|2001" });
    assert.deepEqual(due, []);
  });

  it("opens a request for an app that many people consented to", async () => {
    const grants = Array.from(
      { length: 4000 },
      (_, index): Grant => ({
        resource: "graph",
        resourceName: "Microsoft Graph",
        type: "delegated",
        value: "Mail.Send",
        id: null,
        reach: "person",
        personId: `a1d1f6a0-6c1e-4b57-8f0e-${String(index).padStart(12, "0")}`,
      }),
    );

    const { id } = await stage.open(homeScope, { reading: readingOf([], { grants }) });

    const kept = JSON.stringify(await recordOf(id));
    assert.ok(
      kept.length < 20_000 && !kept.includes("000000000007"),
      "it keeps other people's ids",
    );
  });

  it("believes a second visit that the directory confirms", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(nothing));
    await stage.comeBack({ error: "access_denied", error_subcode: "cancel", state: state(0) });
    stage.directory.answer(read(everything));

    await stage.comeBack(accepted(state(0)));

    assert.equal(await outcomeOf(id), "granted");
    assert.match(stage.courier.brought.at(-1)?.view.summary ?? "", /granted/);
  });

  it("leaves a card alone that shows something else by now", async () => {
    await stage.open();
    const card = { tenantId, conversationId: "19:channel", activityId: "card-1" };
    await stage.consents.release(card);
    stage.directory.answer(read(nothing));

    await sweepLater();

    assert.deepEqual(stage.courier.brought, []);
  });

  it("keeps one untouched request for one card", async () => {
    const first = await stage.open();
    const second = await stage.open();

    const due = await stage.store.list(tenantId, { from: "due|", to: "due|~" });

    assert.equal(await recordOf(first.id), undefined);
    assert.ok(await recordOf(second.id));
    assert.equal(due.length, 1);
  });

  it("says granted once, not again when an older link ends", async () => {
    const parts = partsOf(scenario2);
    const older = await stage.open(scenario2);
    stage.directory.answer(read(readingOf(parts.slice(0, 1))));
    await stage.comeBack(accepted(older.state(0)));
    const newer = await stage.open(scenario2);
    stage.directory.answer(read(readingOf(parts)));
    await stage.comeBack(accepted(newer.state(1)));
    const before = stage.courier.brought.length;

    await sweepLater();

    assert.equal(stage.courier.brought.length, before);
  });

  it("tells what a process left untold that ended", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(everything));
    stage.courier.hang();
    await stage.consents.receive(new URLSearchParams(accepted(state(0))));
    while ((await outcomeOf(id)) === null) await new Promise(setImmediate);
    stage.courier.reach(true);

    stage.clock.advance(60_000);

    await stage.visit(stage.restart());

    assert.match(stage.courier.brought.at(-1)?.view.summary ?? "", /granted/);
  });

  it("judges by what the link asked for, not by today's catalogue", async () => {
    const { id, state } = await stage.open();
    const record = await recordOf(id);
    const [link] = record?.links ?? [];
    assert.ok(record && link);
    const asked = link.asked.map((one, index) =>
      index === 0 ? { ...one, key: "graph:Gone" } : one,
    );
    const value = { ...record, links: [{ ...link, asked }] };
    await stage.store.commit(tenantId, [{ op: "put", rk: `consent|${id}`, value }]);
    const [lost] = link.asked;
    const grants = everything.grants.filter((one) => one.value !== lost?.permission.value);
    stage.directory.answer(read({ ...everything, grants }));

    await stage.comeBack(accepted(state(0)));

    assert.equal(await outcomeOf(id), "partial");
  });

  it("names another tenant where the directory cannot be read", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer({ kind: "not-connected", reason: "consent" });
    const tenant = "11111111-1111-4111-8111-111111111111";

    await stage.comeBack({ admin_consent: "True", tenant, state: state(0) });

    assert.equal(await outcomeOf(id), "other-tenant");
  });

  it("keeps the second link on the card of a person's own chat", async () => {
    const { state } = await stage.open(scenario2, { isPersonal: true });
    const lagging = { ...nothing, requested: null };
    stage.directory.answer(read(lagging), read(readingOf(partsOf(scenario2).slice(0, 1))));

    await stage.comeBack(accepted(state(0)));

    const views = stage.courier.brought.flatMap((one) => (one.kind === "updated" ? one.view : []));
    const told = stage.courier.brought.flatMap((one) => (one.kind === "told" ? one : []));
    assert.equal(views.length, 1);
    assert.match(JSON.stringify(views[0]?.data), /v2\.0\/adminconsent/);
    assert.deepEqual(
      told.map(({ form, view }) => [form, /Checking/.test(view.summary)]),
      [
        ["line", true],
        ["line", false],
      ],
    );
  });

  it("says missing of all that no link has granted", async () => {
    const { id, state } = await stage.open(scenario2, { reading: nothing });
    stage.directory.answer(read(nothing));

    await stage.comeBack(accepted(state(0)));

    const outcome = (await recordOf(id))?.outcome;
    assert.equal(outcome?.kind, "other");
    assert.equal(outcome.missing.length, 3);
  });

  it("shows a channel neither that it looks nor what else was granted", async () => {
    const { state } = await stage.open(homeScope, { reading: nothing });
    stage.directory.answer(read(readingOf(partsOf(scenario2).slice(0, 1))));

    await stage.comeBack(accepted(state(0)));

    assert.deepEqual(stage.cards, []);
    assert.match(stage.courier.brought.at(-1)?.view.summary ?? "", /Something else/);
  });

  it("tells a replay again where telling failed", async () => {
    const { state } = await stage.open();
    stage.directory.answer(read(nothing));
    await stage.comeBack({ error: "access_denied", state: state(0) });
    stage.courier.reach(false);
    await stage.comeBack(accepted(state(0)));
    stage.courier.reach(true);
    const before = stage.courier.brought.length;

    await stage.comeBack(accepted(state(0)));

    assert.equal(stage.courier.brought.length - before, 1);
  });
});
