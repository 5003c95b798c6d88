import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { tokenValues } from "../../src/core/scope/index.ts";
import type { PersonTokens, SignInCode, Store } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import { type ApiStage, personId, redirectUri, startApi, tenantId } from "./api-stage.ts";

const HOUR = 3_600_000;
const graph = "https://graph.microsoft.com";

let stage: ApiStage;
let store: Store;
let tokens: PersonTokens;

function useStage(): void {
  before(async () => {
    stage = await startApi();
  });
  after(() => stage?.stop());
  beforeEach(async () => {
    stage.reset();
    stage.grant(tokenValues("basic"));
    store = await openStore({ file: ":memory:" });
    tokens = stage.open(store);
  });
  afterEach(() => store.close());
}

const admin = { tenantId, personId: personId("global-admin") };
const service = { tenantId, personId: "service-account" };

/** A code as a sign-in page brings it back, and what belongs to it. */
function signIn(alias = "global-admin", overrides: Partial<SignInCode> = {}): SignInCode {
  const verifier = randomBytes(32).toString("base64url");
  const code = randomBytes(16).toString("base64url");
  const scope = overrides.scope ?? "basic";
  const values = tokenValues(scope).map((value) => `${graph}/${value}`);
  stage.authority.codes.set(code, {
    clientId: stage.apiId,
    personId: personId(alias),
    redirectUri,
    scope: ["openid", "profile", "offline_access", ...values].join(" "),
    nonce: "nonce-1",
    challenge: createHash("sha256").update(verifier).digest("base64url"),
    amr: ["pwd", "mfa"],
    expiresAt: Date.now() + HOUR,
    isRedeemed: false,
  });
  return { tenantId, scope, code, verifier, nonce: "nonce-1", redirectUri, ...overrides };
}

async function redeem(ask = signIn()) {
  const answer = await tokens.redeem(ask);
  return answer.kind === "signed-in" ? answer : assert.fail(answer.kind);
}

/** A token that is not looked at but for when it was issued: so many seconds from now. */
function issuedIn(seconds: number): string {
  const iat = Math.floor(Date.now() / 1000) + seconds;
  return `e30.${Buffer.from(JSON.stringify({ iat })).toString("base64url")}.x`;
}

function scpOf(answer: { readonly kind: string }): string[] {
  const { token } = answer as { token?: string };
  return JSON.parse(atob(token?.split(".")[1] ?? "e30=")).scp?.split(" ") ?? [];
}

