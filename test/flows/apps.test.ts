import assert from "node:assert/strict";
import { type AppFound, createApps } from "../../src/flows/index.ts";
import type { Directory, Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore } from "../../src/store/index.ts";
import { tenantId } from "../support/activities.ts";
import { clientId, readingOf } from "../support/consent-stage.ts";
import { createFakeClock, createFakeIds } from "../support/fakes.ts";
import { createFakeDirectory, type FakeDirectory } from "../support/flows.ts";

const OWN = "c0a5e217-5a9d-4b0c-8000-000000000001";

describe("createApps", () => {
  let store: Store;
  let directory: FakeDirectory;
  let asked: string[];
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    directory = createFakeDirectory();
    asked = [];
  });
  afterEach(() => store?.close());

  const create = (list: readonly string[] | "*" | Error) => {
    const clock = createFakeClock();
    const key = createAuditKey(["k".repeat(32)]);
    const ledger = createLedger({ store, key, clock, ids: createFakeIds() });
    const allowList = async (tenant: string) => {
      asked.push(tenant);
      if (list instanceof Error) throw list;
      return list;
    };
    return createApps({ directory, store, ledger, clock, allowList, ownApps: [OWN] });
  };

  const CASES: readonly [string, readonly string[] | "*", string, Partial<AppFound>][] = [
    ["one that the list names", [clientId], clientId, { kind: "unproved", isListed: true }],
    ["one of its own", [], OWN, { kind: "unproved", isListed: true }],
    ["any where all are allowed", "*", clientId, { kind: "unproved", isListed: "any" }],
    ["none that the list does not name", [OWN], clientId, { kind: "refused" }],
  ];
  for (const [name, list, typed, expected] of CASES)
    it(`lets through, of apps that are not there, ${name}`, async () => {
      const found = await create(list).find(tenantId, typed);

      const rest = { clientId: typed, why: "absent", problem: null };
      assert.deepEqual(found, { ...rest, ...expected });
      assert.deepEqual(asked, [tenantId]);
    });

  it("asks no list for an app that the directory shows", async () => {
    const reading = readingOf([]);
    directory.answer({ kind: "read", value: reading });

    const found = await create(new Error("no list")).find(tenantId, clientId);

    assert.deepEqual(found, { kind: "known", reading });
    assert.deepEqual(asked, []);
  });

  const UNREAD: readonly Awaited<ReturnType<Directory["readApp"]>>[] = [
    { kind: "unreachable" },
    { kind: "busy", seconds: 5 },
    { kind: "not-connected", reason: "consent" },
  ];
  for (const problem of UNREAD)
    it(`refuses an unlisted app where the directory is ${problem.kind}`, async () => {
      directory.answer(problem);

      const found = await create([]).find(tenantId, clientId);

      assert.deepEqual(found, { kind: "refused", clientId, why: problem.kind, problem });
    });

  it("lets nothing through when the list cannot be read", async () => {
    const fault = new Error("no list");

    await assert.rejects(create(fault).find(tenantId, clientId), fault);
  });
});
