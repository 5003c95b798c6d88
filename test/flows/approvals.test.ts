import assert from "node:assert/strict";
import { tenantId } from "../support/activities.ts";
import { ANNA, BEN, PRIYA } from "../support/approval-request.ts";
import { type ApprovalStage, createApprovalStage } from "../support/approval-stage.ts";

const DAY = 24 * 60 * 60_000;
const card = { tenantId, conversationId: "chat-own", activityId: "1", isPersonal: true };

describe("createApprovals", () => {
  let stage: ApprovalStage;
  beforeEach(async () => {
    stage = await createApprovalStage();
    await stage.set({ approvers: [ANNA, BEN] }, { roles: [] });
  });
  afterEach(() => stage?.store.close());

  const told = () => stage.told.toSorted();
  const since = async (act: () => Promise<unknown>) => {
    const before = stage.told.length;
    await act();
    await stage.settle();
    return stage.told.slice(before).toSorted();
  };
  const ended = async (id: string) => {
    const left = ["due", "approvallive", "approvalwait"].map(stage.rows);
    assert.deepEqual(await Promise.all(left), [[], [], []]);
    assert.deepEqual(
      (await stage.rows("approvalended")).map((row) => row.split("|").at(-1)),
      [id],
    );
  };

  describe("ask", () => {
    it("asks approvers in their own chats, in the language of Settings", async () => {
      await stage.set({ language: "fr" });

      await stage.ask();
      await stage.settle();

      assert.deepEqual(told(), [
        "card chat-Anna: approver pending 1 fr",
        "card chat-Ben: approver pending 1 fr",
      ]);
      assert.deepEqual((await stage.audit()).at(-1), "approval.asked Priya");
    });

    it("says where it was promised to", async () => {
      await stage.set({ mail: { isOn: true, sender: "it@contoso.example" } });

      const asked = await stage.flow.ask(stage.draft());

      assert.equal(asked.kind, "asked");
      assert.deepEqual(asked.kind === "asked" && asked.sentTo, {
        channel: null,
        people: [ANNA.name, BEN.name],
        isMailed: true,
      });
    });

    it("keeps what was needed when it was asked", async () => {
      const { catalogue, reach, approvalsNeeded, expiresAt, remindAt, askedAt } = await stage.ask();

      assert.ok(catalogue.needs.length > 0);
      assert.ok(catalogue.needs.every((need) => /^graph:\S+ delegated$/.test(need)));
      assert.deepEqual(
        reach?.people.map(({ state }) => state),
        ["waiting", "waiting"],
      );
      assert.deepEqual(
        [approvalsNeeded, expiresAt - askedAt, (remindAt ?? 0) - askedAt],
        [1, 14 * DAY, 3 * DAY],
      );
    });

    it("asks people by name and by role, each once, never the requester", async () => {
      const mail = null;
      stage.holders({
        kind: "read",
        value: [
          { ...BEN, mail },
          { ...PRIYA, mail },
          { id: "p-3", name: "Cleo", mail },
        ],
      });
      await stage.set({ approvers: [ANNA, BEN, PRIYA] }, { roles: ["global-administrator"] });

      const { reach } = await stage.ask();
      await stage.settle();

      assert.deepEqual(
        reach?.people.map(({ name }) => name),
        [BEN.name, ANNA.name, "Cleo"],
      );
      assert.deepEqual(told(), [
        "card chat-Anna: approver pending 1 en",
        "card chat-Ben: approver pending 1 en",
        "card chat-p-3: approver pending 1 en",
      ]);
    });

    it("asks in the channel of Settings alone", async () => {
      await stage.set({}, { channel: stage.channel });

      const { reach } = await stage.ask();
      await stage.settle();

      assert.deepEqual(told(), ["card Approvals: channel pending 1 en"]);
      assert.deepEqual(reach?.channel, { name: "Approvals", state: "waiting" });
    });

    it("promises a mail where Settings says so", async () => {
      await stage.set({ mail: { isOn: true, sender: "it@contoso.example" } });

      const { id } = await stage.ask();
      await stage.settle();

      assert.deepEqual(stage.mails, [{ request: id, kind: "asked" }]);
    });

    it("promises who asked a mail of each decision, and none before", async () => {
      await stage.set(
        { mail: { isOn: true, sender: "it@contoso.example" } },
        { isTwoPerson: true },
      );
      const [{ id }, { id: other }] = [
        await stage.ask(),
        await stage.ask({ selection: "1~nbold.scope_catalog" }),
      ];

      await stage.approve(ANNA, id);
      await stage.approve(BEN, id);
      await stage.decline(ANNA, other);
      await stage.deliver();

      const decided = stage.mails.filter(({ kind }) => kind === "decided");
      assert.deepEqual(
        decided.map(({ request }) => request),
        [id, other],
      );
    });

    it("says that the same is waited for already", async () => {
      const first = await stage.ask();

      const again = await stage.flow.ask(stage.draft({ comment: "Once more" }));

      assert.deepEqual(again, { kind: "waiting", request: first });
      assert.equal((await stage.rows("approval")).length, 1);
    });

    it("asks once when it is pressed twice", async () => {
      const other = stage.restart();

      const asked = await Promise.all([
        stage.flow.ask(stage.draft()),
        other.ask(stage.draft()),
        stage.flow.ask(stage.draft()),
      ]);

      assert.deepEqual(asked.map(({ kind }) => kind).toSorted(), ["asked", "waiting", "waiting"]);
      assert.equal(new Set(asked.map(({ request }) => request.id)).size, 1);
      assert.equal((await stage.rows("approval")).length, 1);
      assert.equal(await stage.verdict(), "intact");
    });

    it("lets another person, app or set-up be asked for", async () => {
      await stage.ask();
      await stage.ask({ requester: ANNA });
      await stage.ask({ selection: "1~autostore.sender_other.source_imap" });

      assert.equal((await stage.rows("approval")).length, 3);
    });

    it("lets the same be asked for once it has ended", async () => {
      const { id } = await stage.ask();
      await stage.decline(ANNA, id);

      const again = await stage.flow.ask(stage.draft());

      assert.equal(again.kind, "asked");
    });

    it("asks those with a role later where the directory is busy", async () => {
      stage.holders({ kind: "busy", seconds: 5 });
      await stage.set({ approvers: [] }, { roles: ["global-administrator"] });
      const { id, reach } = await stage.ask();
      await stage.settle();
      assert.equal(reach?.areRolesRead, false);
      assert.deepEqual(told(), []);
      stage.holders({ kind: "read", value: [{ ...ANNA, mail: null }] });
      stage.clock.advance(60_000);

      await stage.settle();

      assert.deepEqual(told(), ["card chat-Anna: approver pending 1 en"]);
      const now = (await stage.find(id)).reach;
      assert.deepEqual(now?.people, [{ ...ANNA, state: "reached" }]);
      assert.equal(now?.areRolesRead, true);
    });

    it("says that roles cannot be read, and asks the others", async () => {
      stage.holders({ kind: "not-connected", reason: "consent" });
      await stage.set({ approvers: [ANNA] }, { roles: ["global-administrator"] });

      const { id } = await stage.ask();
      await stage.settle();

      assert.equal((await stage.find(id)).reach?.areRolesRead, false);
      assert.deepEqual(told(), ["card chat-Anna: approver pending 1 en"]);
      assert.deepEqual(await stage.rows("outbox"), []);
    });

    it("asks no more than fifty people, those named first", async () => {
      const value = Array.from({ length: 90 }, (_, index) => ({
        id: `p-${index}`,
        name: `P ${index}`,
        mail: null,
      }));
      stage.holders({ kind: "read", value });
      await stage.set({}, { roles: ["global-administrator"] });

      const { reach } = await stage.ask({ card });
      await stage.settle();

      assert.equal(reach?.people.length, 50);
      assert.deepEqual(
        reach?.people.slice(0, 2).map(({ id }) => id),
        [ANNA.id, BEN.id],
      );
      assert.equal(told().length, 50);
    });
  });

  describe("decide", () => {
    it("puts every card right and tells the requester", async () => {
      const { id } = await stage.ask({ card });
      await stage.settle();

      const after = await since(() => stage.approve(ANNA, id));

      assert.deepEqual(after, [
        "edit chat-Anna: approver approved 2 en",
        "edit chat-Ben: approver approved 2 en",
        "edit chat-own: requester approved 2 de",
        "line chat-Priya: requester approved 2 de",
      ]);
      assert.deepEqual((await stage.audit()).at(-1), "approval.approved Anna");
    });

    it("ends with the first decline", async () => {
      const { id } = await stage.ask();

      const outcome = await stage.decline(ANNA, id);

      assert.equal(outcome.kind === "decided" && outcome.isLast, true);
      await ended(id);
      const late = await stage.approve(BEN, id);
      assert.equal(late.kind === "refused" && late.why, "ended");
      assert.deepEqual(late.kind === "refused" && late.request.events.at(-1), {
        kind: "declined",
        at: stage.clock.now(),
        by: ANNA,
        reason: "Too wide",
      });
    });

    it("keeps reasons and comments out of the audit log", async () => {
      const { id } = await stage.ask({ comment: "Top secret" });
      await stage.decline(ANNA, id);

      const text = JSON.stringify(
        await stage.store.list(tenantId, { from: "audit|", to: "audit|~" }),
      );

      assert.match(text, /approval\.declined/);
      assert.doesNotMatch(text, /Too wide|Top secret|Priya|Anna/);
    });

    it("waits for a second person where Settings said so", async () => {
      await stage.set({}, { isTwoPerson: true });
      const { id } = await stage.ask();

      const first = await stage.approve(ANNA, id);
      const again = await stage.approve(ANNA, id);
      const second = await stage.approve(BEN, id);

      assert.equal(first.kind === "decided" && first.isLast, false);
      assert.equal(again.kind === "refused" && again.why, "same-person");
      assert.equal(second.kind === "decided" && second.isLast, true);
      assert.equal((await stage.find(id)).state, "approved");
    });

    it("gives the consent its own time", async () => {
      const { id } = await stage.ask();
      stage.clock.advance(13 * DAY);

      await stage.approve(ANNA, id);

      assert.equal((await stage.find(id)).expiresAt, stage.clock.now() + 14 * DAY);
      const [due = ""] = await stage.rows("due");
      assert.equal(
        due,
        `due|${new Date(stage.clock.now() + 3 * DAY).toISOString()}|approval|${id}`,
      );
    });

    const REFUSED = [
      ["the requester, who may decide for others", PRIYA, true, "own"],
      ["the requester, who may not", PRIYA, false, "own"],
      ["somebody whom Settings do not let decide", ANNA, false, "not-approver"],
    ] as const;
    for (const [name, who, mayDecide, why] of REFUSED)
      it(`refuses ${name}`, async () => {
        const asked = await stage.ask();

        const outcome = await stage.approve(who, asked.id, mayDecide);

        assert.deepEqual(outcome, { kind: "refused", request: asked, why });
        assert.deepEqual(await stage.find(asked.id), asked);
        assert.equal((await stage.audit()).at(-1), "approval.asked Priya");
      });

    it("knows nothing of a request of another tenant", async () => {
      const { id } = await stage.ask();

      const who = { ...stage.decider(ANNA), tenantId: "0f0f0f0f-0000-4000-8000-000000000000" };
      const outcome = await stage.flow.decide(who, id, { kind: "approve", comment: "" });

      assert.deepEqual(outcome, { kind: "unknown" });
    });

    it("decides nothing once its time is over, and ends it", async () => {
      const { id } = await stage.ask();
      stage.clock.advance(14 * DAY);

      const outcome = await stage.approve(ANNA, id);

      assert.equal(outcome.kind === "refused" && outcome.why, "ended");
      assert.equal(outcome.kind === "refused" && outcome.request.state, "expired");
      assert.deepEqual((await stage.audit()).at(-1), "approval.expired system");
    });
  });

  describe("withdraw", () => {
    it("takes back what somebody asked for, while it waits", async () => {
      const { id } = await stage.ask({ card });
      await stage.settle();
      const who = { tenantId, personId: PRIYA.id };

      const after = await since(() => stage.flow.withdraw(who, id));

      assert.deepEqual(after, [
        "edit chat-Anna: approver cancelled 2 en",
        "edit chat-Ben: approver cancelled 2 en",
        "edit chat-own: requester cancelled 2 de",
      ]);
      await ended(id);
    });

    it("takes back an approved one", async () => {
      const { id } = await stage.ask();
      await stage.approve(ANNA, id);

      const outcome = await stage.flow.withdraw({ tenantId, personId: PRIYA.id }, id);

      assert.equal(outcome.kind, "decided");
      assert.equal((await stage.find(id)).state, "cancelled");
    });

    it("refuses everybody else", async () => {
      const asked = await stage.ask();

      const outcome = await stage.flow.withdraw({ tenantId, personId: ANNA.id }, asked.id);

      assert.deepEqual(outcome, { kind: "refused", request: asked, why: "not-requester" });
    });
  });

  describe("list", () => {
    it("lists the newest first, all or a person's, open ones or all", async () => {
      const first = await stage.ask();
      stage.clock.advance(1000);
      const second = await stage.ask({ requester: ANNA });
      stage.clock.advance(1000);
      const third = await stage.ask({ selection: "1~autostore.sender_other.source_imap" });
      await stage.decline(BEN, first.id);
      const ids = async (filter: Parameters<typeof stage.flow.list>[1]) =>
        (await stage.flow.list(tenantId, filter)).map(({ id }) => id);

      const lists = await Promise.all([
        ids({}),
        ids({ limit: 2 }),
        ids({ requesterId: PRIYA.id }),
        ids({ isOpen: true }),
        ids({ isOpen: true, requesterId: PRIYA.id }),
        ids({ requesterId: "nobody" }),
      ]);

      assert.deepEqual(lists, [
        [third.id, second.id, first.id],
        [third.id, second.id],
        [third.id, first.id],
        [third.id, second.id],
        [third.id],
        [],
      ]);
    });
  });

  describe("time", () => {
    it("reminds those who have not decided, and puts the cards right", async () => {
      await stage.set(
        { mail: { isOn: true, sender: "it@contoso.example" } },
        { isTwoPerson: true },
      );
      const { id } = await stage.ask({ card });
      await stage.settle();
      await stage.approve(ANNA, id);
      await stage.settle();

      const after = await since(async () => stage.clock.advance(3 * DAY));

      assert.deepEqual(after, [
        "edit chat-Anna: approver pending 3 en",
        "edit chat-Ben: approver pending 3 en",
        "edit chat-own: requester pending 3 de",
        "line chat-Ben: approver pending 3 en",
      ]);
      assert.deepEqual(stage.mails.at(-1), { request: id, kind: "reminded" });
    });

    it("reminds as Settings says by now", async () => {
      const { id } = await stage.ask();
      await stage.settle();
      await stage.set({
        approvers: [BEN, { id: "c0000000-0000-4000-8000-000000000003", name: "Cleo" }],
      });

      const after = await since(async () => stage.clock.advance(3 * DAY));

      assert.deepEqual(after, [
        "card chat-c0000000-0000-4000-8000-000000000003: approver pending 2 en",
        "edit chat-Anna: approver pending 2 en",
        "edit chat-Ben: approver pending 2 en",
        "line chat-Ben: approver pending 2 en",
      ]);
      assert.deepEqual(
        (await stage.find(id)).reach?.people.map(({ name, state }) => [name, state]),
        [
          [ANNA.name, "reached"],
          [BEN.name, "reached"],
          ["Cleo", "reached"],
        ],
      );
    });

    it("reminds who has approved of the consent", async () => {
      const { id } = await stage.ask();
      await stage.settle();
      await stage.approve(ANNA, id);
      await stage.settle();

      const after = await since(async () => stage.clock.advance(3 * DAY));

      assert.deepEqual(after, [
        "edit chat-Anna: approver approved 3 en",
        "edit chat-Ben: approver approved 3 en",
        "line chat-Anna: approver approved 3 en",
      ]);
    });

    it("reminds in the thread of the channel", async () => {
      await stage.set({}, { channel: stage.channel });
      await stage.ask();
      await stage.settle();

      const after = await since(async () => stage.clock.advance(3 * DAY));

      assert.deepEqual(after, [
        "edit Approvals;messageid=post-1: channel pending 2 en",
        "line Approvals;messageid=post-1: channel pending 2 en",
      ]);
    });

    it("reminds every few days until it ends", async () => {
      const { id } = await stage.ask();
      await stage.settle();
      for (let day = 0; day < 20; day++) {
        stage.clock.advance(DAY);
        await stage.settle();
      }

      const { events, state } = await stage.find(id);

      const kinds = events.map(({ kind }) => kind);
      assert.deepEqual(kinds, ["asked", "reminded", "reminded", "reminded", "reminded", "expired"]);
      assert.equal(state, "expired");
      await ended(id);
    });

    it("tells the requester that its time is over", async () => {
      const { id } = await stage.ask({ card });
      await stage.settle();
      await stage.set({}, { reminderDays: 0 });

      const after = await since(async () => stage.clock.advance(14 * DAY));

      assert.ok(after.includes("edit chat-own: requester expired 2 de"), after.join());
      assert.ok(after.includes("line chat-Priya: requester expired 2 de"));
      assert.equal((await stage.find(id)).state, "expired");
    });

    it("lets a clock that goes back change nothing", async () => {
      const { id } = await stage.ask();
      await stage.settle();
      stage.clock.advance(-10 * DAY);

      await stage.settle();
      const outcome = await stage.approve(ANNA, id);

      assert.equal(outcome.kind, "decided");
      assert.equal(await stage.verdict(), "intact");
    });

    it("mends a row that is no request's own", async () => {
      const { id } = await stage.ask();
      const at = "2026-01-01T00:00:00.000Z";
      const [own] = await stage.rows("due");
      await stage.store.commit(tenantId, [
        { op: "put", rk: `due|${at}|approval|${id}`, value: { id } },
        { op: "put", rk: `due|${at}|approval|gone`, value: { id: "gone" } },
        { op: "delete", rk: own ?? "" },
      ]);

      await stage.settle();

      assert.deepEqual(await stage.rows("due"), [own]);
    });

    it("leaves what another version wrote to that version", async () => {
      const rk = "due|2026-01-01T00:00:00.000Z|approval|newer";
      await stage.store.commit(tenantId, [
        { op: "put", rk: "approval|newer", value: { id: "newer" } },
        { op: "put", rk, value: { id: "newer" } },
      ]);

      await stage.settle();

      const later = new Date(stage.clock.now() + 60 * 60_000).toISOString();
      assert.deepEqual(await stage.rows("due"), [`due|${later}|approval|newer`]);
      assert.deepEqual(await stage.rows("approval"), ["approval|newer"]);
    });
  });
});