describe("sign-in on a page", () => {
  useStage();

  const ask = {
    tenantId,
    scope: "home",
    redirectUri,
    state: "sealed.state",
    challenge: "c".repeat(43),
    nonce: "nonce-1",
  } as const;

  it("leads to Entra ID with PKCE, state and nonce", () => {
    const url = new URL(tokens.authorizeUrl(ask));

    assert.equal(url.origin + url.pathname, `${stage.origin}/${tenantId}/oauth2/v2.0/authorize`);
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: stage.apiId,
      response_type: "code",
      response_mode: "query",
      redirect_uri: redirectUri,
      scope: [
        "openid",
        "profile",
        "offline_access",
        ...tokenValues("home").map((value) => `${graph}/${value}`),
      ].join(" "),
      state: "sealed.state",
      nonce: "nonce-1",
      code_challenge: ask.challenge,
      code_challenge_method: "S256",
    });
  });

  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
  const extras: Record<string, [more: object, claims: string | null, prompt: string | null]> = {
    "claims that were asked for": [{ claims }, claims, null],
    "no claims where there are none": [{ claims: "{}" }, null, null],
    "the choice of the service account": [{ scope: "service-account" }, null, "select_account"],
  };
  for (const [name, [more, wanted, prompt]] of Object.entries(extras))
    it(`asks for ${name}`, () => {
      const { searchParams } = new URL(tokens.authorizeUrl({ ...ask, ...more }));

      assert.deepEqual([searchParams.get("claims"), searchParams.get("prompt")], [wanted, prompt]);
    });

  it("makes no address for a tenant that is no id, or no scope", () => {
    assert.throws(() => tokens.authorizeUrl({ ...ask, tenantId: "../common" }), RangeError);
    assert.throws(() => tokens.authorizeUrl({ ...ask, scope: "settings" }), RangeError);
  });

  it("tells who signed in, for an hour", async () => {
    const from = Date.now();

    const { identity } = await redeem();

    const { expiresAt, ...rest } = identity;
    assert.deepEqual(rest, {
      ...admin,
      name: "Jonas Weber",
      isGuest: false,
      roles: ["global-administrator"],
    });
    assert.ok(expiresAt >= from + HOUR && expiresAt <= Date.now() + HOUR);
  });

  it("keeps nothing before it is settled", async () => {
    const { settle, identity } = await redeem();

    const before = await tokens.find(admin);
    await settle();

    assert.deepEqual([before, await tokens.find(admin)], [undefined, identity]);
  });

  it("serves the scope without another request", async () => {
    await (await redeem()).settle();

    const answer = await tokens.acquire(admin, "basic");

    assert.equal(answer.kind, "token");
    assert.equal(stage.posts(), 1);
  });

  it("asks for other scopes with the refresh token", async () => {
    await (await redeem()).settle();
    stage.grant(tokenValues("home"));

    const answer = await tokens.acquire(admin, "home");

    const missing = tokenValues("home").filter((value) => !scpOf(answer).includes(value));
    assert.deepEqual([answer.kind, missing, stage.posts()], ["token", [], 2]);
  });

  it("tells a scope that nobody consented to", async () => {
    await (await redeem()).settle();

    assert.deepEqual(await tokens.acquire(admin, "catalog"), { kind: "consent" });
  });

  it("ends after an hour", async () => {
    await (await redeem()).settle();
    stage.skew(HOUR + 1000);

    const answers = [await tokens.find(admin), await tokens.acquire(admin, "basic")];

    assert.deepEqual(answers, [undefined, { kind: "sign-in" }]);
  });

  it("goes before an assertion with less proof", async () => {
    stage.authority.switches.mfa.add(admin.personId);
    const fresh = await stage.sign("global-admin");
    const before = await tokens.acquire(admin, "basic", { fresh });
    await (await redeem()).settle();

    const after = await tokens.acquire(admin, "basic", { fresh });

    assert.deepEqual([before.kind, after.kind], ["step-up", "token"]);
  });

  it("gives way to an assertion once its session has ended", async () => {
    await (await redeem()).settle();
    stage.authority.sessions.clear();
    stage.grant(tokenValues("home"));
    const fresh = await stage.sign("global-admin");

    const without = await tokens.acquire(admin, "home");
    const answer = await tokens.acquire(admin, "home", { fresh });

    assert.deepEqual([without.kind, answer.kind], ["sign-in", "token"]);
    assert.equal(await tokens.find(admin), undefined);
  });

  it("asks for a newer token and passes claims on", async () => {
    await (await redeem()).settle();
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"17"}}}';

    const first = await tokens.acquire(admin, "basic");
    const second = await tokens.acquire(admin, "basic", { renewal: { kind: "claims", claims } });
    const third = await tokens.acquire(admin, "basic", { renewal: { kind: "refused" } });
    const fourth = await tokens.acquire(admin, "basic");

    assert.notDeepEqual(first, second);
    assert.deepEqual([third, fourth], [second, second]);
    assert.equal(stage.posts(), 2);
  });

  it("signs nobody in with the code of another sign-in", async () => {
    const [one, other] = [signIn(), signIn()];

    const answers = [
      await tokens.redeem({ ...one, verifier: other.verifier }),
      await tokens.redeem({ ...signIn(), nonce: "nonce-2" }),
      await tokens.redeem({ ...one }),
    ];

    assert.deepEqual(answers, Array(3).fill({ kind: "sign-in" }));
  });

  it("tells what stands in the way of a code", async () => {
    const withoutConsent = await tokens.redeem(signIn("global-admin", { scope: "catalog" }));
    const foreign = await tokens.redeem({ ...signIn(), redirectUri: "https://evil.example" });

    assert.deepEqual(
      [withoutConsent, foreign],
      [{ kind: "consent" }, { kind: "refused", reason: "tenant" }],
    );
  });

  it("gives its roles up to a newer token of Teams", async () => {
    const { identity, settle } = await redeem();
    await settle();
    const next = { ...identity, roles: [], expiresAt: identity.expiresAt - 60_000 };
    await tokens.keep(next, issuedIn(-60));
    const before = await tokens.find(admin);

    await tokens.keep(next, issuedIn(60));

    assert.deepEqual([before, await tokens.find(admin)], [identity, next]);
    assert.equal((await tokens.acquire(admin, "basic")).kind, "token");
  });

  it("takes no roles from a newer token of Teams", async () => {
    const { identity, settle } = await redeem();
    const next = { ...identity, roles: [], expiresAt: identity.expiresAt - 60_000 };
    await tokens.keep(next, issuedIn(60));

    await settle();

    assert.deepEqual(await tokens.find(admin), next);
    assert.equal((await tokens.acquire(admin, "basic")).kind, "token");
    assert.equal(stage.posts(), 1);
  });

  it("keeps nobody whom a sign-out overtook", async () => {
    const inner = store;
    let before: (() => Promise<void>) | undefined = () => tokens.forget(admin);
    tokens = stage.open({
      ...inner,
      get: (pk, rk) => inner.get(pk, rk),
      commit: async (pk, ops) => {
        const first = before;
        before = undefined;
        await first?.();
        await inner.commit(pk, ops);
      },
    });
    const { settle } = await redeem();

    await settle();
    const found = await inner.get(tenantId, `token|${admin.personId}`);
    await (await redeem()).settle();

    assert.equal(found, undefined);
    assert.equal((await tokens.find(admin))?.personId, admin.personId);
  });

  it("keeps what Teams gave beside a sign-in on a page", async () => {
    const assertion = await stage.sign("global-admin");
    const { identity, settle } = await redeem();
    await tokens.keep({ ...identity, expiresAt: identity.expiresAt - 60_000 }, assertion);
    await settle();
    stage.authority.sessions.clear();
    stage.grant(tokenValues("home"));

    const answer = await tokens.acquire(admin, "home");

    assert.equal(answer.kind, "token");
    assert.deepEqual(await tokens.find(admin), identity);
  });
});

