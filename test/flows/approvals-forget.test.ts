import assert from "node:assert/strict";
import { createRetention, createSettingsKeeper, type Retention } from "../../src/flows/index.ts";
import { tenantId } from "../support/activities.ts";
import { ANNA, BEN, PRIYA } from "../support/approval-request.ts";
import { type ApprovalStage, createApprovalStage } from "../support/approval-stage.ts";

const DAY = 24 * 60 * 60_000;
const card = { tenantId, conversationId: "chat-own", activityId: "1", isPersonal: true };

describe("what is kept of requests for approval", () => {
  let stage: ApprovalStage;
  let retention: Retention;
  beforeEach(async () => {
    stage = await createApprovalStage();
    await stage.set({ approvers: [ANNA, BEN] }, { roles: [] });
    retention = createRetention({ ...stage, settings: createSettingsKeeper(stage) });
  });
  afterEach(() => stage?.store.close());

  const ROWS = "approval approvalcard approvalat approvalnew approvalby approvallive approvalwait";
  const kept = async () => {
    const rows = await Promise.all(`${ROWS} approvalended due outbox`.split(" ").map(stage.rows));
    return rows.flat();
  };
  const sweep = () => retention.sweep([tenantId]);

  describe("retention", () => {
    it("keeps an ended request for the days of Settings, and then nothing of it", async () => {
      const { id } = await stage.ask({ card });
      await stage.settle();
      await stage.decline(ANNA, id);
      await stage.settle();
      await stage.set({ retentionDays: 30 });
      stage.clock.advance(30 * DAY - 1);
      const early = await sweep();
      stage.clock.advance(1);

      const late = await sweep();

      assert.deepEqual([early, late], [0, 1]);
      assert.deepEqual(await kept(), []);
      assert.equal((await stage.audit()).at(-1), "approval.ended system");
      assert.equal(await stage.verdict(), "intact");
    });

    it("keeps what is open, and what was asked for anew", async () => {
      const first = await stage.ask();
      await stage.decline(ANNA, first.id);
      await stage.set({ retentionDays: 30 }, { days: 90, reminderDays: 0 });
      const second = await stage.ask();
      stage.clock.advance(40 * DAY);

      await sweep();

      assert.equal(await stage.flow.find(tenantId, first.id), undefined);
      assert.equal((await stage.find(second.id)).state, "pending");
      const again = await stage.flow.ask(stage.draft());
      assert.equal(again.kind, "waiting");
    });

    it("does not begin anew because somebody shows it, or is forgotten", async () => {
      const request = await stage.ask();
      await stage.decline(ANNA, request.id);
      await stage.set({ retentionDays: 30 });
      stage.clock.advance(29 * DAY);
      const shown = { tenantId, conversationId: "chat-late", activityId: "9" };
      await stage.flow.keepCard(request, { ...shown, role: "requester" });
      await stage.flow.forget({ tenantId, personId: ANNA.id });
      await stage.settle();
      stage.clock.advance(DAY);

      assert.equal(await sweep(), 1);
      assert.deepEqual(await kept(), []);
    });

    it("takes a request with more cards than a commit takes", async () => {
      const request = await stage.ask();
      for (let index = 0; index < 120; index++)
        await stage.flow.keepCard(request, {
          tenantId,
          conversationId: `more-${index}`,
          activityId: "1",
          role: "channel",
        });
      await stage.decline(ANNA, request.id);
      await stage.settle();
      stage.clock.advance(366 * DAY);

      await sweep();

      assert.deepEqual(await kept(), []);
    });

    it("leaves what another version wrote, and drops a row that is nobody's", async () => {
      const at = "2026-01-01T00:00:00.000Z";
      await stage.store.commit(tenantId, [
        { op: "put", rk: "approval|newer", value: { id: "newer" } },
        { op: "put", rk: `approvalended|${at}|newer`, value: { id: "newer" } },
        { op: "put", rk: `approvalended|${at}|gone`, value: { id: "gone" } },
      ]);
      stage.clock.advance(366 * DAY);

      await sweep();

      assert.deepEqual(await stage.rows("approvalended"), [`approvalended|${at}|newer`]);
    });
  });

  describe("forget", () => {
    it("takes back what a requester waits for, and their name and words", async () => {
      const { id } = await stage.ask({ card, comment: "Top secret" });
      await stage.settle();
      const before = stage.told.length;

      const forgotten = await stage.flow.forget({ tenantId, personId: PRIYA.id });
      await stage.settle();

      const request = await stage.find(id);
      assert.equal(forgotten, 1);
      assert.equal(request.state, "cancelled");
      assert.deepEqual(request.requester, { id: PRIYA.id, name: null });
      assert.doesNotMatch(JSON.stringify(request), /Priya|Top secret/);
      assert.deepEqual((await stage.audit()).slice(-2), [
        "approval.withdrawn Priya",
        "approval.forgotten Priya",
      ]);
      const after = [...new Set(stage.told.slice(before))].toSorted();
      assert.deepEqual(after, [
        "edit chat-Anna: approver cancelled 2 en",
        "edit chat-Ben: approver cancelled 2 en",
      ]);
    });

    it("takes back what somebody waits for whose name was not known", async () => {
      const requester = { id: PRIYA.id, name: null };
      const { id } = await stage.ask({ requester, comment: "Top secret" });

      const forgotten = await stage.flow.forget({ tenantId, personId: PRIYA.id });
      const again = await stage.flow.forget({ tenantId, personId: PRIYA.id });

      const request = await stage.find(id);
      assert.deepEqual([forgotten, again, request.state], [1, 0, "cancelled"]);
      assert.doesNotMatch(JSON.stringify(request), /Top secret/);
    });

    it("forgets an approver's name and comment, and keeps what was decided", async () => {
      await stage.set({}, { isTwoPerson: true });
      const { id } = await stage.ask();
      await stage.settle();
      await stage.approve(ANNA, id);
      await stage.settle();

      await stage.flow.forget({ tenantId, personId: ANNA.id });
      const again = await stage.approve(ANNA, id);

      const { events, reach } = await stage.find(id);
      assert.equal(again.kind === "refused" && again.why, "same-person");
      assert.deepEqual(events[1], {
        kind: "approved",
        at: stage.clock.now(),
        by: { id: ANNA.id, name: null },
        comment: "",
      });
      assert.deepEqual(
        reach?.people.map(({ name }) => name),
        [null, BEN.name],
      );
    });

    it("keeps the reason of a decline without the name", async () => {
      const { id } = await stage.ask();
      await stage.decline(ANNA, id);

      await stage.flow.forget({ tenantId, personId: ANNA.id });

      assert.deepEqual((await stage.find(id)).events.at(-1), {
        kind: "declined",
        at: stage.clock.now(),
        by: { id: ANNA.id, name: null },
        reason: "Too wide",
      });
    });

    it("changes nothing more in their own chat", async () => {
      const { id } = await stage.ask();
      await stage.settle();
      await stage.flow.forget({ tenantId, personId: ANNA.id });
      await stage.settle();
      const before = stage.told.length;

      await stage.decline(BEN, id);
      await stage.settle();

      const after = stage.told.slice(before).filter((one) => one.includes("Anna"));
      assert.deepEqual(after, []);
    });

    it("finds nothing twice, and nothing of others", async () => {
      const asked = await stage.ask();

      const others = await stage.flow.forget({ tenantId, personId: "nobody" });
      await stage.flow.forget({ tenantId, personId: PRIYA.id });
      const again = await stage.flow.forget({ tenantId, personId: PRIYA.id });

      assert.deepEqual([others, again], [0, 0]);
      assert.equal((await stage.find(asked.id)).reach?.people[0]?.name, ANNA.name);
    });
  });
});
