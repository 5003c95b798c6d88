import assert from "node:assert/strict";
import { AppError } from "../../src/core/errors.ts";
import type { TenantReading } from "../../src/core/grant/index.ts";
import type { Store } from "../../src/ports/index.ts";
import { tenantId } from "../support/activities.ts";
import { clientId } from "../support/consent-stage.ts";
import { createFakeCourier } from "../support/flows.ts";
import { grantOf } from "../support/grants.ts";
import { createWatchStage, readingOfNeeds, type WatchStage } from "../support/watch-stage.ts";

const HOUR = 60 * 60_000;
const read = (value: TenantReading) => ({ kind: "read", value }) as const;
const whole = read(readingOfNeeds());
const more = read(readingOfNeeds((grants) => [...grants, grantOf("graph:Files.ReadWrite.All")]));

/** A store whose process ends at its nth commit, before it has landed or right after. */
function dieAt(nth: number, when: "before" | "after") {
  let commits = 0;
  const die = () => {
    throw new AppError("ERR_STORE_FAILED", "the process has ended");
  };
  return (store: Store): Store => {
    const alive =
      <Args extends unknown[], Value>(run: (...args: Args) => Promise<Value>) =>
      async (...args: Args): Promise<Value> =>
        commits >= nth ? die() : run(...args);
    return {
      get: alive((pk: string, rk: string) => store.get(pk, rk)),
      list: alive((...args: Parameters<Store["list"]>) => store.list(...args)),
      commit: async (pk, ops) => {
        if (commits >= nth) die();
        commits += 1;
        if (commits < nth) return store.commit(pk, ops);
        if (when === "after") await store.commit(pk, ops);
        die();
      },
      close: async () => {},
    };
  };
}

