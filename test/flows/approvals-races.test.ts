import assert from "node:assert/strict";
import type { ApprovalEvent } from "../../src/core/approval/index.ts";
import { AppError } from "../../src/core/errors.ts";
import type { ApprovalsFlow, DecideOutcome } from "../../src/flows/approvals/index.ts";
import type { Store } from "../../src/ports/index.ts";
import { tenantId } from "../support/activities.ts";
import { ANNA, BEN, PRIYA } from "../support/approval-request.ts";
import { type ApprovalStage, createApprovalStage } from "../support/approval-stage.ts";
import { createFakeClock } from "../support/fakes.ts";

const DAY = 24 * 60 * 60_000;
const card = { tenantId, conversationId: "chat-own", activityId: "1", isPersonal: true };
const priya = { tenantId, personId: PRIYA.id };

describe("createApprovals, raced", () => {
  let stage: ApprovalStage;
  beforeEach(async () => {
    stage = await createApprovalStage();
    await stage.set({ approvers: [ANNA, BEN] }, { roles: [] });
  });
  afterEach(() => stage?.store.close());

  type Move = (flow: ApprovalsFlow, id: string) => Promise<DecideOutcome>;
  const approve =
    (who: typeof ANNA): Move =>
    (flow, id) =>
      flow.decide(stage.decider(who), id, { kind: "approve", comment: "" });
  const decline: Move = (flow, id) =>
    flow.decide(stage.decider(BEN), id, { kind: "decline", reason: "No" });
  const withdraw: Move = (flow, id) => flow.withdraw(priya, id);

  const ENDS: readonly ApprovalEvent["kind"][] = ["approved", "declined", "withdrawn", "expired"];
  const endsOf = async (id: string) =>
    (await stage.find(id)).events.filter(({ kind }) => ENDS.includes(kind));

  /** Moves at once from as many processes, in each order, and says what each was told. */
  async function race(moves: readonly Move[]) {
    const { id } = await stage.ask({ card });
    await stage.settle();
    const before = stage.told.length;
    const audit = (await stage.audit()).length;
    const flows = moves.map(() => stage.restart());
    const outcomes = await Promise.all(
      moves.map((move, index) => move(flows[index] ?? stage.flow, id)),
    );
    const letters = (await stage.rows("outbox")).length;
    await stage.settle();
    return {
      id,
      outcomes,
      letters,
      told: stage.told.slice(before).toSorted(),
      audit: (await stage.audit()).slice(audit),
    };
  }

  const RACES: readonly [string, readonly (() => Move)[]][] = [
    ["two approvers", [() => approve(ANNA), () => approve(BEN)]],
    ["an approval and a decline", [() => approve(ANNA), () => decline]],
    ["a decline and an approval", [() => decline, () => approve(ANNA)]],
    ["an approval and its requester", [() => approve(ANNA), () => withdraw]],
    ["its requester and a decline", [() => withdraw, () => decline]],
    ["one approver who presses twice", [() => approve(ANNA), () => approve(ANNA)]],
  ];
  for (const [name, moves] of RACES)
    it(`lets one of ${name} win and tells the other`, async () => {
      const { id, outcomes, letters, told, audit } = await race(moves.map((move) => move()));

      const decided = outcomes.filter(({ kind }) => kind === "decided");
      const lost = outcomes.filter((one) => one.kind === "refused");
      const request = await stage.find(id);
      // An approval that somebody takes back right after is no race: both have happened.
      const isBoth = request.events.at(-2)?.kind === "approved" && request.state === "cancelled";
      assert.equal(decided.length, isBoth ? 2 : 1);
      assert.deepEqual(
        lost.map(({ why, request: { state } }) => [why, state]),
        isBoth ? [] : [["ended", request.state]],
      );
      if (isBoth) return;
      assert.equal((await endsOf(id)).length, 1);
      assert.equal(audit.length, 1);
      const isOwn = request.state === "cancelled";
      assert.equal(letters, isOwn ? 3 : 4);
      const cards = ["chat-Anna: approver", "chat-Ben: approver", "chat-own: requester"];
      const lines = isOwn ? [] : [`line chat-Priya: requester ${request.state} 2 de`];
      assert.deepEqual(told, [
        ...cards.map(
          (one) => `edit ${one} ${request.state} 2 ${one.endsWith("requester") ? "de" : "en"}`,
        ),
        ...lines,
      ]);
      assert.equal(await stage.verdict(), "intact");
    });

  it("takes both of two people at once where two are needed", async () => {
    await stage.set({}, { isTwoPerson: true });

    const { id, outcomes } = await race([approve(ANNA), approve(BEN)]);

    const lasts = outcomes.map((one) => one.kind === "decided" && one.isLast);
    assert.deepEqual(lasts.toSorted(), [false, true]);
    assert.equal((await stage.find(id)).state, "approved");
    assert.equal((await endsOf(id)).length, 2);
  });

  it("takes one of a crowd", async () => {
    const { id, outcomes } = await race(
      Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? approve(ANNA) : decline)),
    );

    assert.equal(outcomes.filter(({ kind }) => kind === "decided").length, 1);
    assert.equal((await endsOf(id)).length, 1);
    assert.equal(await stage.verdict(), "intact");
  });

  for (const first of ["decision", "end"] as const)
    it(`lets one of a decision and its time win, the ${first} called first`, async () => {
      const { id } = await stage.ask({ card });
      await stage.settle();
      await stage.set({}, { reminderDays: 0 });
      // Two processes whose clocks differ: one still decides, for the other it is over.
      stage.clock.advance(14 * DAY - 1);
      const behind = stage.restart(stage.store, createFakeClock(stage.clock.now()));
      stage.clock.advance(1);
      const [row] = await stage.store.list(tenantId, { from: "due|", to: "due|~" });
      assert.ok(row);
      const decide = () => approve(ANNA)(behind, id);
      const end = () => stage.flow.meetDue(tenantId, row);

      const [outcome] =
        first === "decision"
          ? await Promise.all([decide(), end()])
          : (await Promise.all([end(), decide()])).toReversed();

      const ends = await endsOf(id);
      const { state } = await stage.find(id);
      assert.equal(ends.length, 1);
      assert.equal(state, ends[0]?.kind);
      const decided = outcome as DecideOutcome;
      assert.equal(decided.kind, state === "approved" ? "decided" : "refused");
      assert.equal(await stage.verdict(), "intact");
    });

  it("reminds once, whoever meets the time", async () => {
    const { id } = await stage.ask();
    await stage.settle();
    stage.clock.advance(3 * DAY);
    const [row] = await stage.store.list(tenantId, { from: "due|", to: "due|~" });
    assert.ok(row);

    await Promise.all(
      [stage.flow, stage.restart(), stage.restart()].map((flow) => flow.meetDue(tenantId, row)),
    );

    const kinds = (await stage.find(id)).events.map(({ kind }) => kind);
    assert.deepEqual(kinds, ["asked", "reminded"]);
  });

  it("puts a decision on a card that is being posted", async () => {
    const { id } = await stage.ask();
    let post: (() => void) | undefined;
    const posting = new Promise<void>((resolve) => {
      post = resolve;
    });
    stage.courier.answerPost(
      posting.then(() => ({ kind: "posted", conversationId: "chat-late", activityId: "late" })),
    );
    const delivering = stage.deliver();
    await new Promise((resolve) => setImmediate(resolve));
    await stage.decline(BEN, id);
    stage.courier.answerPost(undefined);
    post?.();
    await delivering;

    await stage.settle();

    assert.ok(stage.told.includes("edit chat-late: approver declined 2 en"), stage.told.join("\n"));
  });

  it("lets no decision slip between a card and its row", async () => {
    const { id } = await stage.ask();
    const about = { kind: "post", request: id, person: ANNA.id };
    const { signal } = new AbortController();
    const delivery = await stage.flow.deliver(tenantId, about, signal);
    assert.ok(delivery.kind === "sent" && delivery.effects);
    const ops = await delivery.effects();
    await stage.decline(BEN, id);

    await assert.rejects(stage.store.commit(tenantId, ops), { code: "ERR_STORE_CONFLICT" });
    await stage.store.commit(tenantId, await delivery.effects());
    await stage.settle();

    assert.ok(stage.told.includes("edit chat-Anna: approver declined 2 en"));
  });

  describe("with a store that fails", () => {
    /** A store that takes so many commits and then fails, as if the process had ended. */
    function toDying(store: Store, commits: number): Store & { readonly left: () => number } {
      let left = commits;
      return {
        get: (pk, rk) => store.get(pk, rk),
        list: (pk, range) => store.list(pk, range),
        commit: async (pk, ops) => {
          if (left <= 0) throw new AppError("ERR_STORE_FAILED", "The process has ended.");
          left -= 1;
          await store.commit(pk, ops);
        },
        close: async () => undefined,
        left: () => left,
      };
    }

    it("asks whole or not at all, and again once it works", async () => {
      for (const commits of [0, 1, 2]) {
        const dying = stage.restart(toDying(stage.store, commits));
        await dying.ask(stage.draft()).catch((error: unknown) => {
          assert.equal((error as AppError).code, "ERR_STORE_FAILED");
        });
      }
      const asked = await stage.flow.ask(stage.draft());
      await stage.settle();

      assert.equal((await stage.rows("approval")).length, 1);
      assert.deepEqual(stage.told.toSorted(), [
        "card chat-Anna: approver pending 1 en",
        "card chat-Ben: approver pending 1 en",
      ]);
      assert.equal(asked.request.state, "pending");
    });

    const MOST = 24;
    it("delivers what was decided, wherever the process ends", async () => {
      const seen = new Set<number>();
      for (let commits = 0; commits <= MOST; commits++) {
        const own = await createApprovalStage();
        await own.set({ approvers: [ANNA, BEN] }, { roles: [] });
        const { id } = await own.ask({ card });
        await own.settle();
        const dying = toDying(own.store, commits);
        const process = own.restart(dying);
        await process
          .decide(own.decider(ANNA), id, { kind: "approve", comment: "" })
          .catch(() => undefined);
        await own.run(process, dying).catch(() => undefined);
        seen.add(dying.left());

        const again = await own.approve(ANNA, id);
        own.clock.advance(10 * 60_000);
        await own.settle();

        const { events, state } = await own.find(id);
        const isFirst = again.kind === "decided";
        assert.deepEqual([state, events.length], ["approved", 2], `after ${commits}`);
        assert.equal(isFirst || (again.kind === "refused" && again.why === "ended"), true);
        for (const end of ["chat-Anna: approver", "chat-Ben: approver", "chat-own: requester"])
          assert.match(
            own.told.findLast((one) => one.startsWith(`edit ${end}`)) ?? "",
            /approved 2/,
            `${end} after ${commits}`,
          );
        const lines = own.told.filter((one) => one.startsWith("line"));
        assert.ok(lines.length <= 1, `pinged ${lines.length} times after ${commits}`);
        assert.deepEqual(await own.rows("outbox"), []);
        assert.equal(await own.verdict(), "intact");
        await own.store.close();
      }
      // The last ones had commits left: every point was met.
      assert.ok([...seen].some((left) => left > 0));
    });
  });
});
