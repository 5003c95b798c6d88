import assert from "node:assert/strict";
import { createForget, type ForgetParts } from "../../src/flows/index.ts";
import type { Person, Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore } from "../../src/store/index.ts";
import { tenantId } from "../support/activities.ts";
import { createFakeClock, createFakeIds, createFakeLog, type FakeLog } from "../support/fakes.ts";

const person = { tenantId, personId: "p-1" };
const PARTS = [
  "consents",
  "results",
  "shares",
  "watches",
  "approvals",
  "tokens",
  "pendings",
  "recalls",
  "lateAnswers",
  "serviceAccount",
  "chat",
] as const;

describe("createForget", () => {
  let store: Store;
  let log: FakeLog;
  let forgotten: string[];
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    log = createFakeLog();
    forgotten = [];
  });
  afterEach(() => store?.close());

  const create = (faults: Readonly<Record<string, Error>> = {}) => {
    const part = (name: string) => async (of: Person) => {
      forgotten.push(`${name} ${of.personId}`);
      if (faults[name]) throw faults[name];
    };
    const parts = Object.fromEntries(PARTS.map((name) => [name, part(name)]));
    const key = createAuditKey(["k".repeat(32)]);
    const ledger = createLedger({ store, key, clock: createFakeClock(), ids: createFakeIds() });
    return createForget({ ledger, log, parts: parts as unknown as ForgetParts });
  };
  const all = PARTS.map((name) => `${name} p-1`);

  it("forgets every part and writes one line", async () => {
    await create()(person);

    const lines = await store.list(tenantId, { from: "audit|", to: "audit|~" });
    assert.deepEqual(forgotten, all);
    assert.deepEqual(
      lines.map(({ value }) => {
        const { verb, actor, object } = value as Record<string, unknown>;
        return { verb, actor, object };
      }),
      [{ verb: "person.forgot", actor: "p-1", object: "person:p-1" }],
    );
  });

  it("goes on after a part that fails, and throws the first fault", async () => {
    const first = new Error("first");
    const forget = create({ results: first, chat: new Error("second") });

    await assert.rejects(forget(person), first);

    assert.deepEqual(forgotten, all);
    assert.deepEqual(
      log.find("a part was not forgotten").map(({ fields }) => fields.part),
      ["results", "chat"],
    );
  });

  it("goes on after a part that fails before it waits", async () => {
    const forget = create();
    const broken = createForget({
      ledger: { record: async () => true, tenants: async () => [] },
      log,
      parts: {
        consents: () => {
          throw new Error("at once");
        },
        results: async () => forgotten.push("results"),
        shares: async () => forgotten.push("shares"),
        letters: async () => forgotten.push("letters"),
        watches: async () => forgotten.push("watches"),
        approvals: async () => forgotten.push("approvals"),
        tokens: async () => forgotten.push("tokens"),
        pendings: async () => forgotten.push("pendings"),
        recalls: async () => forgotten.push("recalls"),
        lateAnswers: async () => forgotten.push("lateAnswers"),
        jobAccess: async () => forgotten.push("jobAccess"),
        serviceAccount: async () => forgotten.push("serviceAccount"),
        chat: async () => forgotten.push("chat"),
      },
    });

    await assert.rejects(broken(person), { message: "at once" });
    await forget(person);

    assert.deepEqual(forgotten.slice(0, 12), [
      "results",
      "shares",
      "letters",
      "watches",
      "approvals",
      "tokens",
      "pendings",
      "recalls",
      "lateAnswers",
      "jobAccess",
      "serviceAccount",
      "chat",
    ]);
  });

  it("forgets nothing that cannot be written down", async () => {
    const forget = create();
    await store.close();

    await assert.rejects(forget(person), { code: "ERR_STORE_FAILED" });

    assert.deepEqual(forgotten, []);
  });
});
