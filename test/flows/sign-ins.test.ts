import assert from "node:assert/strict";
import {
  createOnce,
  createPendings,
  createServiceAccounts,
  createSignIns,
  type Pendings,
  type ServiceAccounts,
  type SignIns,
  type Ticket,
} from "../../src/flows/index.ts";
import { createSeal, createVisitProof } from "../../src/identity/index.ts";
import type { Identity, Ledger, PersonTokens, SignInCode, Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore } from "../../src/store/index.ts";
import { tenantId } from "../support/activities.ts";
import { createFakeClock, createFakeIds, createFakeLog, type FakeClock } from "../support/fakes.ts";
import { buildIdentity, createFakePersonTokens } from "../support/people.ts";

const person = { tenantId, personId: buildIdentity().personId };
const other = { tenantId, personId: "b2e2a7b1-7d2f-4c68-9a1f-3eab62d1a202" };
const MINUTE = 60_000;

type Redeemed = Awaited<ReturnType<PersonTokens["redeem"]>>;

describe("sign-ins on a page", () => {
  let store: Store;
  let clock: FakeClock;
  let ledger: Ledger;
  let accounts: ServiceAccounts;
  let signIns: SignIns;
  /** Another process on the same store. */
  let createReplica: () => SignIns;
  let settled: readonly string[];
  let asked: readonly SignInCode[];
  let answer: (ask: SignInCode) => Redeemed;
  const wentOn: Ticket[] = [];

  const signedIn = (identity: Partial<Identity> = {}): Redeemed => ({
    kind: "signed-in",
    identity: buildIdentity(identity),
    settle: async () => {
      settled = [...settled, identity.personId ?? person.personId];
    },
  });
  const ticket = { ...person, scope: "basic", language: "en" } as const;
  /** The state that Entra ID brings back. */
  const open = async (link: string) => {
    const first = await signIns.start(new URL(link).searchParams.get("t") ?? "");
    const started = first?.kind === "confirm" ? await signIns.start(first.ticket) : first;
    return started?.kind === "go"
      ? (new URL(started.url).searchParams.get("state") ?? "")
      : undefined;
  };
  const comeBack = async (
    state: string | undefined | Promise<string | undefined>,
    query: Readonly<Record<string, string>> = {},
  ) =>
    signIns.finish(new URLSearchParams({ state: (await state) ?? "", code: "code-1", ...query }));

  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    clock = createFakeClock();
    settled = [];
    asked = [];
    wentOn.length = 0;
    answer = () => signedIn();
    const ids = createFakeIds();
    ledger = createLedger({ store, key: createAuditKey(["k".repeat(32)]), clock, ids });
    const fake = createFakePersonTokens();
    const tokens: PersonTokens = {
      ...fake,
      redeem: async (ask) => {
        asked = [...asked, ask];
        return answer(ask);
      },
    };
    accounts = createServiceAccounts({ store, ledger, tokens });
    createReplica = () =>
      createSignIns({
        tokens,
        serviceAccounts: accounts,
        seal: createSeal(["s".repeat(32)]),
        once: createOnce({ store, clock }),
        clock,
        ids,
        log: createFakeLog(),
        publicUrl: "https://bot.example",
        prove: createVisitProof,
      });
    signIns = createReplica();
    signIns.listen(async (gone) => void wentOn.push(gone));
  });
  afterEach(() => store.close());

  it("keeps the sign-in of the right person and goes on", async () => {
    const end = await comeBack(open(signIns.link({ ...ticket, pending: "question-1" })));
    await signIns.idle();

    assert.deepEqual(end, { kind: "signed-in", key: "question-1", language: "en" });
    assert.deepEqual(settled, [person.personId]);
    assert.deepEqual(
      wentOn.map(({ pending }) => pending),
      ["question-1"],
    );
    assert.deepEqual(
      asked.map(({ code, scope, redirectUri }) => [code, scope, redirectUri]),
      [["code-1", "basic", "https://bot.example/auth/end"]],
    );
  });

  it("keeps nothing of somebody else", async () => {
    answer = () => signedIn({ personId: other.personId });

    const end = await comeBack(open(signIns.link(ticket)));

    assert.deepEqual([end, settled, wentOn], [{ kind: "other-account" }, [], []]);
  });

  it("keeps nothing of another tenant's account", async () => {
    answer = () => signedIn({ tenantId: other.personId });

    assert.equal((await comeBack(open(signIns.link(ticket)))).kind, "other-account");
    assert.deepEqual(settled, []);
  });

  it("takes one code for each page, whatever came of it", async () => {
    answer = () => ({ kind: "unreachable" });
    const state = await open(signIns.link(ticket));

    const ends = [await comeBack(state), await comeBack(state)];

    assert.deepEqual(
      ends.map(({ kind }) => kind),
      ["failed", "expired"],
    );
    assert.equal(asked.length, 1);
  });

  it("signs in on one of two pages that come back at once", async () => {
    const link = signIns.link({ ...ticket, pending: "question-1" });
    const states = [await open(link), await open(link)];

    const ends = await Promise.all(states.map((state) => comeBack(state)));
    await signIns.idle();

    assert.deepEqual(ends.map(({ kind }) => kind).toSorted(), ["expired", "signed-in"]);
    assert.equal(settled.length, 1);
    assert.equal(wentOn.length, 1);
  });

  it("takes a page once, whichever replica it comes back to", async () => {
    const state = await open(signIns.link(ticket));
    const other = createReplica();

    const ends = await Promise.all([
      comeBack(state),
      other.finish(new URLSearchParams({ state: state ?? "", code: "code-1" })),
    ]);

    assert.deepEqual(ends.map(({ kind }) => kind).toSorted(), ["expired", "signed-in"]);
    assert.equal(asked.length, 1);
  });

  it("lets a link be opened again until somebody has signed in", async () => {
    const link = signIns.link(ticket);
    const [first, second] = [await open(link), await open(link)];

    assert.equal((await comeBack(first, { error: "access_denied" })).kind, "declined");
    assert.equal((await comeBack(second)).kind, "signed-in");
    assert.equal(await open(link), undefined);
  });

  const strange: Readonly<Record<string, (link: string) => string>> = {
    "that was changed": (link) => `${link.slice(0, -2)}AA`,
    "of nobody": () => "https://bot.example/auth/start?t=junk",
  };
  for (const [name, change] of Object.entries(strange))
    it(`knows no link ${name}`, async () => {
      assert.equal(await open(change(signIns.link(ticket))), undefined);
    });

  it("ends a link after ten minutes, and the page that it opens", async () => {
    const link = signIns.link(ticket);
    const state = await open(link);
    clock.advance(10 * MINUTE);

    assert.equal(await open(link), undefined);
    assert.equal((await comeBack(state)).kind, "expired");
  });

  const refusals: Readonly<Record<string, [Record<string, string>, string]>> = {
    "a person who says no": [{ error: "access_denied", error_subcode: "cancel" }, "declined"],
    "an error beside a code": [{ error: "access_denied" }, "declined"],
    "a page that wants an administrator": [
      { error: "access_denied", error_description: "AADSTS90094: admin" },
      "needs-admin",
    ],
    "any other error": [{ error: "server_error" }, "failed"],
  };
  for (const [name, [query, expected]] of Object.entries(refusals))
    it(`redeems nothing for ${name}`, async () => {
      const end = await comeBack(open(signIns.link(ticket)), query);

      assert.deepEqual([end.kind, asked.length], [expected, 0]);
      await signIns.idle();
      assert.equal(wentOn.length, expected === "needs-admin" ? 1 : 0);
    });

  it("hands on what Entra ID says instead of a token", async () => {
    const said: readonly Redeemed[] = [
      { kind: "busy", seconds: 30 },
      { kind: "consent" },
      { kind: "blocked", code: "AADSTS53003" },
      { kind: "sign-in" },
      { kind: "refused", reason: "credentials" },
    ];
    const kinds: string[] = [];
    for (const one of said) {
      answer = () => one;
      kinds.push((await comeBack(open(signIns.link(ticket)))).kind);
    }

    assert.deepEqual(kinds, ["busy", "needs-admin", "blocked", "expired", "failed"]);
  });

  describe("of a service account", () => {
    const service = { ...ticket, scope: "service-account" } as const;
    const account = { personId: other.personId, name: "Jobs" };
    const verbs = async () =>
      (await store.list(tenantId, { from: "audit|", to: "audit|~" })).map(
        ({ value }) => (value as { verb: string }).verb,
      );

    it("asks first whether it is meant", async () => {
      const link = signIns.link(service);

      const started = await signIns.start(new URL(link).searchParams.get("t") ?? "");

      assert.equal(started?.kind, "confirm");
    });

    it("takes the account that signed in, and writes it down", async () => {
      answer = () => signedIn(account);

      const end = await comeBack(open(signIns.link(service)));

      assert.equal(end.kind, "signed-in");
      assert.deepEqual(
        asked.map(({ keptAs }) => keptAs),
        ["service-account"],
      );
      assert.deepEqual(await accounts.find(tenantId), account);
      assert.deepEqual(await verbs(), ["service-account.connected"]);
    });

    it("takes one account for each link", async () => {
      answer = () => signedIn(account);
      const link = signIns.link(service);
      const [first, second] = [await open(link), await open(link)];
      await comeBack(first);

      assert.equal((await comeBack(second)).kind, "expired");
      assert.equal(await open(link), undefined);
    });

    it("takes no guest", async () => {
      answer = () => signedIn({ ...account, isGuest: true });

      assert.equal((await comeBack(open(signIns.link(service)))).kind, "other-account");
      assert.equal(await accounts.find(tenantId), undefined);
    });

    it("keeps no tokens of an account that is not written down", async () => {
      answer = () => signedIn(account);
      ledger.record = async () => {
        throw new Error("the disk is full");
      };

      await assert.rejects(comeBack(open(signIns.link(service))), /the disk is full/);
      assert.deepEqual(settled, []);
    });

    it("forgets it when an administrator says so", async () => {
      await accounts.connect(person, account, async () => {});

      await accounts.disconnect(person);
      await accounts.disconnect(person);

      assert.equal(await accounts.find(tenantId), undefined);
      assert.deepEqual(await verbs(), [
        "service-account.connected",
        "service-account.disconnected",
      ]);
    });

    it("goes with the data of the person whose account it is", async () => {
      await accounts.connect(person, account, async () => {});

      await accounts.forget(person);
      assert.deepEqual(await accounts.find(tenantId), account);
      await accounts.forget(other);
      assert.equal(await accounts.find(tenantId), undefined);
    });
  });
});