describe("createWatches, when a process ends", () => {
  let stage: WatchStage;
  beforeEach(async () => {
    stage = await createWatchStage();
    stage.directory.answer(whole);
    await stage.watches.start(stage.draft());
    await stage.visit();
    stage.said();
  });
  afterEach(() => stage?.store.close());

  const found = async () => (await stage.audited()).filter((verb) => verb === "watch.found").length;

  /** Another process takes up what is left, claims that nobody holds any more included. */
  async function recover(): Promise<void> {
    for (let visits = 0; visits < 6; visits++) {
      stage.clock.advance(3 * 60_000);
      await stage.visit();
    }
  }

  for (const when of ["before", "after"] as const)
    for (let nth = 1; nth <= 7; nth++)
      it(`says a change once, ${when} commit ${nth}`, async () => {
        stage.directory.answer(more);
        stage.clock.advance(24 * HOUR);
        await stage
          .start({ wrap: dieAt(nth, when) })
          .visit()
          .catch(() => undefined);
        await recover();

        const said = stage.said();
        const pings = said.filter((text) => text.startsWith("("));
        const record = await stage.record();
        assert.equal(await found(), 1);
        assert.equal(record?.findings.length, 1);
        assert.ok(pings.length <= 1, said.join("; "));
        assert.ok(said.includes("edited Changes found: added: 1"), said.join("; "));
        assert.ok(!said.some((text) => text.startsWith("posted")), said.join("; "));
        assert.equal(await stage.auditVerdict(), "intact");
        assert.equal((await stage.store.list(tenantId, { from: "due|", to: "due|~" })).length, 1);
      });

  it("rings where no process ends between the two", async () => {
    stage.directory.answer(more);
    stage.clock.advance(24 * HOUR);
    // The look is committed, and nothing was sent yet.
    await stage
      .start({ wrap: dieAt(1, "after") })
      .visit()
      .catch(() => undefined);
    await recover();

    assert.deepEqual(stage.said(), ["edited Changes found: added: 1", "(Changes found: added: 1)"]);
  });

  for (const when of ["before", "after"] as const)
    for (let nth = 1; nth <= 4; nth++)
      it(`posts a first notice, ${when} commit ${nth}`, async () => {
        await stage.watches.stop({ tenantId, personId: "p" }, clientId);
        await stage.visit();
        stage.said();
        const dying = stage.start({ wrap: dieAt(nth, when) });
        await dying.watches.start(stage.draft()).catch(() => undefined);
        await dying.visit().catch(() => undefined);
        await recover();

        const record = await stage.record();
        const posts = stage.said().filter((text) => text.startsWith("posted"));
        // Where it ended before anything was promised, nothing is; a notice that may stand is posted again.
        const isPromised = record !== undefined;
        assert.ok(posts.length <= 2, posts.join("; "));
        assert.equal(posts.length > 0, isPromised);
        if (isPromised) assert.notEqual(record.message.activityId, "");
      });

  it("is said once by three processes that look at once", async () => {
    stage.directory.answer(more);
    stage.clock.advance(24 * HOUR);
    const others = [stage.start(), stage.start()];

    await Promise.all([stage.visit(), ...others.map((one) => one.visit())]);
    await recover();

    const said = stage.said();
    assert.equal(await found(), 1);
    assert.deepEqual(
      said.filter((text) => text.startsWith("(")),
      ["(Changes found: added: 1)"],
    );
  });

  it("tells on the notice later what Teams did not take", async () => {
    stage.directory.answer(more);
    stage.courier.answerEdit("unreached");
    await stage.pass(24);
    const first = stage.said();
    stage.courier.answerEdit("done");
    await recover();

    assert.deepEqual(first, ["edited Changes found: added: 1"]);
    assert.deepEqual(stage.said(), ["edited Changes found: added: 1", "(Changes found: added: 1)"]);
  });

  it("does not ring again where nobody knows whether it rang", async () => {
    stage.directory.answer(more);
    stage.courier.answerPost({ kind: "unknown" });
    await stage.pass(24);
    stage.courier.answerPost(undefined);
    await recover();

    assert.deepEqual(stage.said(), ["edited Changes found: added: 1", "(Changes found: added: 1)"]);
  });

  it("looks for its notice again where nobody knows whether it stands", async () => {
    stage.courier.answerEdit("gone");
    stage.courier.answerPost({ kind: "unknown" });
    await stage.pass(24);
    stage.courier.answerEdit("done");
    stage.courier.answerPost(undefined);
    stage.said();
    await stage.pass(24);

    assert.deepEqual(stage.said(), ["posted Watched: nothing has changed"]);
  });

  it("survives a deliverer that throws", async () => {
    const broken = createFakeCourier();
    broken.onEdit(async () => {
      throw new Error("broken");
    });
    stage.directory.answer(more);
    stage.clock.advance(24 * HOUR);
    await stage.start({ courier: broken }).visit();
    await recover();

    assert.deepEqual(stage.said(), ["edited Changes found: added: 1", "(Changes found: added: 1)"]);
  });

  it("leaves a watch that a later version wrote to that version", async () => {
    const row = await stage.store.get(tenantId, `watch|${clientId}`);
    const value = { ...(row?.value as object), version: 2 };
    await stage.store.commit(tenantId, [{ op: "put", rk: `watch|${clientId}`, value }]);
    await stage.pass(24);

    const due = await stage.store.list(tenantId, { from: "due|", to: "due|~" });
    const kept = await stage.store.get(tenantId, `watch|${clientId}`);
    assert.equal(due.length, 1);
    assert.ok((due[0]?.rk ?? "") > `due|${new Date(stage.clock.now()).toISOString()}`);
    assert.deepEqual(kept?.value, value);
  });

  it("drops a time whose watch is gone", async () => {
    await stage.store.commit(tenantId, [{ op: "delete", rk: `watch|${clientId}` }]);
    await stage.pass(24);

    assert.deepEqual(await stage.store.list(tenantId, { from: "due|", to: "due|~" }), []);
    assert.equal(stage.directory.reads.length, 0);
  });

  it("keeps a snooze through a restart", async () => {
    const until = stage.clock.now() + 30 * HOUR;
    await stage.watches.snooze({ tenantId, personId: "p" }, clientId, until);
    await stage.visit();
    stage.said();
    stage.directory.answer(more);
    stage.clock.advance(24 * HOUR);
    await stage.start().visit();

    assert.deepEqual(stage.said(), []);
  });
});
