import assert from "node:assert/strict";
import { tenantId } from "../support/activities.ts";
import { ANNA, BEN, PRIYA } from "../support/approval-request.ts";
import { type ApprovalStage, createApprovalStage } from "../support/approval-stage.ts";

const DAY = 24 * 60 * 60_000;
const place = { tenantId, conversationId: "chat-own", activityId: "1" };
const card = { ...place, isPersonal: true };

describe("cards of a request for approval", () => {
  let stage: ApprovalStage;
  beforeEach(async () => {
    stage = await createApprovalStage();
    await stage.set({ approvers: [ANNA, BEN] }, { roles: [] });
  });
  afterEach(() => stage?.store.close());

  const since = async (act: () => Promise<unknown>) => {
    const before = stage.told.length;
    await act();
    await stage.settle();
    return stage.told.slice(before).toSorted();
  };
  const reachOf = async (id: string) => (await stage.find(id)).reach;

  it("asks anew where the card of an approver is gone", async () => {
    const { id } = await stage.ask();
    await stage.settle();
    stage.courier.answerEdit("gone");
    await stage.set({}, { isTwoPerson: true });

    const after = await since(async () => {
      stage.clock.advance(3 * DAY);
      await stage.settle();
      stage.courier.answerEdit("done");
    });

    assert.deepEqual(
      after.filter((one) => one.startsWith("card")),
      ["card chat-Anna: approver pending 2 en", "card chat-Ben: approver pending 2 en"],
    );
    assert.equal((await stage.rows(`approvalcard|${id}`)).length, 2);
    assert.equal((await stage.rows("approvalat")).length, 2);
  });

  it("forgets a card that is gone once it is decided", async () => {
    const { id } = await stage.ask({ card });
    await stage.settle();
    stage.courier.answerEdit("gone");

    const after = await since(() => stage.decline(ANNA, id));

    assert.deepEqual(
      after.filter((one) => one.startsWith("card")),
      [],
    );
    assert.deepEqual(await stage.rows(`approvalcard|${id}`), []);
    assert.deepEqual(await stage.rows("approvalat"), []);
  });

  it("asks the channel anew where its post is gone", async () => {
    await stage.set({}, { channel: stage.channel });
    const { id } = await stage.ask();
    await stage.settle();
    stage.courier.answerEdit("gone");
    await stage.store.commit(tenantId, [toCardLetter(id, await stage.rows(`approvalcard|${id}`))]);

    await stage.settle();

    assert.deepEqual(
      stage.told.filter((one) => one.startsWith("card")),
      ["card Approvals: channel pending 1 en", "card Approvals: channel pending 1 en"],
    );
  });

  const toCardLetter = (request: string, rows: readonly string[]) => {
    const hash = rows[0]?.split("|").at(-1) ?? "";
    const about = { kind: "card", request, card: hash };
    return stage.letters.toOp({ topic: "approval", about, lane: "test", isPing: false });
  };

  it("tries again to put a card right that is out of reach", async () => {
    const { id } = await stage.ask({ card });
    await stage.settle();
    stage.courier.answerEdit("unreached");
    await stage.decline(ANNA, id);
    await stage.settle();
    stage.courier.answerEdit("done");

    const after = await since(async () => stage.clock.advance(60_000));

    assert.deepEqual(after, [
      "edit chat-Anna: approver declined 2 en",
      "edit chat-Ben: approver declined 2 en",
      "edit chat-own: requester declined 2 de",
    ]);
  });

  for (const outcome of ["not-installed", "gone", "refused"] as const)
    it(`says on the requester's card that nobody can be reached: ${outcome}`, async () => {
      stage.courier.answerPost({ kind: outcome });

      const { id } = await stage.ask({ card });
      const after = await since(async () => undefined);

      assert.deepEqual(after, [
        "card chat-Anna: approver pending 1 en",
        "card chat-Ben: approver pending 1 en",
        "edit chat-own: requester pending 1 de",
      ]);
      assert.deepEqual(
        (await reachOf(id))?.people.map(({ name, state }) => [name, state]),
        [
          [ANNA.name, "failed"],
          [BEN.name, "failed"],
        ],
      );
      assert.deepEqual([await stage.rows("outbox"), await stage.rows("dead")], [[], []]);
    });

  it("says that the channel cannot be reached", async () => {
    stage.courier.answerPost({ kind: "not-installed" });
    await stage.set({}, { channel: stage.channel });

    const { id } = await stage.ask({ card });
    await stage.settle();

    assert.deepEqual((await reachOf(id))?.channel, { name: "Approvals", state: "failed" });
    assert.ok(stage.told.includes("edit chat-own: requester pending 1 de"));
  });

  it("asks those again who could not be reached when it reminds", async () => {
    stage.courier.answerPost({ kind: "not-installed" });
    const { id } = await stage.ask();
    await stage.settle();
    stage.courier.answerPost(undefined);

    const after = await since(async () => stage.clock.advance(3 * DAY));

    assert.deepEqual(after, [
      "card chat-Anna: approver pending 2 en",
      "card chat-Ben: approver pending 2 en",
    ]);
    assert.ok((await reachOf(id))?.people.every(({ state }) => state === "reached"));
  });

  for (const outcome of [
    { kind: "busy", seconds: 30 },
    { kind: "unreached" },
    { kind: "unknown" },
  ] as const)
    it(`asks again where Teams is ${outcome.kind}`, async () => {
      stage.courier.answerPost(outcome);
      await stage.ask();
      await stage.settle();
      stage.courier.answerPost(undefined);

      const after = await since(async () => stage.clock.advance(60_000));

      assert.deepEqual(after, [
        "card chat-Anna: approver pending 1 en",
        "card chat-Ben: approver pending 1 en",
      ]);
    });

  it("asks nobody any more once it is decided", async () => {
    stage.courier.answerPost({ kind: "busy", seconds: 30 });
    const { id } = await stage.ask();
    await stage.settle();
    stage.courier.answerPost(undefined);
    await stage.decline(ANNA, id);

    const after = await since(async () => stage.clock.advance(60_000));

    assert.deepEqual(after, ["line chat-Priya: requester declined 2 de"]);
  });

  it("rings for nobody who has no chat of their own", async () => {
    const { id } = await stage.ask();
    await stage.settle();
    stage.courier.answerPost({ kind: "not-installed" });

    await stage.decline(ANNA, id);
    await stage.settle();

    assert.deepEqual([await stage.rows("outbox"), await stage.rows("dead")], [[], []]);
  });

  it("rings at most once where nobody knows whether it rang", async () => {
    const { id } = await stage.ask();
    await stage.settle();
    stage.courier.answerPost({ kind: "unknown" });

    const after = await since(async () => {
      await stage.decline(ANNA, id);
      await stage.settle();
      stage.clock.advance(DAY);
    });

    assert.equal(after.filter((one) => one.startsWith("line")).length, 1);
    assert.ok((await stage.audit()).includes("letter.unknown system"));
  });

  it("rings for what is news, not for what it led to", async () => {
    const { id } = await stage.ask();
    await stage.settle();

    const after = await since(async () => {
      await stage.approve(ANNA, id);
      await stage.flow.withdraw({ tenantId, personId: PRIYA.id }, id);
    });

    assert.deepEqual(
      after.filter((one) => one.startsWith("line")),
      [],
    );
  });

  describe("keepCard", () => {
    it("keeps a message true from then on", async () => {
      const request = await stage.ask();
      await stage.settle();
      const kept = { ...place, activityId: "2", role: "requester" } as const;
      await stage.flow.keepCard(request, kept);

      const after = await since(() => stage.decline(ANNA, request.id));

      assert.ok(after.includes("edit chat-own: requester declined 2 de"), after.join());
    });

    it("puts on it what has happened since it was drawn", async () => {
      const request = await stage.ask();
      await stage.settle();
      await stage.decline(ANNA, request.id);
      await stage.settle();

      const after = await since(() =>
        stage.flow.keepCard(request, { ...place, role: "approver", language: "fr" }),
      );

      assert.deepEqual(after, ["edit chat-own: approver declined 2 fr"]);
    });

    it("leaves a card alone that is new", async () => {
      const request = await stage.ask();
      await stage.settle();

      const after = await since(() => stage.flow.keepCard(request, { ...place, role: "channel" }));

      assert.deepEqual(after, []);
    });

    it("keeps nothing that has no id, and of no request", async () => {
      const request = await stage.ask();

      await stage.flow.keepCard(request, { ...place, activityId: "", role: "requester" });
      await stage.flow.keepCard({ tenantId, id: "gone" }, { ...place, role: "approver" });

      assert.deepEqual(await stage.rows("approvalat"), []);
    });

    it("gives a message to the request that it shows last", async () => {
      const first = await stage.ask({ card });
      const second = await stage.ask({ requester: ANNA });
      await stage.settle();
      await stage.flow.keepCard(second, { ...place, role: "approver" });

      const after = await since(() => stage.decline(BEN, first.id));

      assert.ok(
        after.every((one) => !one.includes("chat-own")),
        after.join(),
      );
      assert.deepEqual((await stage.rows("approvalat")).length, 4);
    });
  });

  it("leaves a card alone that shows something else", async () => {
    const { id } = await stage.ask({ card });
    await stage.settle();
    await stage.flow.release(place);
    await stage.flow.release(place);

    const after = await since(() => stage.decline(ANNA, id));

    assert.ok(
      after.every((one) => !one.includes("chat-own")),
      after.join(),
    );
  });

  it("puts more cards right than a commit takes", async () => {
    const request = await stage.ask();
    await stage.settle();
    for (let index = 0; index < 130; index++)
      await stage.flow.keepCard(request, {
        tenantId,
        conversationId: `more-${index}`,
        activityId: "1",
        role: "channel",
      });

    const after = await since(() => stage.decline(ANNA, request.id));

    const edited = after.filter((one) => one.startsWith("edit"));
    assert.equal(edited.length, 132);
    assert.equal(new Set(edited).size, 132);
  });

  it("cannot deliver what it does not know", async () => {
    const { signal } = new AbortController();

    const odd = await stage.flow.deliver(tenantId, { kind: "song" }, signal);
    const gone = await stage.flow.deliver(
      tenantId,
      { kind: "ping", request: "x", event: 1 },
      signal,
    );

    assert.deepEqual([odd.kind, gone.kind], ["undeliverable", "moot"]);
  });
});
