import assert from "node:assert/strict";
import { findCloud } from "../../src/core/cloud/index.ts";
import type { TenantReading } from "../../src/core/grant/index.ts";
import { type Consents, createConsents } from "../../src/flows/index.ts";
import { createTexts } from "../../src/i18n/index.ts";
import { createSeal } from "../../src/identity/index.ts";
import type { Store } from "../../src/ports/index.ts";
import { tenantId } from "../support/activities.ts";
import { ANNA, PRIYA } from "../support/approval-request.ts";
import { type ApprovalStage, createApprovalStage } from "../support/approval-stage.ts";
import { catalogue } from "../support/catalogue.ts";
import { clientId, homeScope, partsOf, readingOf, scenario2 } from "../support/consent-stage.ts";
import { createFakeIds } from "../support/fakes.ts";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const read = (value: TenantReading) => ({ kind: "read", value }) as const;
const everything = readingOf(partsOf(homeScope));
const nothing = readingOf([]);

describe("approvals and what the directory shows", () => {
  let stage: ApprovalStage;
  beforeEach(async () => {
    stage = await createApprovalStage();
    await stage.set({ approvers: [ANNA] }, { roles: [], reminderDays: 0 });
    stage.directory.answer(read(nothing));
  });
  afterEach(() => stage?.store.close());

  const openConsents = (hear?: Parameters<typeof createConsents>[0]["hear"]): Consents =>
    createConsents({
      world: {
        catalogue,
        cloud: findCloud("public"),
        texts: createTexts,
        publicUrl: "https://bot.example",
        botId: "00000000-0000-4000-8000-00000000b071",
      },
      store: stage.store,
      ledger: stage.ledger,
      directory: stage.directory,
      courier: stage.courier,
      seal: createSeal(["s".repeat(32)]),
      clock: stage.clock,
      ids: { next: () => `c-${ids.next()}` },
      log: stage.log,
      sleep: async () => undefined,
      promise: stage.flow.promise,
      ...(hear && { hear }),
    });
  const ids = createFakeIds();
  const open = (consents: Consents, approvalId: string | undefined, selection = homeScope) =>
    consents.open({
      tenantId,
      personId: ANNA.id,
      personName: ANNA.name,
      card: { conversationId: "chat-a", activityId: "", isPersonal: true },
      language: "en",
      clientId,
      appName: null,
      selection,
      parts: partsOf(selection),
      reading: nothing,
      approvalId,
    });
  const comeBack = async (consents: Consents, state: string) => {
    const query = { admin_consent: "True", tenant: tenantId, state };
    await consents.receive(new URLSearchParams(query));
    await consents.idle();
  };
  const askApproved = async () => {
    const { id } = await stage.ask();
    await stage.settle();
    await stage.approve(ANNA, id);
    await stage.settle();
    return id;
  };
  const kindsOf = async (id: string) => (await stage.find(id)).events.map(({ kind }) => kind);

  it("makes an approved request granted, then verified", async () => {
    const id = await askApproved();
    const consents = openConsents();
    const consent = await open(consents, id);
    stage.directory.answer(read(everything));
    await comeBack(consents, consent.state(0));

    await stage.settle();

    assert.deepEqual(await kindsOf(id), ["asked", "approved", "granted", "verified"]);
    assert.equal((await stage.find(id)).state, "verified");
    assert.deepEqual((await stage.audit()).slice(-3), [
      "consent.settled system",
      "approval.granted system",
      "approval.verified system",
    ]);
    assert.equal(await stage.verdict(), "intact");
    assert.deepEqual(await stage.rows("due"), []);
  });

  it("promises it in the very commit that settles the consent", async () => {
    const id = await askApproved();
    const consents = openConsents();
    const consent = await open(consents, id);
    stage.directory.answer(read(everything));
    const commits: string[][] = [];
    const { store } = stage;
    const commit = store.commit.bind(store);
    store.commit = (async (pk, ops) => {
      commits.push(ops.map(({ rk }) => rk.split("|")[0] ?? ""));
      return commit(pk, ops);
    }) satisfies Store["commit"];
    await comeBack(consents, consent.state(0));

    const settling = commits.filter((keys) => keys.includes("outbox"));

    assert.equal(settling.length, 1);
    assert.ok(settling[0]?.includes("consent") && settling[0].includes("audit"));
  });

  it("tells the requester once of both, on every card", async () => {
    const id = await askApproved();
    const before = stage.told.length;
    const consents = openConsents(stage.flow.hear);
    const consent = await open(consents, id);
    stage.directory.answer(read(everything));
    await comeBack(consents, consent.state(0));
    await stage.flow.idle();
    await stage.settle();

    const after = stage.told.slice(before);

    assert.deepEqual(
      after.filter((one) => one.startsWith("line")),
      ["line chat-Priya: requester verified 4 de"],
    );
    assert.equal(
      after.findLast((one) => one.startsWith("edit")),
      "edit chat-Anna: approver verified 4 en",
    );
  });

  it("is not granted by a redirect that the directory does not bear out", async () => {
    const id = await askApproved();
    const consents = openConsents();
    const consent = await open(consents, id);
    await comeBack(consents, consent.state(0));

    await stage.settle();

    assert.equal((await stage.find(id)).state, "approved");
  });

  it("does not take a consent of another set-up or app for its own", async () => {
    const id = await askApproved();
    const consents = openConsents();
    const consent = await open(consents, id, scenario2);
    stage.directory.answer(read(readingOf(partsOf(scenario2))));
    await comeBack(consents, consent.state(0));
    await comeBack(consents, consent.state(1));

    await stage.settle();

    assert.equal((await stage.find(id)).state, "approved");
  });

  it("hears of what somebody granted without a link of ours", async () => {
    const id = await askApproved();

    stage.flow.hear(tenantId, everything);
    await stage.flow.idle();

    assert.equal((await stage.find(id)).state, "verified");
  });

  it("hears nothing from a reading that shows less", async () => {
    const id = await askApproved();

    stage.flow.hear(tenantId, nothing);
    stage.flow.hear(tenantId, { ...everything, app: { ...everything.app, clientId: "other" } });
    stage.flow.hear("another tenant", everything);
    await stage.flow.idle();

    assert.equal((await stage.find(id)).state, "approved");
  });

  it("notes what was granted before anybody decided, and decides nothing", async () => {
    const { id } = await stage.ask();
    stage.flow.hear(tenantId, everything);
    stage.flow.hear(tenantId, everything);
    await stage.flow.idle();

    assert.equal((await stage.find(id)).state, "pending");
    assert.deepEqual(await kindsOf(id), ["asked", "granted"]);
  });

  it("verifies what was granted before once it is approved", async () => {
    const { id } = await stage.ask();
    stage.flow.hear(tenantId, everything);
    await stage.flow.idle();
    stage.directory.answer(read(everything));

    await stage.approve(ANNA, id);
    await stage.settle();

    assert.deepEqual(await kindsOf(id), ["asked", "granted", "approved", "granted", "verified"]);
  });

  it("waits for the consent where that was taken away again", async () => {
    const { id } = await stage.ask();
    stage.flow.hear(tenantId, everything);
    await stage.flow.idle();

    await stage.approve(ANNA, id);
    await stage.settle();

    const { state, expiresAt } = await stage.find(id);
    assert.equal(state, "approved");
    assert.deepEqual(await stage.rows("due"), [
      `due|${new Date(expiresAt).toISOString()}|approval|${id}`,
    ]);
  });

  it("asks the directory before it ends an approved request", async () => {
    const id = await askApproved();
    stage.directory.answer(read(everything));
    stage.clock.advance(14 * DAY);

    await stage.settle();

    assert.equal((await stage.find(id)).state, "verified");
  });

  it("ends an approved request that nobody consented to", async () => {
    const id = await askApproved();
    stage.clock.advance(14 * DAY);

    await stage.settle();

    assert.deepEqual(await kindsOf(id), ["asked", "approved", "expired"]);
  });

  describe("until it is verified", () => {
    /** Granted by its consent, while the whole set-up does not show yet. */
    const grant = async () => {
      const id = await askApproved();
      const consents = openConsents();
      const consent = await open(consents, id);
      stage.directory.answer(read(everything));
      await comeBack(consents, consent.state(0));
      stage.directory.answer(read(nothing));
      await stage.settle();
      return id;
    };

    it("says what is missing, and looks again after a pause", async () => {
      const id = await grant();

      const { state, check } = await stage.find(id);
      assert.equal(state, "granted");
      assert.equal(check?.verdict, "incomplete");
      assert.ok(check?.missing.every((need) => /^graph:\S+ delegated$/.test(need)));
      assert.equal(check?.isLast, false);
      stage.directory.answer(read(everything));
      stage.clock.advance(60_000);
      await stage.settle();

      const later = await stage.find(id);
      assert.equal(later.state, "verified");
      assert.equal(later.check, undefined);
    });

    it("looks some times and no more, and then says so", async () => {
      const id = await grant();
      const before = stage.directory.reads.length;
      for (let hour = 0; hour < 24 * 30; hour++) {
        stage.clock.advance(HOUR);
        await stage.settle();
      }

      const { check, state } = await stage.find(id);
      assert.deepEqual([state, check?.isLast], ["granted", true]);
      assert.ok(stage.directory.reads.length - before <= 7);
      assert.deepEqual(await stage.rows("due"), []);
      assert.equal((await stage.rows("approvalended")).length, 1);
    });

    it("is verified later by whoever looks, or is heard", async () => {
      const ways = [
        (id: string) => stage.flow.look(tenantId, id),
        async () => {
          stage.flow.hear(tenantId, everything);
          await stage.flow.idle();
        },
      ];
      for (const way of ways) {
        const id = await grant();
        stage.clock.advance(40 * DAY);
        await stage.settle();
        stage.directory.answer(read(everything));

        await way(id);

        assert.equal((await stage.find(id)).state, "verified");
        stage.directory.answer(read(nothing));
      }
    });

    it("says that it could not be read", async () => {
      const id = await grant();
      stage.directory.answer({ kind: "not-connected", reason: "consent" });
      stage.clock.advance(60_000);

      await stage.settle();

      assert.equal((await stage.find(id)).check?.verdict, "unread");
    });

    it("lets nobody ask twice for what is granted, yet anew", async () => {
      await grant();

      const again = await stage.flow.ask(stage.draft());

      assert.equal(again.kind, "asked");
    });
  });

  it("verifies nothing that the catalogue does not know any more", async () => {
    const { id } = await stage.ask({ selection: "1~gone.everything" });
    await stage.approve(ANNA, id);

    stage.flow.hear(tenantId, everything);
    await stage.flow.idle();

    assert.equal((await stage.find(id)).state, "approved");
  });

  it("reads older consent requests that know nothing of approvals", async () => {
    const consents = openConsents();
    const consent = await open(consents, undefined);
    stage.directory.answer(read(everything));

    await comeBack(consents, consent.state(0));

    const row = await stage.store.get(tenantId, `consent|${consent.id}`);
    assert.ok(row && !("approvalId" in (row.value as object)));
    assert.deepEqual(await stage.rows("outbox"), []);
  });

  it("knows who has asked when it looks at nothing", async () => {
    assert.equal(await stage.flow.look(tenantId, "gone"), undefined);
    const { id } = await stage.ask();
    await stage.flow.withdraw({ tenantId, personId: PRIYA.id }, id);

    const seen = await stage.flow.look(tenantId, id);

    assert.equal(seen?.state, "cancelled");
    assert.deepEqual(stage.directory.reads, []);
  });
});
