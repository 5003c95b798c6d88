import assert from "node:assert/strict";
import { DEFAULT_SETTINGS, type TenantSettings } from "../../src/core/settings/index.ts";
import {
  createJobAccess,
  hearDirectory,
  hearMailer,
  type JobAccess,
} from "../../src/flows/job-access/index.ts";
import { createLetters, createOutbox, type Outbox } from "../../src/flows/outbox/index.ts";
import { keepSteward } from "../../src/flows/steward.ts";
import type { DirectoryAnswer, MailOutcome, PostOutcome, Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore, verifyLedger } from "../../src/store/index.ts";
import { buildWorld } from "../core/view/example.ts";
import { tenantId } from "../support/activities.ts";
import { createFakeClock, createFakeIds, createFakeLog } from "../support/fakes.ts";

const HOUR = 60 * 60_000;
const steward = "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f301";
const channel = {
  teamId: "7e4a0000-0000-4000-8000-000000000001",
  teamName: "IT",
  channelId: "19:approvals@thread.tacv2",
  channelName: "Approvals",
};

describe("createJobAccess", () => {
  const clock = createFakeClock();
  let store: Store;
  let access: JobAccess;
  let outbox: Outbox;
  let posted: string[];
  let outcomes: PostOutcome[];
  let settings: TenantSettings;
  let key: ReturnType<typeof createAuditKey>;

  beforeEach(async () => {
    const log = createFakeLog();
    const ids = createFakeIds();
    store = await openStore({ file: ":memory:", log });
    key = createAuditKey(["k".repeat(32)]);
    const ledger = createLedger({ store, key, clock, ids });
    const letters = createLetters({ clock, ids });
    posted = [];
    outcomes = [];
    settings = DEFAULT_SETTINGS;
    access = createJobAccess({
      world: buildWorld(),
      store,
      ledger,
      letters,
      settings: { read: async () => ({ settings, etag: "" }) },
      courier: {
        post: async (place, view) => {
          posted.push(`${place.kind}: ${view.summary}`);
          const conversationId = "19:x@thread.tacv2";
          return outcomes.shift() ?? { kind: "posted", conversationId, activityId: "1" };
        },
      },
      teamsAppId: null,
      tenants: [tenantId],
      clock,
      log,
    });
    // Deliveries end before their time is over.
    const sleep = (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve()));
    const deliverers = { jobs: access.deliver };
    outbox = createOutbox({ store, ledger, letters, clock, ids, sleep, log, deliverers });
    await store.commit(tenantId, [keepSteward(steward)]);
  });
  afterEach(() => store.close());

  const audit = async () => {
    const rows = await store.list(tenantId, { from: "audit|", to: "audit|~" });
    return rows.map(({ rk }) => rk.split("|").at(-1));
  };
  const rest = (milliseconds: number) => clock.advance(milliseconds);

  it("tells once what is in the way, whoever meets it how often", async () => {
    for (let times = 0; times < 3; times++) {
      await access.note(tenantId, "model", "consent");
      rest(2 * 60_000);
    }
    await outbox.run(tenantId);
    await outbox.run(tenantId);

    assert.deepEqual(posted, ["person: Consentry’s jobs have stopped"]);
    assert.deepEqual(await audit(), ["jobs.stopped"]);
    const [lost] = await access.list(tenantId);
    assert.deepEqual([lost?.area, lost?.why], ["model", "consent"]);
  });

  it("tells that it is mended, to those who heard of it", async () => {
    await access.note(tenantId, "model", "no-account");
    await outbox.run(tenantId);
    await access.note(tenantId, "model", null);
    await outbox.run(tenantId);

    assert.equal(posted[1], "person: Consentry’s jobs run again");
    assert.deepEqual(await access.list(tenantId), []);
    assert.deepEqual(await audit(), ["jobs.stopped", "jobs.resumed"]);
    assert.match(JSON.stringify(await verifyLedger(store, key, tenantId)), /intact|ok/);
  });

  it("tells nothing of what was mended before it was told", async () => {
    await access.note(tenantId, "mail", "mailbox");
    await access.note(tenantId, "mail", null);
    await outbox.run(tenantId);

    assert.deepEqual(posted, []);
  });

  it("tells of losses at most once a day", async () => {
    await access.note(tenantId, "model", "account");
    await outbox.run(tenantId);
    await access.note(tenantId, "model", null);
    await outbox.run(tenantId);
    await access.note(tenantId, "model", "account");
    await outbox.run(tenantId);
    assert.equal(posted.length, 2);

    rest(31 * HOUR);
    await outbox.run(tenantId);

    assert.equal(posted.length, 3);
  });

  it("says nothing where nothing was lost", async () => {
    await access.note(tenantId, "model", null);
    await outbox.run(tenantId);

    assert.deepEqual([posted, await audit()], [[], []]);
  });

  it("tells in the approvers' channel, or else who decided last", async () => {
    settings = { ...settings, approval: { ...settings.approval, channel } };
    outcomes.push({ kind: "not-installed" });

    await access.note(tenantId, "model", "tenant");
    await outbox.run(tenantId);

    assert.deepEqual(
      posted.map((line) => line.split(":")[0]),
      ["channel", "person"],
    );
  });

  it("waits where Teams is busy, and does not repeat what may stand there", async () => {
    outcomes.push({ kind: "unknown" });
    await access.note(tenantId, "model", "tenant");
    await outbox.run(tenantId);
    rest(48 * HOUR);
    await outbox.run(tenantId);

    assert.equal(posted.length, 1);
  });

  it("keeps nothing of a tenant that it does not serve", async () => {
    const foreign = "99999999-9999-4999-8999-999999999999";

    await access.note(foreign, "model", "tenant");

    assert.deepEqual(await access.list(foreign), []);
  });

  it("forgets who decided last", async () => {
    await access.forget({ tenantId, personId: steward });
    await access.note(tenantId, "model", "tenant");
    await outbox.run(tenantId);

    assert.deepEqual(posted, []);
  });

  it("hears a directory", async () => {
    let answer: DirectoryAnswer<never> = { kind: "not-connected", reason: "no-account" };
    const directory = hearDirectory(access, {
      readApp: async () => answer,
      findApps: async () => answer,
    });

    await directory.readApp(tenantId, "x");
    assert.equal((await access.list(tenantId))[0]?.why, "no-account");
    answer = { kind: "unreachable" };
    await directory.findApps(tenantId, "x");
    assert.equal((await access.list(tenantId)).length, 1);
    answer = { kind: "absent" };
    await directory.readApp(tenantId, "x");
    assert.deepEqual(await access.list(tenantId), []);
  });

  const mails: readonly (readonly [MailOutcome, string | undefined])[] = [
    [{ kind: "not-allowed", why: "consent" }, "mail consent"],
    [{ kind: "not-allowed", why: "no-mailbox" }, "mail no-mailbox"],
    [{ kind: "not-allowed", why: "account" }, "model account"],
    [{ kind: "refused" }, undefined],
    [{ kind: "unknown" }, undefined],
    [{ kind: "sent" }, undefined],
  ];
  for (const [outcome, expected] of mails)
    it(`hears of a mailer: ${JSON.stringify(outcome)}`, async () => {
      const mailer = hearMailer(access, { send: async () => outcome });

      await mailer.send(tenantId, { to: [], subject: "", text: "", html: "" });

      const [lost] = await access.list(tenantId);
      assert.equal(lost && `${lost.area} ${lost.why}`, expected);
    });
});
