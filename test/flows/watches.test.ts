import assert from "node:assert/strict";
import type { Grant, TenantReading } from "../../src/core/grant/index.ts";
import { tenantId } from "../support/activities.ts";
import { catalogue } from "../support/catalogue.ts";
import { clientId, requester } from "../support/consent-stage.ts";
import { grantOf } from "../support/grants.ts";
import { createWatchStage, readingOfNeeds, type WatchStage } from "../support/watch-stage.ts";

const who = { tenantId, personId: requester };
const HOUR = 60 * 60_000;
const read = (value: TenantReading) => ({ kind: "read", value }) as const;
const dropFirst = (grants: readonly Grant[]) => grants.slice(1);
const addMore = (grants: readonly Grant[]) => [...grants, grantOf("graph:Files.ReadWrite.All")];
const whole = read(readingOfNeeds());
const more = read(readingOfNeeds(addMore));
const less = read(readingOfNeeds(dropFirst));
const NOTHING = "Watched: nothing has changed";

describe("createWatches", () => {
  let stage: WatchStage;
  beforeEach(async () => {
    stage = await createWatchStage();
    stage.directory.answer(whole);
  });
  afterEach(() => stage?.store.close());

  /** A watch whose notice stands. */
  async function begin(overrides?: Parameters<WatchStage["draft"]>[0]): Promise<void> {
    await stage.watches.start(stage.draft(overrides));
    await stage.visit();
    stage.said();
  }
  const rows = (prefix: string) => stage.store.list(tenantId, { from: prefix, to: `${prefix}~` });
  const kindsOf = async () => (await stage.record())?.findings.map(({ kind }) => kind);

  it("posts its notice and keeps where it stands", async () => {
    await stage.watches.start(stage.draft());
    await stage.visit();

    const view = await stage.watches.find(tenantId, clientId);
    assert.deepEqual(stage.said(), [`posted ${NOTHING}`]);
    assert.equal(view?.notice.activityId, "post-1");
    assert.deepEqual(await stage.audited(), ["watch.started"]);
    assert.deepEqual((await rows("due|")).length, 1);
  });

  it("looks once a round and puts the notice right in silence", async () => {
    await begin();
    await stage.pass(24);
    await stage.pass(24);

    assert.equal(stage.directory.reads.length, 2);
    assert.deepEqual(stage.said(), [`edited ${NOTHING}`, `edited ${NOTHING}`]);
  });

  it("tells a change once on the notice and rings once", async () => {
    await begin();
    stage.directory.answer(more);
    await stage.pass(24);
    const first = stage.said();
    await stage.pass(24);

    assert.deepEqual(first, ["edited Changes found: added: 1", "(Changes found: added: 1)"]);
    assert.deepEqual(stage.said(), ["edited Changes found: added: 1"]);
    assert.deepEqual(await stage.audited(), ["watch.started", "watch.found"]);
    assert.equal(await stage.auditVerdict(), "intact");
  });

  it("says that a change is mended", async () => {
    await begin();
    stage.directory.answer(less);
    await stage.pass(24);
    stage.said();
    stage.directory.answer(whole);
    await stage.pass(24);

    assert.deepEqual(stage.said(), [
      "edited Changes found: as it should be again: 1",
      "(Changes found: as it should be again: 1)",
    ]);
  });

  it("rings in the thread of the notice", async () => {
    await begin();
    stage.courier.answerPost(undefined);
    stage.directory.answer(more);
    await stage.pass(24);

    const ping = stage.courier.shown.at(-1);
    const notice = (await stage.record())?.message.conversationId;
    assert.deepEqual(ping?.place, { kind: "conversation", tenantId, conversationId: notice });
  });

  it("lets one of two processes say it", async () => {
    await begin();
    stage.directory.answer(more);
    const other = stage.start();
    stage.clock.advance(24 * HOUR);
    await Promise.all([stage.visit(), other.visit()]);
    await stage.visit();

    const pings = stage.said().filter((text) => text.startsWith("("));
    assert.deepEqual(pings, ["(Changes found: added: 1)"]);
    assert.equal((await stage.audited()).filter((verb) => verb === "watch.found").length, 1);
  });

  it("posts anew a notice that was deleted, which rings by itself", async () => {
    await begin();
    stage.directory.answer(more);
    stage.courier.answerEdit("gone");
    await stage.pass(24);

    assert.deepEqual(stage.said(), [
      "edited Changes found: added: 1",
      "posted Changes found: added: 1",
    ]);
    assert.equal((await stage.record())?.message.activityId, "post-2");
  });

  it("pauses where the place is gone, and tells who started it", async () => {
    await begin();
    stage.courier.answerEdit("gone");
    stage.courier.answerPost({ kind: "not-installed" });
    await stage.pass(24);
    await stage.visit();

    const view = await stage.watches.find(tenantId, clientId);
    assert.equal(view?.pausedAt, stage.clock.now());
    const told = stage.courier.brought.map((one) => ("personId" in one ? one.personId : ""));
    assert.deepEqual(told, [requester]);
    assert.deepEqual(await rows("due|"), []);
    await stage.pass(48);
    assert.equal(stage.directory.reads.length, 1);
  });

  it("starts over in another place, and the old notice says so", async () => {
    await begin();
    await stage.watches.start(
      stage.draft({ place: { kind: "conversation", conversationId: "a:1" }, isPersonal: true }),
    );
    await stage.visit();

    assert.deepEqual(stage.said(), ["edited Watched elsewhere now", `posted ${NOTHING}`]);
    assert.deepEqual(await rows("unwatched|"), []);
    assert.equal((await rows("due|")).length, 1);
  });

  it("starts over in the same place on the same notice", async () => {
    await begin();
    await stage.watches.start(stage.draft());
    await stage.visit();

    assert.deepEqual(stage.said(), [`edited ${NOTHING}`]);
  });

  it("stops with a word on the notice, and leaves nothing behind", async () => {
    await begin();

    const isStopped = await stage.watches.stop(who, clientId);
    await stage.visit();

    assert.equal(isStopped, true);
    assert.deepEqual(stage.said(), ["edited Not watched any more"]);
    const left = await Promise.all(["watch|", "due|", "unwatched|", "outbox|"].map(rows));
    assert.deepEqual(left, [[], [], [], []]);
    assert.equal(await stage.watches.stop(who, clientId), false);
  });

  it("has a notice that is being posted say that it stopped meanwhile", async () => {
    let release: (() => void) | undefined;
    const posted = { kind: "posted", conversationId: "19:it", activityId: "late" } as const;
    stage.courier.answerPost(new Promise((resolve) => (release = () => resolve(posted))));
    await stage.watches.start(stage.draft());
    const visit = stage.visit();
    while (stage.courier.shown.length === 0) await new Promise(setImmediate);
    await stage.watches.stop(who, clientId);
    release?.();
    await visit;
    await stage.visit();

    assert.deepEqual(stage.said(), [`posted ${NOTHING}`, "edited Not watched any more"]);
    assert.deepEqual(await rows("unwatched|"), []);
  });

  describe("while it is snoozed", () => {
    const day = () => stage.clock.now() + 30 * HOUR;

    it("looks on in silence, and says then what is other", async () => {
      await begin();
      await stage.watches.snooze(who, clientId, day());
      await stage.visit();
      stage.said();
      stage.directory.answer(more);
      await stage.pass(24);
      const quiet = stage.said();
      await stage.pass(6);

      assert.deepEqual(quiet, []);
      assert.deepEqual(await kindsOf(), ["added"]);
      assert.deepEqual(stage.said(), [
        "edited Changes found: added: 1",
        "(Changes found: added: 1)",
      ]);
    });

    it("never speaks of what came and went meanwhile", async () => {
      await begin();
      await stage.watches.snooze(who, clientId, stage.clock.now() + 60 * HOUR);
      await stage.visit();
      stage.said();
      stage.directory.answer(more, whole);
      await stage.pass(24);
      await stage.pass(24);
      await stage.pass(24);

      assert.deepEqual(stage.said(), [`edited ${NOTHING}`]);
    });

    it("speaks at once when it is let", async () => {
      await begin();
      await stage.watches.snooze(who, clientId, day());
      stage.directory.answer(more);
      await stage.pass(24);
      stage.said();
      await stage.watches.snooze(who, clientId, null);
      await stage.visit();

      assert.deepEqual(stage.said(), [
        "edited Changes found: added: 1",
        "(Changes found: added: 1)",
      ]);
    });
  });

  describe("without a reading", () => {
    const lost = { kind: "not-connected", reason: "consent" } as const;

    it("says once that consent is lost, and once that it is back", async () => {
      await begin();
      stage.directory.answer(lost);
      for (let day = 0; day < 6; day++) await stage.pass(24);
      const first = stage.said();
      stage.directory.answer(whole);
      for (let day = 0; day < 3; day++) await stage.pass(24);

      assert.deepEqual(first, ["edited The app could not be read", "(The app could not be read)"]);
      assert.deepEqual(stage.said().slice(0, 2), [`edited ${NOTHING}`, `(${NOTHING})`]);
      // Half as often as before, so three of six days.
      assert.ok(stage.directory.reads.length <= 7, `${stage.directory.reads.length} looks`);
    });

    it("says nothing of a service that is away for less than a day", async () => {
      await begin();
      stage.directory.answer({ kind: "unreachable" });
      await stage.pass(24);
      for (let hour = 0; hour < 20; hour++) await stage.pass(1);
      const quiet = stage.said();
      const tries = stage.directory.reads.length;
      for (let hour = 0; hour < 12; hour++) await stage.pass(1);

      assert.deepEqual(quiet, []);
      assert.ok(tries > 4 && tries < 15, `${tries} tries`);
      assert.deepEqual(stage.said(), [
        "edited The app could not be read",
        "(The app could not be read)",
      ]);
    });

    it("waits as long as it is asked to", async () => {
      await begin();
      stage.directory.answer({ kind: "busy", seconds: 7200 });
      await stage.pass(24);

      const record = await stage.record();
      assert.equal(record?.nextAt, stage.clock.now() + 2 * HOUR);
    });

    it("takes a fault for no answer", async () => {
      await begin();
      stage.directory.fail(new Error("broken"));
      await stage.pass(24);

      const record = await stage.record();
      assert.deepEqual([record?.problem, record?.tries], ["unreachable", 1]);
    });
  });

  it("says that the app is gone, and that it is there again", async () => {
    await begin();
    stage.directory.answer({ kind: "absent" });
    await stage.pass(24);
    const gone = stage.said();
    stage.directory.answer(whole);
    await stage.pass(24);

    assert.deepEqual(gone, [
      "edited Changes found: the app itself",
      "(Changes found: the app itself)",
    ]);
    assert.deepEqual(stage.said(), [
      "edited Changes found: as it should be again: 1",
      "(Changes found: as it should be again: 1)",
    ]);
  });

  it("names what another catalogue needs less", async () => {
    await begin();
    const packs = catalogue.packs.map((pack) => ({
      ...pack,
      head: { ...pack.head, approvals: pack.head.approvals.map((one) => ({ ...one, rows: [] })) },
    }));
    const later = stage.start({ catalogue: { ...catalogue, packs } });
    stage.clock.advance(24 * HOUR);
    await later.visit();

    const findings = (await stage.record())?.findings;
    assert.deepEqual(
      findings?.map(({ kind, other }) => [kind, other]),
      [
        ["catalogue", "less"],
        ["catalogue", "less"],
        ["catalogue", "less"],
      ],
    );
  });

  it("reminds of the fence after ninety days, until it was looked at", async () => {
    await begin();
    await stage.pass(89 * 24);
    const before = await kindsOf();
    stage.said();
    await stage.pass(2 * 24);
    const due = stage.said();
    await stage.watches.acknowledgeFence(who, clientId);
    await stage.pass(24);

    assert.deepEqual(before, []);
    assert.deepEqual(due, [
      "edited Changes found: mailbox limits to check",
      "(Changes found: mailbox limits to check)",
    ]);
    assert.deepEqual(await kindsOf(), []);
    assert.deepEqual(stage.said(), [`edited ${NOTHING}`, `edited ${NOTHING}`]);
  });

  it("hears what a check by hand has read", async () => {
    await begin();
    stage.clock.advance(HOUR);
    stage.watches.hear(tenantId, { ...more.value, readAt: stage.clock.now() });
    await stage.watches.idle();
    await stage.visit();

    assert.deepEqual(stage.said(), ["edited Changes found: added: 1", "(Changes found: added: 1)"]);
    assert.equal(stage.directory.reads.length, 0);
  });

  it("does not hear what was read before its last look", async () => {
    await begin();
    await stage.pass(24);
    stage.said();
    stage.watches.hear(tenantId, more.value);
    await stage.watches.idle();
    await stage.visit();

    assert.deepEqual(stage.said(), []);
  });

  it("does not hear a reading in part", async () => {
    await begin();
    stage.clock.advance(HOUR);
    const gaps = [{ part: "delegated", reason: "refused" }] as const;
    stage.watches.hear(tenantId, { ...more.value, readAt: stage.clock.now(), gaps });
    await stage.watches.idle();

    assert.deepEqual(await kindsOf(), []);
  });

  it("remembers sixty looks", async () => {
    await begin();
    for (let day = 0; day < 70; day++) await stage.pass(24);

    assert.equal((await stage.record())?.history.length, 60);
  });

  it("forgets the name of who started it, where others read it", async () => {
    await begin();

    const forgotten = await stage.watches.forget(who);
    await stage.visit();

    const view = await stage.watches.find(tenantId, clientId);
    assert.equal(forgotten, 1);
    assert.deepEqual(view?.startedBy, { id: "", name: null });
    assert.doesNotMatch(stage.courier.shown.at(-1)?.view.text ?? "", /Priya/);
  });

  it("ends with the person in whose chat it was", async () => {
    await begin({ place: { kind: "conversation", conversationId: "a:1" }, isPersonal: true });

    await stage.watches.forget(who);
    await stage.visit();

    assert.deepEqual(await stage.watches.list(tenantId), []);
    assert.deepEqual(await rows("due|"), []);
  });
});
