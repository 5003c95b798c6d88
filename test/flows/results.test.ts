import assert from "node:assert/strict";
import type { ConsentRecord } from "../../src/flows/consents/record.ts";
import { createResults, type Result } from "../../src/flows/index.ts";
import { tenantId } from "../support/activities.ts";
import {
  type ConsentStage,
  createConsentStage,
  homeScope,
  requester,
} from "../support/consent-stage.ts";

const person = { tenantId, personId: requester };
const key = `result|${requester}`;

describe("createResults", () => {
  let stage: ConsentStage;
  beforeEach(async () => {
    stage = await createConsentStage();
  });
  afterEach(() => stage?.store.close());

  const note = async (code: string, kind: "answer" | "check" = "answer") => {
    stage.clock.advance(1000);
    await stage.results.note(person, { kind, code });
  };
  const list = async (of = person) => (await stage.results.list(of)).map(({ code }) => code);
  const put = (rk: string, value: object) =>
    stage.store.commit(tenantId, [{ op: "put", rk, value }]);

  it("lists what a person was answered, newest first", async () => {
    const started = stage.clock.now();
    await note("one");
    stage.clock.advance(1000);
    await stage.results.note(person, { kind: "check", code: "two", conversationId: "a:1" });

    const results = await stage.results.list(person);

    const expected: readonly Result[] = [
      {
        id: "check:two",
        kind: "check",
        code: "two",
        at: started + 2000,
        state: null,
        conversationId: "a:1",
      },
      { id: "answer:one", kind: "answer", code: "one", at: started + 1000, state: null },
    ];
    assert.deepEqual(results, expected);
  });

  it("keeps nothing but codes, kinds, times and places", async () => {
    const more = { kind: "answer", code: "one", text: "my question" } as const;

    await stage.results.note(person, more);

    const at = stage.clock.now();
    assert.deepEqual((await stage.store.get(tenantId, key))?.value, {
      entries: [{ kind: "answer", code: "one", at }],
    });
  });

  it("moves up what is asked again, each kind by itself", async () => {
    await note("one");
    await note("two");
    await note("one", "check");
    await note("one");

    const results = await stage.results.list(person);

    assert.deepEqual(
      results.map(({ id }) => id),
      ["answer:one", "check:one", "answer:two"],
    );
  });

  it("keeps twenty", async () => {
    for (let index = 0; index < 25; index++) await note(`c${index}`);

    const codes = await list();

    const value = (await stage.store.get(tenantId, key))?.value as { entries: unknown[] };
    assert.equal(value.entries.length, 20);
    assert.deepEqual(
      codes,
      Array.from({ length: 20 }, (_, index) => `c${24 - index}`),
    );
  });

  it("keeps a row of four kilobytes and drops the oldest first", async () => {
    for (let index = 0; index < 10; index++) await note(`${index}${"é".repeat(500)}`);

    const value = (await stage.store.get(tenantId, key))?.value;

    assert.ok(Buffer.byteLength(JSON.stringify(value)) <= 4096);
    assert.deepEqual(
      (await list()).map((code) => code[0]),
      ["9", "8", "7"],
    );
  });

  it("leaves out a code that is too long for any row", async () => {
    await note("one");

    await note("x".repeat(5000));

    assert.deepEqual(await list(), ["one"]);
  });

  it("lists nothing of other people and other tenants", async () => {
    await note("one");
    await stage.open();

    const others = await list({ tenantId, personId: "p-2" });
    const elsewhere = await list({ tenantId: "other", personId: requester });

    assert.deepEqual([others, elsewhere], [[], []]);
  });

  it("loses none of two that are noted at once", async () => {
    const other = createResults(stage);

    await Promise.all([
      stage.results.note(person, { kind: "answer", code: "one" }),
      other.note(person, { kind: "answer", code: "two" }),
      other.note(person, { kind: "answer", code: "three" }),
    ]);

    assert.deepEqual((await list()).sort(), ["one", "three", "two"]);
    assert.deepEqual(stage.log.lines, []);
  });

  it("breaks no answer when it cannot be noted", async () => {
    await stage.store.close();

    await assert.doesNotReject(stage.results.note(person, { kind: "answer", code: "one" }));

    assert.equal(stage.log.find("a result was not noted").length, 1);
  });

  it("counts what it cannot read as nothing, and notes again", async () => {
    await put(key, { entries: [{ kind: "report", code: "other version" }] });
    const before = await list();

    await note("one");

    assert.deepEqual([before, await list()], [[], ["one"]]);
  });

  it("forgets a person and leaves the others", async () => {
    const other = { tenantId, personId: "p-2" };
    await note("one");
    await stage.results.note(other, { kind: "answer", code: "two" });

    await stage.results.forget(person);
    await stage.results.forget(person);

    assert.deepEqual([await list(), await list(other)], [[], ["two"]]);
    assert.equal(await stage.store.get(tenantId, key), undefined);
  });

  it("lists a person's own consent requests among the rest", async () => {
    await note("one");
    stage.clock.advance(1000);
    const { id } = await stage.open();
    const openedAt = stage.clock.now();
    await note("two");

    const results = await stage.results.list(person);

    assert.deepEqual(
      results.map(({ code }) => code),
      ["two", homeScope, "one"],
    );
    assert.deepEqual(results[1], {
      id,
      kind: "consent",
      code: homeScope,
      at: openedAt,
      state: "open",
      conversationId: "19:channel",
    });
  });

  const STATES: readonly [string, (record: ConsentRecord) => Partial<ConsentRecord>][] = [
    ["checking", ({ links }) => ({ links: links.map((one) => ({ ...one, status: "checking" })) })],
    ["granted", () => ({ outcome: { kind: "granted" } })],
    ["partial", () => ({ outcome: { kind: "partial", missing: [] } })],
    ["needs-admin", () => ({ outcome: { kind: "needs-admin" } })],
    ["expired", () => ({ outcome: { kind: "expired" } })],
  ];
  for (const [state, changes] of STATES)
    it(`says of a request that it is ${state}`, async () => {
      const { id } = await stage.open();
      const record = (await stage.store.get(tenantId, `consent|${id}`))?.value as ConsentRecord;
      await put(`consent|${id}`, { ...record, ...changes(record) });

      const [result] = await stage.results.list(person);

      assert.equal(result?.state, state);
    });

  it("lists twenty of results and requests together", async () => {
    for (let index = 0; index < 15; index++) await note(`c${index}`);
    for (let index = 0; index < 10; index++) {
      stage.clock.advance(1000);
      await stage.open(homeScope, { isPersonal: true });
      await stage.consents.release({
        tenantId,
        conversationId: "19:channel",
        activityId: "card-1",
      });
    }

    const results = await stage.results.list(person);

    assert.equal(results.length, 20);
    assert.deepEqual(new Set(results.slice(0, 10).map(({ kind }) => kind)), new Set(["consent"]));
  });
});
