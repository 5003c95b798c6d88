import assert from "node:assert/strict";
import type { TenantReading } from "../../src/core/grant/index.ts";
import type { DirectoryAnswer } from "../../src/ports/index.ts";
import { tenantId } from "../support/activities.ts";
import {
  type ConsentStage,
  clientId,
  createConsentStage,
  homeScope,
  partsOf,
  readingOf,
  requester,
  scenario2,
} from "../support/consent-stage.ts";

const nothing = readingOf([]);
const everything = readingOf(partsOf(homeScope));
const read = (value: TenantReading): DirectoryAnswer<TenantReading> => ({ kind: "read", value });
const accepted = (state: string) => ({ admin_consent: "True", tenant: tenantId, state });

describe("createConsents", () => {
  let stage: ConsentStage;
  beforeEach(async () => {
    stage = await createConsentStage();
  });
  afterEach(() => stage?.store.close());

  const outcomeOf = async (id: string) => {
    const row = await stage.store.get(tenantId, `consent|${id}`);
    const record = row?.value as { outcome: { kind: string } | null } | undefined;
    return record?.outcome?.kind ?? null;
  };

  it("turns the card green once the directory shows the grants", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(nothing), read(nothing), read(everything));

    await stage.comeBack(accepted(state(0)));

    assert.equal(await outcomeOf(id), "granted");
    assert.deepEqual(stage.waits.slice(0, 3), [0, 1_000, 2_000]);
    assert.deepEqual(
      stage.courier.brought.map((one) =>
        one.kind === "updated" ? one.place.activityId : one.form,
      ),
      ["card-1", "card"],
    );
    assert.equal(await stage.auditVerdict(), "intact");
  });

  it("S20 refuses a state that was tampered with or is not ours", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(everything));
    const good = state(0);
    const other = stage.seal.seal("card action", { id });

    for (const bad of [`${good.slice(0, -2)}xx`, good.slice(0, 40), other, "", "a.b", good + good])
      await stage.comeBack(accepted(bad));
    await stage.comeBack({ admin_consent: "True", tenant: tenantId });

    assert.equal(await outcomeOf(id), null);
    assert.deepEqual(stage.courier.brought, []);
  });

  it("S20 refuses a state that says something else than its request", async () => {
    const { id, state } = await stage.open();
    const claims = stage.seal.open("consent state", state(0)) as Record<string, unknown>;
    const changes = { link: 7, clientId: "other", personId: "other", activityId: "card-2" };

    for (const [name, value] of Object.entries(changes))
      await stage.comeBack(
        accepted(stage.seal.seal("consent state", { ...claims, [name]: value })),
      );

    assert.equal(await outcomeOf(id), null);
    assert.deepEqual(stage.directory.reads, []);
  });

  it("S21 lets exactly one of many visitors redeem a link", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(everything));
    const query = new URLSearchParams(accepted(state(0)));
    const other = stage.restart();

    await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? other : stage.consents).receive(query)),
    );
    await Promise.all([stage.consents.idle(), other.idle()]);

    const audit = await stage.store.list(tenantId, { from: "audit|", to: "audit|~" });
    const redeemed = audit.filter(({ rk }) => rk.endsWith("consent.redeemed"));
    assert.equal(await outcomeOf(id), "granted");
    assert.equal(redeemed.length, 1);
  });

  it("tells a person once that a link was used already", async () => {
    const { state } = await stage.open();
    stage.directory.answer(read(everything));
    await stage.comeBack(accepted(state(0)));
    const before = stage.courier.brought.length;

    for (let visit = 0; visit < 3; visit++) await stage.comeBack(accepted(state(0)));

    const told = stage.courier.brought.slice(before);
    assert.deepEqual(
      told.map((one) => one.kind),
      ["told"],
    );
    assert.match(told[0]?.view.summary ?? "", /used/i);
  });

  it("S22 takes an error beside admin_consent=True for a refusal", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(nothing));

    await stage.comeBack({
      ...accepted(state(0)),
      error: "consent_required",
      error_description: "AADSTS65004: User declined to consent to access the app.",
    });

    assert.equal(await outcomeOf(id), "declined");
  });

  it("S23 changes nothing for a forged tenant, no state, a stranger", async () => {
    const { id } = await stage.open();

    await stage.comeBack({ admin_consent: "True", tenant: "11111111-1111-4111-8111-111111111111" });
    await stage.comeBack({ error: "access_denied" });
    await stage.comeBack({ state: "stranger" });

    assert.equal(await outcomeOf(id), null);
    assert.deepEqual([stage.courier.brought, stage.directory.reads], [[], []]);
  });

  it("S23 says that an answer came for another tenant", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(nothing));
    const tenant = "11111111-1111-4111-8111-111111111111";

    await stage.comeBack({ admin_consent: "True", tenant, state: state(0) });

    assert.equal(await outcomeOf(id), "other-tenant");
  });

  it("S24 never says granted for what the directory does not show", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(nothing));

    await stage.comeBack(accepted(state(0)));

    assert.equal(await outcomeOf(id), "replicating");
    assert.equal(stage.directory.reads.length, 8);
  });

  it("S24 says granted when the redirect lied the other way", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(everything));

    await stage.comeBack({ error: "access_denied", error_subcode: "cancel", state: state(0) });

    assert.equal(await outcomeOf(id), "granted");
  });

  it("S25 names who asked, whoever consented", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(everything));
    await stage.comeBack(accepted(state(0)));

    const row = await stage.store.get(tenantId, `consent|${id}`);
    const told = stage.courier.brought.find((one) => one.kind === "told");
    const audit = await stage.store.list(tenantId, { from: "audit|", to: "audit|~" });

    const record = row?.value as { requesterId: string } | undefined;
    const actors = audit.map(({ value }) => (value as { actor: string }).actor);
    assert.equal(record?.requesterId, requester);
    assert.equal(told?.kind === "told" && told.personId, requester);
    assert.deepEqual(actors, [requester, "browser", "system"]);
  });

  const refusals: Record<string, [query: Record<string, string>, outcome: string]> = {
    "a cancelled page": [{ error: "access_denied", error_subcode: "cancel" }, "cancelled"],
    "a person who may not": [
      { error: "access_denied", error_description: "AADSTS90094: needs admin" },
      "needs-admin",
    ],
    "a broken registration": [
      { error: "access_denied", error_description: "AADSTS1003031: misconfigured" },
      "failed",
    ],
  };
  for (const [name, [query, outcome]] of Object.entries(refusals))
    it(`ends ${name} without waiting`, async () => {
      const { id, state } = await stage.open();
      stage.directory.answer(read(nothing));

      await stage.comeBack({ ...query, state: state(0) });

      assert.equal(await outcomeOf(id), outcome);
      assert.deepEqual(stage.waits, [0]);
    });

  it("keeps a try that came to nothing from the others of a channel", async () => {
    const { state } = await stage.open();
    stage.directory.answer(read(nothing));

    await stage.comeBack({ error: "access_denied", state: state(0) });

    assert.deepEqual([stage.cards.length, stage.courier.brought.length], [0, 1]);
  });

  it("says it on the card where a person has no chat of their own", async () => {
    const { state } = await stage.open();
    stage.directory.answer(read(nothing));
    stage.courier.reach(false);

    await stage.comeBack({ error: "access_denied", state: state(0) });

    assert.equal(stage.cards.length, 1);
  });

  it("calls it half granted while another link is open", async () => {
    const { id, state } = await stage.open(scenario2);
    const [first, second] = partsOf(scenario2);
    assert.ok(first && second);
    stage.directory.answer(read(readingOf([first])));
    await stage.comeBack(accepted(state(0)));
    const half = await outcomeOf(id);

    stage.directory.answer(read(readingOf([first, second])));
    await stage.comeBack(accepted(state(1)));

    assert.deepEqual([half, await outcomeOf(id)], ["partial", "granted"]);
  });

  it("says so when something else was granted", async () => {
    const { id, state } = await stage.open(homeScope, { reading: nothing });
    const [other] = partsOf(scenario2);
    assert.ok(other);
    stage.directory.answer(read(readingOf([other])));

    await stage.comeBack(accepted(state(0)));

    assert.equal(await outcomeOf(id), "other");
  });

  const unread: Record<string, [answer: DirectoryAnswer<TenantReading>, tries: number]> = {
    "not connected": [{ kind: "not-connected", reason: "consent" }, 1],
    busy: [{ kind: "busy", seconds: 3 }, 8],
    unreachable: [{ kind: "unreachable" }, 8],
  };
  for (const [name, [answer, tries]] of Object.entries(unread))
    it(`proves nothing while the directory is ${name}`, async () => {
      const { id, state } = await stage.open();
      stage.directory.answer(answer);

      await stage.comeBack(accepted(state(0)));

      assert.equal(await outcomeOf(id), "unproved");
      assert.equal(stage.directory.reads.length, tries);
    });

  it("expires a request that nobody came back from", async () => {
    const { id } = await stage.open();
    stage.directory.answer(read(nothing));
    stage.clock.advance(60 * 60_000 - 1);
    await stage.visit();
    const early = await outcomeOf(id);
    stage.clock.advance(2);

    await stage.visit();
    await stage.visit();

    assert.deepEqual([early, await outcomeOf(id)], [null, "expired"]);
    assert.deepEqual(
      stage.courier.brought.map(({ kind }) => kind),
      ["told"],
    );
  });

  it("finds a grant whose redirect never came", async () => {
    const { id } = await stage.open();
    stage.directory.answer(read(everything));
    stage.clock.advance(60 * 60_000);

    await stage.visit();

    assert.equal(await outcomeOf(id), "granted");
  });

  it("refuses a link after its time and still looks", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(nothing));
    stage.clock.advance(60 * 60_000);

    await stage.comeBack(accepted(state(0)));

    assert.equal(await outcomeOf(id), "expired");
  });

  it("takes up after a restart what was redeemed and not proved", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(nothing));
    const first = stage.consents;
    stage.directory.answer({ kind: "unreachable" });
    await first.receive(new URLSearchParams(accepted(state(0))));
    await first.stop();
    assert.equal(await outcomeOf(id), null);
    stage.directory.answer(read(everything));

    const second = stage.restart();
    await second.resume(tenantId);
    await second.idle();

    assert.equal(await outcomeOf(id), "granted");
  });

  it("reads again when asked and mends the card", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(nothing));
    await stage.comeBack(accepted(state(0)));
    stage.directory.answer(read(everything));

    const checked = await stage.consents.recheck(tenantId, id);

    assert.match(checked?.view.summary ?? "", /granted/);
    assert.equal(await outcomeOf(id), "granted");
  });

  it("forgets a person's requests, and their links with them", async () => {
    const { id, state } = await stage.open();
    stage.directory.answer(read(everything));

    const others = await stage.consents.forget(tenantId, "somebody-else");
    const own = await stage.consents.forget(tenantId, requester);
    await stage.comeBack(accepted(state(0)));

    assert.deepEqual([others, own], [0, 1]);
    assert.equal(await stage.store.get(tenantId, `consent|${id}`), undefined);
    assert.deepEqual(await stage.store.list(tenantId, { from: "due|", to: "ended|~" }), []);
    assert.deepEqual(stage.courier.brought, []);
  });

  it("knows no request of another tenant", async () => {
    const { id } = await stage.open();

    assert.equal(await stage.consents.recheck("other", id), undefined);
  });

  it("makes no link when the store fails", async () => {
    await stage.store.close();

    await assert.rejects(stage.open(), { code: "ERR_STORE_FAILED" });
  });

  it("binds a state to tenant, request, person, card and app", async () => {
    const { id, state } = await stage.open();

    const claims = stage.seal.open("consent state", state(0));

    assert.deepEqual(claims, {
      id,
      link: 0,
      tenantId,
      personId: requester,
      conversationId: "19:channel",
      activityId: "card-1",
      clientId,
      expiresAt: stage.clock.now() + 60 * 60_000,
    });
  });
});
