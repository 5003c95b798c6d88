import assert from "node:assert/strict";
import { AppError } from "../../src/core/errors.ts";
import { tokenValues } from "../../src/core/scope/index.ts";
import type { Op, Store } from "../../src/ports/index.ts";
import { type FakeAnswer, type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import { ada, bob, formOf, HOUR, openFake } from "./api-fake.ts";
import { canary, refusalOf, tenantId, tokenOf } from "./entra.ts";

let fake: FakeGraph;

function useFake(): void {
  before(async () => {
    fake = await startFakeGraph();
  });
  after(() => fake?.stop());
  beforeEach(() => fake.reset());
}

const graph = "https://graph.microsoft.com";
const token = (text: string) => ({ kind: "token", token: text });
const signIn = { kind: "sign-in" };
const rowOf = ({ personId } = ada) => `token|${personId}`;

/** A token that is not looked at but for when it was issued. */
function assertionOf(iat: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part({ iat })}.x`;
}

/** As tokenOf, for somebody who gave those scopes. */
function tokenFor(text: string, scope: readonly string[]): FakeAnswer {
  const body = { token_type: "Bearer", expires_in: 3599, access_token: text };
  return { body: { ...body, scope: scope.map((value) => `${graph}/${value}`).join(" ") } };
}

/** Counts what is written, and lets a test write before somebody else. */
function watchStore(inner: Store) {
  const commits: (readonly Op[])[] = [];
  let before: (() => Promise<void>) | undefined;
  const store: Store = {
    ...inner,
    get: (pk, rk) => inner.get(pk, rk),
    commit: async (pk, ops) => {
      const first = before;
      before = undefined;
      await first?.();
      await inner.commit(pk, ops);
      commits.push(ops);
    },
  };
  return {
    store,
    commits,
    beforeNext: (act: () => Promise<void>) => {
      before = act;
    },
  };
}

describe("createPersonTokens", () => {
  useFake();

  it("asks on behalf of the person for the scope, and no more", async () => {
    fake.answer(/./, tokenOf("token-1"));
    const { tokens, identify } = await openFake(fake);
    await tokens.keep(identify(ada), "assertion-of-ada");

    const answer = await tokens.acquire(ada, "home");

    const form = formOf(fake);
    const asked = (form.scope ?? "").split(" ").filter((scope) => scope.startsWith("https:"));
    assert.deepEqual(answer, token("token-1"));
    assert.equal(fake.requests[0]?.path, `/${tenantId}/oauth2/v2.0/token`);
    assert.deepEqual(
      [form.assertion, form.requested_token_use, form.client_secret, asked],
      [
        "assertion-of-ada",
        "on_behalf_of",
        canary,
        tokenValues("home").map((value) => `${graph}/${value}`),
      ],
    );
  });

  it("throws for a scope that needs no token", async () => {
    const { tokens } = await openFake(fake);

    await assert.rejects(tokens.acquire(ada, "settings", { fresh: "assertion" }), RangeError);
    assert.equal(fake.requests.length, 0);
  });

  it("knows nobody who did not sign in", async () => {
    const { tokens } = await openFake(fake);

    assert.deepEqual(
      [await tokens.find(ada), await tokens.acquire(ada, "basic")],
      [undefined, signIn],
    );
  });

  it("takes ids only", async () => {
    const { tokens } = await openFake(fake);

    for (const person of [
      { ...ada, personId: "../x" },
      { ...ada, tenantId: "common" },
    ])
      await assert.rejects(tokens.acquire(person, "basic"), RangeError);
  });

  it("tells who is signed in until it ends", async () => {
    const { tokens, identify, clock } = await openFake(fake);
    const identity = identify(ada);
    await tokens.keep(identity, "assertion");

    const found = await tokens.find(ada);
    clock.advance(HOUR);

    assert.deepEqual(found, identity);
    assert.equal(await tokens.find(ada), undefined);
    assert.deepEqual(await tokens.acquire(ada, "basic"), signIn);
    assert.equal(fake.requests.length, 0);
  });

  it("keeps what ends later", async () => {
    fake.answer(/./, tokenOf("token"));
    const { tokens, identify } = await openFake(fake);
    await tokens.keep(identify(ada, 2 * HOUR), "long");

    await tokens.keep(identify(ada, HOUR), "short");
    await tokens.acquire(ada, "basic");
    const first = formOf(fake).assertion;
    await tokens.keep(identify(ada, 3 * HOUR), "longest");
    await tokens.acquire(ada, "basic");

    assert.deepEqual([first, formOf(fake).assertion], ["long", "longest"]);
  });

  it("keeps a newer token although it ends earlier", async () => {
    fake.answer(/./, tokenOf("token"));
    const { tokens, identify } = await openFake(fake);
    await tokens.keep(identify(ada, 2 * HOUR), assertionOf(1000));

    await tokens.keep(identify(ada, HOUR), assertionOf(2000));
    await tokens.acquire(ada, "basic");

    assert.equal(formOf(fake).assertion, assertionOf(2000));
  });

  it("takes no roles of a token that is older than the kept one", async () => {
    const { tokens, identify } = await openFake(fake);
    const now = { ...identify(ada), roles: [] };
    await tokens.keep(now, assertionOf(2000));

    await tokens.keep(identify(ada, 2 * HOUR), assertionOf(1000));

    assert.deepEqual(await tokens.find(ada), now);
  });

  it("leaves what is over to the sweep, and what came after it", async () => {
    const inner = (await openFake(fake)).store;
    const other = await openFake(fake, { store: inner });
    let before: (() => Promise<void>) | undefined;
    const store: Store = {
      ...inner,
      commit: (pk, ops) => inner.commit(pk, ops),
      // What was read is answered only once somebody else has written.
      get: async (pk, rk) => {
        const row = await inner.get(pk, rk);
        const first = before;
        before = undefined;
        await first?.();
        return row;
      },
    };
    const { tokens, identify, clock } = await openFake(fake, { store });
    await tokens.keep(identify(ada), "old");
    for (const { advance } of [clock, other.clock]) advance(HOUR);
    before = () => other.tokens.keep(other.identify(ada), "next");

    const found = await tokens.find(ada);

    assert.deepEqual([found, await other.tokens.find(ada)], [undefined, other.identify(ada)]);
  });

  it("takes a fresh assertion in place of the kept one", async () => {
    fake.answer(/./, tokenOf("token"));
    const { tokens, identify } = await openFake(fake);
    await tokens.keep(identify(ada), "kept");

    await tokens.acquire(ada, "basic", { fresh: "fresh" });

    assert.equal(formOf(fake).assertion, "fresh");
  });

  it("asks once while a token lasts, also with fresh ones only", async () => {
    fake.answer(/./, tokenOf("token-1"), tokenOf("token-2"));
    const { tokens } = await openFake(fake);

    const answers = [
      await tokens.acquire(ada, "basic", { fresh: "fresh" }),
      await tokens.acquire(ada, "basic", { fresh: "fresh" }),
    ];

    assert.deepEqual(answers, Array(2).fill(token("token-1")));
    assert.equal(fake.requests.length, 1);
    assert.equal(await tokens.find(ada), undefined);
    assert.deepEqual(await tokens.acquire(ada, "basic"), signIn);
  });

  it("sends one request for callers at the same time", async () => {
    fake.answer(/./, tokenOf("token-1"));
    const { tokens } = await openFake(fake);
    const ask = () => tokens.acquire(ada, "basic", { fresh: "fresh" });

    await Promise.all([ask(), ask(), ask()]);

    assert.equal(fake.requests.length, 1);
  });

  it("asks for each scope by itself", async () => {
    fake.answer(
      /./,
      tokenFor("of-basic", tokenValues("basic")),
      tokenFor("of-home", tokenValues("home")),
    );
    const { tokens } = await openFake(fake);
    const ask = (scope: "basic" | "home") => tokens.acquire(ada, scope, { fresh: "fresh" });

    const answers = [await ask("basic"), await ask("home"), await ask("basic"), await ask("home")];

    const [basic, home] = [token("of-basic"), token("of-home")];
    assert.deepEqual(answers, [basic, home, basic, home]);
    assert.equal(fake.requests.length, 2);
  });

  it("never gives somebody the token of somebody else", async () => {
    fake.answer(/./, tokenOf("of-ada"), tokenOf("of-bob"));
    const { tokens, identify } = await openFake(fake, { limit: 1 });
    await tokens.keep(identify(ada), "assertion-of-ada");
    await tokens.keep(identify(bob), "assertion-of-bob");

    const answers = [];
    for (const person of [ada, bob, ada, bob]) answers.push(await tokens.acquire(person, "basic"));

    const [first, second] = [token("of-ada"), token("of-bob")];
    assert.deepEqual(answers, [first, second, first, second]);
    assert.equal(fake.requests.length, 2);
  });

  it("keeps people apart who ask at the same time", async () => {
    fake.answer(/./, { ...tokenOf("of-bob") });
    const { tokens, identify } = await openFake(fake);
    const people = Array.from({ length: 20 }, (_, index) => ({
      ...ada,
      personId: `a1a1a1a1-0000-4000-8000-0000000001${String(index).padStart(2, "0")}`,
    }));
    for (const person of people) await tokens.keep(identify(person), `of ${person.personId}`);

    await Promise.all(people.map((person) => tokens.acquire(person, "basic")));

    const forms = fake.requests.map((_, index) => formOf(fake, index).assertion);
    assert.deepEqual(
      forms.sort(),
      people.map(({ personId }) => `of ${personId}`),
    );
  });

  it("writes nothing while nothing changes", async () => {
    fake.answer(/./, tokenOf("token"));
    const inner = (await openFake(fake)).store;
    const { store, commits } = watchStore(inner);
    const { tokens, identify } = await openFake(fake, { store });
    await tokens.keep(identify(ada), "assertion");
    await tokens.acquire(ada, "basic");
    const written = commits.length;

    await tokens.acquire(ada, "basic");
    await tokens.find(ada);

    assert.deepEqual([written, commits.length], [2, 2]);
  });

  it("keeps no refresh token of an exchange", async () => {
    const body = { ...(tokenOf("token").body as object), refresh_token: "refresh-canary" };
    fake.answer(/./, { body });
    const { tokens, store, seal } = await openFake(fake);

    await tokens.acquire(ada, "basic", { fresh: "fresh" });

    const { value } = (await store.get(tenantId, rowOf())) ?? assert.fail();
    const { sealed } = value as { sealed: string };
    const kept = JSON.stringify(seal.open(`person tokens|${tenantId}|${ada.personId}`, sealed));
    assert.ok(kept.includes("token"));
    assert.ok(!kept.includes("refresh-canary"));
  });

  it("gives a token that is too long to keep", async () => {
    fake.answer(/./, tokenOf("x".repeat(40_000)));
    const { tokens, identify } = await openFake(fake);
    await tokens.keep(identify(ada), "assertion");

    const answer = await tokens.acquire(ada, "basic");

    assert.equal(answer.kind, "token");
    assert.equal((await tokens.find(ada))?.personId, ada.personId);
  });

  it("writes again when another replica wrote first", async () => {
    fake.answer(/./, tokenOf("token"));
    const inner = (await openFake(fake)).store;
    const { store, beforeNext } = watchStore(inner);
    const { tokens, identify } = await openFake(fake, { store });
    const other = await openFake(fake, { store: inner });
    await tokens.keep(identify(ada), "old");
    beforeNext(() => other.tokens.keep(identify(ada, 2 * HOUR), "newer"));

    const answer = await tokens.acquire(ada, "basic");

    assert.deepEqual(answer, token("token"));
    assert.deepEqual(await other.tokens.find(ada), identify(ada, 2 * HOUR));
  });

  it("brings nobody back who signed out meanwhile", async () => {
    fake.answer(/./, tokenOf("token"));
    const inner = (await openFake(fake)).store;
    const { store, beforeNext } = watchStore(inner);
    const { tokens, identify } = await openFake(fake, { store });
    await tokens.keep(identify(ada), "kept");
    beforeNext(() => inner.commit(tenantId, [{ op: "delete", rk: rowOf() }]));

    await tokens.acquire(ada, "basic");

    assert.equal(await inner.get(tenantId, rowOf()), undefined);
  });

  it("keeps nobody whom another replica signs out meanwhile", async () => {
    const inner = (await openFake(fake)).store;
    const { store, beforeNext } = watchStore(inner);
    const { tokens, identify } = await openFake(fake, { store });
    const other = await openFake(fake, { store: inner });
    await tokens.keep(identify(ada), "first");
    beforeNext(() => other.tokens.forget(ada));

    await tokens.keep(identify(ada), "second");

    assert.equal(await inner.get(tenantId, rowOf()), undefined);
  });

  it("leaves no cache of a call that another replica's sign-out overtook", async () => {
    let answer = () => {};
    const hold = new Promise<void>((resolve) => {
      answer = resolve;
    });
    fake.answer(/./, { ...tokenOf("token"), hold });
    const { tokens, identify, store } = await openFake(fake);
    const other = await openFake(fake, { store });
    await tokens.keep(identify(ada), "kept");
    const asked = tokens.acquire(ada, "basic", { fresh: "fresh" });
    await fake.whenAsked(1);

    await other.tokens.forget(ada);
    answer();
    await asked;

    assert.equal(await store.get(tenantId, rowOf()), undefined);
  });

  it("gives the token although it cannot be kept", async () => {
    fake.answer(/./, tokenOf("token"));
    const inner = (await openFake(fake)).store;
    const commit = async () => {
      throw new AppError("ERR_STORE_FAILED", "the disk is full");
    };
    const store = { ...inner, get: inner.get.bind(inner), commit } as Store;
    const { tokens, log } = await openFake(fake, { store });

    const answer = await tokens.acquire(ada, "basic", { fresh: "fresh" });

    assert.deepEqual(answer, token("token"));
    assert.equal(log.find("tokens not kept").length, 1);
  });

  it("forgets a person", async () => {
    fake.answer(/./, tokenOf("of-ada"), tokenOf("of-bob"));
    const { tokens, identify, store } = await openFake(fake);
    for (const person of [ada, bob]) {
      await tokens.keep(identify(person), "assertion");
      await tokens.acquire(person, "basic");
    }

    await tokens.forget(ada);
    await tokens.forget(ada);

    assert.deepEqual(
      [
        await tokens.find(ada),
        await tokens.acquire(ada, "basic"),
        await store.get(tenantId, rowOf()),
      ],
      [undefined, signIn, undefined],
    );
    assert.deepEqual(await tokens.acquire(bob, "basic"), token("of-bob"));
  });

  it("keeps nothing of a call that a sign-out overtook", async () => {
    let answer = () => {};
    const hold = new Promise<void>((resolve) => {
      answer = resolve;
    });
    fake.answer(/./, { ...tokenOf("token"), hold });
    const { tokens, store } = await openFake(fake);
    const asked = tokens.acquire(ada, "basic", { fresh: "fresh" });
    await fake.whenAsked(1);

    await tokens.forget(ada);
    answer();
    await asked;

    assert.equal(await store.get(tenantId, rowOf()), undefined);
  });

  it("leaves a new sign-in to itself after the call before it", async () => {
    let answer = () => {};
    const hold = new Promise<void>((resolve) => {
      answer = resolve;
    });
    fake.answer(/./, { ...tokenOf("token"), hold });
    const { tokens, identify } = await openFake(fake);
    const asked = tokens.acquire(ada, "basic", { fresh: "fresh" });
    await fake.whenAsked(1);

    await tokens.forget(ada);
    await tokens.keep(identify(ada), "next");
    answer();
    await asked;

    assert.deepEqual(await tokens.find(ada), identify(ada));
  });

  it("keeps nobody whom a sign-out overtook", async () => {
    const inner = (await openFake(fake)).store;
    const { store, beforeNext } = watchStore(inner);
    const { tokens, identify } = await openFake(fake, { store });
    const found: unknown[] = [];

    // Nothing is kept yet; then there is a row.
    beforeNext(() => tokens.forget(ada));
    await tokens.keep(identify(ada), "first");
    found.push(await inner.get(tenantId, rowOf()));
    await tokens.keep(identify(ada), "second");
    beforeNext(() => tokens.forget(ada));
    await tokens.keep(identify(ada), "third");
    found.push(await inner.get(tenantId, rowOf()));
    await tokens.keep(identify(ada), "fourth");

    assert.deepEqual(found, [undefined, undefined]);
    assert.deepEqual(await tokens.find(ada), identify(ada));
  });

  it("lets go of an assertion that is used up", async () => {
    fake.answer(/./, refusalOf(500133, "invalid_grant"));
    const { tokens, identify } = await openFake(fake);
    await tokens.keep(identify(ada, 2 * HOUR), "revoked");

    const answers = [await tokens.acquire(ada, "basic"), await tokens.acquire(ada, "basic")];
    const found = await tokens.find(ada);
    await tokens.keep(identify(ada), "next");

    assert.deepEqual([answers, found], [[signIn, signIn], undefined]);
    assert.equal(fake.requests.length, 1);
    assert.equal((await tokens.find(ada))?.personId, ada.personId);
  });

  it("keeps a newer assertion that came meanwhile", async () => {
    fake.answer(/./, refusalOf(500133, "invalid_grant"));
    const inner = (await openFake(fake)).store;
    const { store, beforeNext } = watchStore(inner);
    const { tokens, identify } = await openFake(fake, { store });
    const other = await openFake(fake, { store: inner });
    await tokens.keep(identify(ada), "used up");
    beforeNext(() => other.tokens.keep(identify(ada, 2 * HOUR), "newer"));

    await tokens.acquire(ada, "basic");

    assert.deepEqual(await tokens.find(ada), identify(ada, 2 * HOUR));
  });

  it("keeps who is signed in when more proof is wanted", async () => {
    fake.answer(/./, refusalOf(50076, "interaction_required"));
    const { tokens, identify } = await openFake(fake);
    await tokens.keep(identify(ada), "assertion");

    await tokens.acquire(ada, "verification");

    assert.deepEqual(await tokens.find(ada), identify(ada));
  });

  it("passes the claims of a challenge on, then keeps the token", async () => {
    fake.answer(/./, tokenOf("token-1"), tokenOf("token-2"));
    const { tokens } = await openFake(fake);
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"17"}}}';
    const ask = (renewal?: { kind: "claims"; claims: string }) =>
      tokens.acquire(ada, "basic", { fresh: "fresh", ...(renewal && { renewal }) });

    const answers = [await ask(), await ask({ kind: "claims", claims }), await ask()];

    assert.deepEqual(answers, [token("token-1"), token("token-2"), token("token-2")]);
    const sent = JSON.parse(formOf(fake).claims ?? "");
    assert.deepEqual(sent.access_token.nbf, { essential: true, value: "17" });
    assert.deepEqual(sent.access_token.xms_cc, { values: ["CP1"] });
  });

  it("asks for a newer token after a refusal, once a minute", async () => {
    fake.answer(/./, tokenOf("token-1"), tokenOf("token-2"));
    const { tokens, clock } = await openFake(fake);
    const ask = (renewal?: { kind: "refused" }) =>
      tokens.acquire(ada, "basic", { fresh: "fresh", ...(renewal && { renewal }) });
    await ask();

    const soon = await ask({ kind: "refused" });
    clock.advance(60_000);
    const later = await ask({ kind: "refused" });

    assert.deepEqual([soon, later], [token("token-1"), token("token-2")]);
  });

  it("leaves a busy sign-in alone, for that person only", async () => {
    const busy = { status: 429, headers: { "retry-after": "30" }, body: { error: "x" } };
    fake.answer(/./, busy, tokenOf("of-bob"), tokenOf("of-ada"));
    const { tokens, clock } = await openFake(fake);
    const ask = (person: typeof ada) => tokens.acquire(person, "basic", { fresh: "fresh" });

    const first = await ask(ada);
    clock.advance(12_500);
    const second = await ask(ada);
    const other = await ask(bob);
    clock.advance(17_500);
    const third = await ask(ada);

    assert.deepEqual(
      [first, second, other, third],
      [
        { kind: "busy", seconds: 30 },
        { kind: "busy", seconds: 18 },
        token("of-bob"),
        token("of-ada"),
      ],
    );
    assert.equal(fake.requests.length, 3);
  });

  it("serves what it has while sign-in is busy", async () => {
    const busy = { status: 503, body: { error: "temporarily_unavailable" } };
    fake.answer(/./, tokenFor("of-basic", tokenValues("basic")), busy);
    const { tokens } = await openFake(fake);
    await tokens.acquire(ada, "basic", { fresh: "fresh" });

    const home = await tokens.acquire(ada, "home", { fresh: "fresh" });
    const basic = await tokens.acquire(ada, "basic", { fresh: "fresh" });

    assert.deepEqual([home, basic], [{ kind: "busy", seconds: 60 }, token("of-basic")]);
  });
});