describe("questions that wait for a sign-in", () => {
  let store: Store;
  let clock: FakeClock;
  let pendings: Pendings;
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    clock = createFakeClock();
    const seal = createSeal(["s".repeat(32)], { label: "waiting", limit: 128 * 1024 });
    pendings = createPendings({ store, seal, clock, ids: createFakeIds() });
  });
  afterEach(() => store.close());

  const rows = () => store.list(tenantId, { from: "pending|", to: "pending|~" });

  it("are taken once, by their person", async () => {
    const id = await pendings.hold(person, { text: "check" }, MINUTE);

    assert.equal(await pendings.take(other, id), undefined);
    assert.deepEqual(await pendings.peek(person, id), { text: "check" });
    const taken = await Promise.all([1, 2, 3].map(() => pendings.take(person, id)));
    assert.deepEqual(taken.filter(Boolean), [{ text: "check" }]);
  });

  it("end with their time", async () => {
    const id = await pendings.hold(person, { text: "check" }, MINUTE);
    clock.advance(MINUTE);

    assert.equal(await pendings.take(person, id), undefined);
  });

  it("stand in the store unreadable", async () => {
    await pendings.hold(person, { text: "canary" }, MINUTE);

    assert.doesNotMatch(JSON.stringify(await rows()), /canary/);
  });

  it("open for no other person when their row is copied", async () => {
    const id = await pendings.hold(person, { text: "check" }, MINUTE);
    const [row] = await rows();
    const rk = `pending|${other.personId}|${id}`;
    await store.commit(tenantId, [{ op: "insert", rk, value: row?.value as object }]);

    assert.equal(await pendings.take(other, id), undefined);
  });

  it("are five for a person; the one that ends first makes room", async () => {
    const first = await pendings.hold(person, { n: 0 }, MINUTE);
    for (let n = 1; n < 6; n++) await pendings.hold(person, { n }, 2 * MINUTE);
    await pendings.hold(other, { n: 6 }, MINUTE);

    assert.equal((await rows()).length, 6);
    assert.equal(await pendings.peek(person, first), undefined);
  });

  it("refuse what is too long to wait", async () => {
    await assert.rejects(pendings.hold(person, { text: "x".repeat(100_000) }, MINUTE), {
      code: "ERR_ACTION_INPUT",
    });
    assert.deepEqual(await rows(), []);
  });

  it("are forgotten with their person, and nobody else's", async () => {
    await pendings.hold(person, { text: "mine" }, MINUTE);
    const theirs = await pendings.hold(other, { text: "theirs" }, MINUTE);

    await pendings.forget(person);

    assert.equal((await rows()).length, 1);
    assert.deepEqual(await pendings.take(other, theirs), { text: "theirs" });
  });

  it("are found under no id that is none", async () => {
    assert.equal(await pendings.take(person, "../x|y"), undefined);
  });
});
