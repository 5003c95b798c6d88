import assert from "node:assert/strict";
import type { Catalogue } from "../../src/core/catalogue/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import type { TenantReading } from "../../src/core/grant/index.ts";
import type { World } from "../../src/core/view/index.ts";
import { createShares, type ShareAsk, type Shares } from "../../src/flows/index.ts";
import type { ShareRecord } from "../../src/flows/shares/record.ts";
import { createTexts } from "../../src/i18n/index.ts";
import type { PostOutcome } from "../../src/ports/index.ts";
import { tenantId } from "../support/activities.ts";
import { catalogue } from "../support/catalogue.ts";
import {
  type ConsentStage,
  clientId,
  createConsentStage,
  partsOf,
  readingOf,
  requester,
  scenario2,
} from "../support/consent-stage.ts";
import { createFakeIds } from "../support/fakes.ts";
import { createFakeAudiences, type FakeAudiences } from "../support/flows.ts";

const DAY = 24 * 60 * 60_000;
const other = "b2e2a7b1-7d2f-4c68-9a1f-3eab62d1a202";
const code = "1~autostore.destination_mail-send.mode_application.sender_other.source_imap";
const isRead = (value: TenantReading) => ({ kind: "read", value }) as const;
const posted = { kind: "posted", conversationId: "19:it;messageid=7", activityId: "7" } as const;

/** The catalogue of another day: what approval adds is less by one row. */
function changeCatalogue(): Catalogue {
  const packs = catalogue.packs.map((pack) => ({
    ...pack,
    head: {
      ...pack.head,
      approvals: pack.head.approvals.map((one) => ({ ...one, rows: one.rows.slice(1) })),
    },
  }));
  return { ...catalogue, packs };
}

