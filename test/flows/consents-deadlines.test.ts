import assert from "node:assert/strict";
import type { TenantReading } from "../../src/core/grant/index.ts";
import type { ConsentRecord } from "../../src/flows/consents/record.ts";
import type { DirectoryAnswer, Store } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
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
const nobody = async () => undefined;

/** Something that happens once, in the middle of what a store is asked for. */
interface Between {
  list: () => Promise<unknown>;
  commit: (store: Store) => Promise<unknown>;
}

async function openStoreBetween(between: Between): Promise<Store> {
  const store = await openStore({ file: ":memory:" });
  return {
    get: (pk, rk) => store.get(pk, rk),
    list: async (pk, range) => {
      const rows = await store.list(pk, range);
      const { list } = between;
      if (range?.from === "due|") between.list = nobody;
      if (range?.from === "due|") await list();
      return rows;
    },
    commit: async (pk, ops) => {
      const { commit } = between;
      between.commit = nobody;
      await commit(store);
      await store.commit(pk, ops);
    },
    close: () => store.close(),
  };
}

describe("deadlines of consent requests", () => {
  let stage: ConsentStage;
  let between: Between;
  let during: () => void;
  beforeEach(async () => {
    between = { list: nobody, commit: nobody };
    during = () => undefined;
    const store = await openStoreBetween(between);
    stage = await createConsentStage({ store, onWait: () => during() });
  });
  afterEach(() => stage?.store.close());

  const recordOf = async (id: string) =>
    (await stage.store.get(tenantId, `consent|${id}`))?.value as ConsentRecord | undefined;
  const outcomeOf = async (id: string) => (await recordOf(id))?.outcome?.kind;
  const rowsOf = async (prefix: string) =>
    stage.store.list(tenantId, { from: `${prefix}|`, to: `${prefix}|~` });
  const countTimes = async () => ({
    due: (await rowsOf("due")).length,
    ended: (await rowsOf("ended")).length,
  });
  const change = async (id: string, changes: object) => {
    const value = { ...(await recordOf(id)), ...changes };
    await stage.store.commit(tenantId, [{ op: "put", rk: `consent|${id}`, value }]);
  };
  const sweepLater = async (milliseconds: number) => {
    stage.clock.advance(milliseconds);
    await stage.visit();
    await stage.consents.idle();
  };

  it("keeps a request that closed after the sweep had listed it", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(nothing));
    between.list = () => stage.comeBack(accepted(state(0)));

    await sweepLater(2 * HOUR);

    assert.equal(await outcomeOf(id), "expired");
    assert.equal(stage.courier.brought.length, 1);
    assert.deepEqual(await countTimes(), { due: 0, ended: 1 });
  });

  it("tells once although two processes sweep", async () => {
    const { state } = await stage.open();
    stage.directory.answer(read(everything));
    stage.courier.reach(false);
    await stage.comeBack(accepted(state(0)));
    const before = stage.courier.brought.length;
    stage.courier.reach(true);
    stage.clock.advance(HOUR);

    await Promise.all([stage.visit(), stage.visit(stage.restart())]);

    const kinds = stage.courier.brought.slice(before).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["updated", "told"]);
  });

  it("counts a try to tell that breaks", async () => {
    const { id } = await stage.open();
    await change(id, { selection: "9~none", outcome: { kind: "granted" }, untold: 0 });

    for (let round = 0; round < 8; round++) await sweepLater(3 * HOUR);

    assert.equal((await recordOf(id))?.untold, null);
  });

  it("starts although a request cannot be told", async () => {
    const { id } = await stage.open();
    await change(id, { selection: "9~none", outcome: { kind: "granted" }, untold: 0 });

    await assert.doesNotReject(stage.restart().resume(tenantId));
  });

  it("lets a running proof end when another link comes late", async () => {
    const { id, state } = await stage.open(scenario2);
    const half = readingOf(partsOf(scenario2).slice(0, 1));
    const lagging = { ...nothing, requested: null };
    const readings = Array.from({ length: 6 }, () => read(lagging));
    stage.directory.answer(...readings, read(half));
    during = () => {
      during = () => undefined;
      stage.clock.advance(HOUR);
      void stage.consents.receive(new URLSearchParams(accepted(state(1))));
    };

    await stage.comeBack(accepted(state(0)));

    assert.equal(await outcomeOf(id), "partial");
  });

  it("answers a late visitor whose card shows something else", async () => {
    const { state } = await stage.open();
    const card = { tenantId, conversationId: "19:channel", activityId: "card-1" };
    await stage.consents.release(card);
    stage.directory.answer(read(nothing));
    stage.clock.advance(2 * HOUR);

    await stage.comeBack(accepted(state(0)));

    assert.deepEqual(
      stage.courier.brought.map(({ kind }) => kind),
      ["told"],
    );
  });

  it("tells a grant although its card shows something else", async () => {
    await stage.open();
    const card = { tenantId, conversationId: "19:channel", activityId: "card-1" };
    await stage.consents.release(card);
    stage.directory.answer(read(everything));

    await sweepLater(2 * HOUR);

    assert.match(stage.courier.brought.at(-1)?.view.summary ?? "", /granted/);
  });

  it("keeps the deadline of what another version wrote", async () => {
    const { id } = await stage.open();
    const record = await recordOf(id);
    stage.directory.answer(read(nothing));
    await change(id, { more: 1 });
    await sweepLater(2 * HOUR);
    assert.ok(record);
    await stage.store.commit(tenantId, [{ op: "put", rk: `consent|${id}`, value: record }]);

    await sweepLater(2 * HOUR);
    await sweepLater(HOUR);

    assert.equal(await outcomeOf(id), "expired");
    assert.deepEqual(await countTimes(), { due: 0, ended: 1 });
  });

  it("proves nothing for a request that was deleted meanwhile", async () => {
    const { id, state } = await stage.open();
    between.commit = (store) => store.commit(tenantId, [{ op: "delete", rk: `consent|${id}` }]);

    await stage.comeBack(accepted(state(0)));

    assert.deepEqual(stage.directory.reads, []);
  });

  it("names on a shared card nothing else that the tenant holds", async () => {
    const { id, state } = await stage.open(homeScope, { reading: nothing });
    const [other] = partsOf(scenario2);
    assert.ok(other);
    stage.directory.answer(read(readingOf([other])));
    stage.courier.reach(false);

    await stage.comeBack(accepted(state(0)));

    const [value] = other.requirements.map(({ permission }) => permission.value);
    const shown = stage.courier.brought.flatMap((one) => (one.kind === "updated" ? one.view : []));
    assert.equal(await outcomeOf(id), "other");
    assert.equal(shown.length, 1);
    assert.ok(value && !JSON.stringify(shown).includes(value));
  });

  it("leaves the newest outcome on a card that two are put on", async () => {
    const { id } = await stage.open(homeScope, { isPersonal: true });
    await change(id, { outcome: { kind: "replicating" }, untold: 0 });
    const { update } = stage.courier;
    Object.assign(stage.courier, {
      update: async (...brought: Parameters<typeof update>) => {
        await change(id, { outcome: { kind: "granted" }, untold: 0 });
        return update(...brought);
      },
    });

    await sweepLater(2 * HOUR);

    assert.match(stage.cards.at(-1) ?? "", /granted/);
    assert.equal((await recordOf(id))?.untold, 0);
  });

  it("starts nothing new once the product stops", async () => {
    const { state } = await stage.open();
    await stage.comeBack({ error: "access_denied", state: state(0) });
    const before = stage.directory.reads.length;
    await stage.consents.stop();

    await stage.comeBack(accepted(state(0)));

    assert.equal(stage.directory.reads.length, before);
  });

  it("leaves an outcome to be told that came while one was told", async () => {
    const { id, state } = await stage.open(homeScope, { isPersonal: true });
    stage.directory.answer({ kind: "unreachable" });
    stage.courier.reach(false);
    await stage.comeBack(accepted(state(0)));
    stage.clock.advance(HOUR);
    const newer = { outcome: { kind: "granted" }, untold: 0 };
    // Reading the card's owner comes right before telling.
    const { get } = stage.store;
    Object.assign(stage.store, {
      get: async (pk: string, rk: string) => {
        const row = await get(pk, rk);
        if (rk.startsWith("card|")) await change(id, newer);
        return row;
      },
    });
    stage.courier.reach(true);

    await stage.visit();

    assert.equal((await recordOf(id))?.untold, 0);
  });
});