describe("tokens that are kept as the service account", () => {
  useStage();

  beforeEach(async () => {
    stage.grant(tokenValues("service-account"));
    const ask = signIn("global-admin", { scope: "service-account", keptAs: "service-account" });
    await (await redeem(ask)).settle();
  });

  it("are those of the account, and not of the person", async () => {
    const answer = await tokens.acquire(service, "service-account");

    assert.deepEqual([answer.kind, scpOf(answer).includes("Directory.Read.All")], ["token", true]);
    assert.deepEqual(
      [await tokens.find(admin), await tokens.acquire(admin, "basic")],
      [undefined, { kind: "sign-in" }],
    );
  });

  it("tell who it is, without roles", async () => {
    const found = await tokens.find(service);

    assert.deepEqual(
      [found?.personId, found?.name, found?.roles],
      [admin.personId, "Jonas Weber", []],
    );
  });

  it("last as long as they are used", async () => {
    const day = 24 * HOUR;
    stage.skew(80 * day);
    await tokens.acquire(service, "service-account", { renewal: { kind: "refused" } });
    stage.skew(160 * day);
    const used = await tokens.find(service);
    stage.skew(171 * day);

    assert.equal(used?.personId, admin.personId);
    assert.equal(await tokens.find(service), undefined);
  });

  it("end when Entra ID ends the session", async () => {
    stage.authority.sessions.clear();
    const renewal = { kind: "refused" } as const;

    const answer = await tokens.acquire(service, "service-account", { renewal });

    assert.deepEqual([answer, await tokens.find(service)], [{ kind: "sign-in" }, undefined]);
  });

  it("give way to another account", async () => {
    const ask = signIn("teams-admin", { scope: "service-account", keptAs: "service-account" });
    await (await redeem(ask)).settle();

    assert.equal((await tokens.find(service))?.personId, personId("teams-admin"));
    assert.equal((await tokens.acquire(service, "service-account")).kind, "token");
  });
});