describe("createShares", () => {
  let stage: ConsentStage;
  let audiences: FakeAudiences;
  let shares: Shares;
  beforeEach(async () => {
    stage = await createConsentStage();
    audiences = createFakeAudiences();
    audiences.seat(
      { personId: requester, name: "Priya Raman", isGuest: false },
      { personId: other, name: "Jonas Weber", isGuest: false },
    );
    shares = start();
  });
  afterEach(() => stage?.store.close());

  const ids = createFakeIds();
  function start(known: Catalogue = catalogue): Shares {
    const world: World = {
      catalogue: known,
      cloud: findCloud("public"),
      texts: createTexts,
      publicUrl: "https://bot.example",
      botId: "00000000-0000-4000-8000-00000000b071",
    };
    const { store, ledger, directory, courier, settings, clock, log } = stage;
    return createShares({
      world,
      store,
      ledger,
      directory,
      courier,
      audiences,
      settings,
      clock,
      ids,
      log,
    });
  }
  const ask = (overrides: Partial<ShareAsk> = {}): ShareAsk => ({
    tenantId,
    person: { id: requester, name: "Priya Raman" },
    language: "en",
    subject: { kind: "answer", code },
    place: { kind: "channel", teamId: "team-1", channelId: "19:it" },
    options: { names: false, state: false },
    ...overrides,
  });
  const share = async (overrides: Partial<ShareAsk> = {}) =>
    (await shares.share(ask(overrides))).result;
  const kindsOf = () => stage.courier.shown.map(({ kind }) => kind);
  const lastText = () => stage.courier.shown.at(-1)?.view.text ?? "";
  const records = async () =>
    (await stage.store.list(tenantId, { from: "share|", to: "share|~" })).map(
      ({ value }) => value as ShareRecord,
    );
  const audited = async () =>
    (await stage.store.list(tenantId, { from: "audit|", to: "audit|~" })).map(
      ({ value }) => (value as { verb: string }).verb,
    );

  it("posts once and keeps what it said", async () => {
    const result = await share();

    const [record] = await records();
    assert.deepEqual(
      [result.kind, kindsOf(), record?.status.kind],
      ["posted", ["posted"], "posted"],
    );
    assert.equal(record?.facts.lines.length, 9);
    assert.deepEqual(await audited(), ["share.begun", "share.posted"]);
    assert.equal(await stage.auditVerdict(), "intact");
  });

  it("is the same share for two people at once", async () => {
    stage.courier.answerPost(new Promise((resolve) => setImmediate(() => resolve(posted))));

    const results = await Promise.all([
      share(),
      share({ person: { id: other, name: "Jonas Weber" } }),
    ]);

    assert.deepEqual(kindsOf(), ["posted"]);
    assert.deepEqual(results.map(({ kind }) => kind).sort(), ["posted", "sending"]);
  });

  it("brings the card up to date the second time, and says who was first", async () => {
    await share();

    const result = await share({ person: { id: other, name: "Jonas Weber" } });

    assert.deepEqual(kindsOf(), ["posted", "edited"]);
    assert.equal(result.kind === "updated" && result.first.name, "Priya Raman");
    assert.match(lastText(), /Shared by Priya Raman[\s\S]*Shared again by Jonas Weber/);
  });

  it("is one share in a thread and in its channel, another in another place", async () => {
    await share();
    await share({ place: { kind: "conversation", conversationId: "19:it;messageid=5" } });
    await share({ place: { kind: "conversation", conversationId: "19:chat" } });

    assert.deepEqual(kindsOf(), ["posted", "edited", "posted"]);
  });

  const outcomes: Record<PostOutcome["kind"], [outcome: PostOutcome, kept: string[]]> = {
    posted: [posted, ["posted"]],
    unknown: [{ kind: "unknown" }, ["unknown"]],
    gone: [{ kind: "gone" }, []],
    "not-installed": [{ kind: "not-installed" }, []],
    refused: [{ kind: "refused" }, []],
    busy: [{ kind: "busy", seconds: 9 }, []],
    unreached: [{ kind: "unreached" }, []],
  };
  for (const [kind, [outcome, kept]] of Object.entries(outcomes))
    it(`keeps what came of a post: ${kind}`, async () => {
      stage.courier.answerPost(outcome);

      const result = await share();

      assert.equal(result.kind, kind);
      assert.deepEqual(
        (await records()).map(({ status }) => status.kind),
        kept,
      );
    });

  it("repeats a post of unknown outcome only for who has looked", async () => {
    stage.courier.answerPost({ kind: "unknown" });
    const first = await share();
    stage.courier.answerPost(posted);
    const again = first.kind === "unknown" ? first.again : "";

    const blind = await share();
    const wrong = await share({ again: "another" });
    const both = await Promise.all([share({ again }), share({ again })]);

    assert.deepEqual([blind.kind, wrong.kind], ["unknown", "unknown"]);
    assert.equal(kindsOf().length, 2);
    assert.equal(both.filter(({ kind }) => kind === "posted").length, 1);
  });

  it("takes a share that a process has left for one of unknown outcome", async () => {
    stage.courier.answerPost(new Promise(() => {}));
    void share();
    await new Promise((resolve) => setImmediate(resolve));
    while (kindsOf().length === 0) await new Promise((resolve) => setImmediate(resolve));
    const early = await share();
    stage.clock.advance(2 * 60_000);

    const late = await share();

    assert.deepEqual([early.kind, late.kind, kindsOf()], ["sending", "unknown", ["posted"]]);
  });

  it("posts anew where the message is gone, once", async () => {
    await share();
    stage.courier.answerEdit("gone");

    const both = await Promise.all([share(), share()]);

    assert.deepEqual(kindsOf().filter((kind) => kind === "posted").length, 2);
    assert.ok(both.some(({ kind }) => kind === "posted"));
  });

  it("tries again by itself what could not be brought", async () => {
    await share();
    stage.courier.answerEdit("unreached");
    const result = await share({ person: { id: other, name: "Jonas Weber" } });
    stage.courier.answerEdit("done");

    const changed = await shares.sweep([tenantId]);

    assert.deepEqual([result.kind, changed], ["not-updated", 1]);
    assert.match(lastText(), /Shared again by Jonas Weber/);
    assert.equal(await shares.sweep([tenantId]), 0);
  });

  const outsiders: Record<string, [prepare: () => void, kind: string]> = {
    "a guest": [
      () => audiences.seat({ personId: requester, name: "Priya", isGuest: true }),
      "outsider",
    ],
    "somebody who has left": [() => audiences.seat(), "outsider"],
    "a place without Consentry": [() => audiences.fail("not-installed"), "not-installed"],
    "a place that does not answer": [() => audiences.fail("unreachable"), "unreached"],
  };
  for (const [name, [prepare, kind]] of Object.entries(outsiders))
    it(`posts nothing for ${name}`, async () => {
      prepare();

      const result = await share();

      assert.deepEqual([result.kind, kindsOf(), await records()], [kind, [], []]);
    });

  it("posts nothing where grants are wanted and cannot be read", async () => {
    stage.directory.answer({ kind: "not-connected", reason: "consent" });

    const result = await share({ options: { names: false, state: true }, clientId });

    assert.deepEqual(result, { kind: "unread", reason: "not-connected" });
    assert.deepEqual([kindsOf(), await records()], [[], []]);
  });

  it("says what has changed with another catalogue, where it stands", async () => {
    await share();

    const changed = await start(changeCatalogue()).sweep([tenantId]);

    assert.deepEqual([changed, kindsOf()], [1, ["posted", "edited"]]);
    assert.match(
      lastText(),
      /Changed since it was shared, as of [\s\S]*Not needed any more: email/,
    );
    assert.equal(await start(changeCatalogue()).sweep([tenantId]), 0);
    assert.deepEqual((await audited()).at(-1), "share.updated");
  });

  it("stops a sweep after the card that it is at", async () => {
    await share();
    await share({ place: { kind: "channel", teamId: "team-1", channelId: "19:other" } });
    const later = start(changeCatalogue());
    stage.courier.onEdit(async () => later.stop());

    const changed = await later.sweep([tenantId]);

    assert.deepEqual([changed, kindsOf()], [1, ["posted", "posted", "edited"]]);
  });

  it("shows a label that a pack got, and no news", async () => {
    await share();
    await stage.settings.setLabel(tenantId, requester, "autostore", { id: "1", name: "Secret" });

    await shares.sweep([tenantId]);

    assert.match(lastText(), /Label: Secret/);
    assert.doesNotMatch(lastText(), /Changed since/);
  });

  it("ends with its message", async () => {
    await share();
    stage.courier.answerEdit("gone");

    await start(changeCatalogue()).sweep([tenantId]);

    assert.deepEqual(await records(), []);
  });

  const state = { options: { names: false, state: true }, clientId };
  const whole = () => readingOf(partsOf(scenario2), { readAt: stage.clock.now() });

  it("follows what is read of its app later, whole and newer only", async () => {
    stage.directory.answer(isRead(whole()));
    await share(state);
    const { readAt } = whole();
    const gap = { part: "application", reason: "refused" } as const;
    const readings: Partial<TenantReading>[] = [
      { grants: [], readAt: readAt - 1 },
      { grants: [], readAt: readAt + 1, gaps: [gap] },
      { readAt: readAt + 2 },
      { grants: [], readAt: readAt + 3 },
    ];

    for (const overrides of readings) {
      shares.hear(tenantId, { ...whole(), ...overrides });
      await shares.idle();
    }

    assert.deepEqual(kindsOf(), ["posted", "edited"]);
    assert.match(lastText(), /Permissions are missing[\s\S]*Granted: 0\./);
  });

  it("says what of the grants has changed since it was shared", async () => {
    stage.directory.answer(isRead(whole()));
    await share(state);
    const { readAt } = whole();
    const told = /Changed since it was shared: [1-9]\d*\.[\s\S]*Missing \(when shared: Granted\)/;

    shares.hear(tenantId, { ...whole(), grants: [], readAt: readAt + 1 });
    await shares.idle();
    const taken = lastText();
    shares.hear(tenantId, { ...whole(), grants: [], readAt: readAt + 120_000 });
    await shares.idle();
    const stillTaken = lastText();
    shares.hear(tenantId, { ...whole(), readAt: readAt + 240_000 });
    await shares.idle();

    assert.match(taken, told);
    assert.match(stillTaken, told);
    assert.doesNotMatch(lastText(), /since it was shared|when shared/);
  });

  it("leaves the newest on the card, whoever was faster", async () => {
    stage.directory.answer(isRead(whole()));
    await share(state);
    const { readAt } = whole();
    const { promise: newer, resolve } = Promise.withResolvers<void>();
    stage.courier.onEdit(async () => {
      shares.hear(tenantId, { ...whole(), readAt: readAt + 120_000 });
      // Not idle(): what runs here is a part of what it would wait for.
      while (stage.courier.shown.length < 3) await new Promise((next) => setImmediate(next));
      resolve();
    });

    shares.hear(tenantId, { ...whole(), grants: [], readAt: readAt + 1 });
    await newer;
    await shares.idle();

    const [record] = await records();
    assert.match(lastText(), /Everything that is needed is granted/);
    assert.equal(record?.status.kind === "posted" && record.status.isBehind, false);
  });

  it("is given up at the time that its card names", async () => {
    await share();
    stage.clock.advance(365 * DAY);

    await shares.sweep([tenantId]);

    assert.match(lastText(), /Not kept up to date any more since/);
    assert.doesNotMatch(lastText(), /Kept up to date until/);
    assert.deepEqual(await records(), []);
  });

  it("takes a name off the card, and ends with its last person", async () => {
    await share();
    await share({ person: { id: other, name: "Jonas Weber" } });

    await shares.forget({ tenantId, personId: requester });
    const between = lastText();
    await shares.forget({ tenantId, personId: other });

    assert.doesNotMatch(between, /Priya/);
    assert.match(between, /Jonas Weber/);
    assert.doesNotMatch(lastText(), /Jonas/);
    assert.deepEqual(await records(), []);
  });

  it("keeps no name while its card cannot be reached", async () => {
    await share();
    stage.courier.answerEdit("unreached");

    await shares.forget({ tenantId, personId: requester });
    const [left] = await records();
    stage.courier.answerEdit("done");
    await shares.sweep([tenantId]);

    assert.deepEqual([left?.people, JSON.stringify(left).includes("Priya")], [[], false]);
    assert.deepEqual(await records(), []);
  });
});
