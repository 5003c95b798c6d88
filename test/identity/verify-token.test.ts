import assert from "node:assert/strict";
import { type JWTPayload, UnsecuredJWT } from "jose";
import { findCloud } from "../../src/core/cloud/index.ts";
import { createEgress } from "../../src/identity/index.ts";
import type { TokenVerdict } from "../../src/ports/index.ts";
import { type ApiStage, personId, startApi, teamsWeb, tenantId } from "./api-stage.ts";

let stage: ApiStage;

function useStage(): void {
  before(async () => {
    stage = await startApi();
  });
  after(() => stage?.stop());
  beforeEach(() => stage.reset());
}

/** Claims of a token that counts; overrides make it another one. */
function claimsOf(overrides: JWTPayload = {}): JWTPayload {
  return {
    aud: stage.apiId,
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    azp: teamsWeb,
    oid: personId("global-admin"),
    tid: tenantId,
    scp: "access_as_user",
    ver: "2.0",
    name: "Jonas Weber",
    acct: 0,
    wids: ["62e90394-69f5-4237-9190-012177145e10"],
    ...overrides,
  };
}

const sign = (overrides?: JWTPayload) => stage.authority.keys.sign(claimsOf(overrides));

async function judge(overrides?: JWTPayload): Promise<TokenVerdict> {
  return stage.createVerify()(await sign(overrides));
}

async function identify(overrides?: JWTPayload) {
  const verdict = await judge(overrides);
  assert.equal(verdict.kind, "ok");
  return verdict.kind === "ok" ? verdict.identity : assert.fail();
}

describe("createVerifyToken", () => {
  useStage();

  it("tells who a token of Teams speaks of", async () => {
    const token = await stage.sign("global-admin");

    const verdict = await stage.createVerify()(token);

    const { exp = 0 } = JSON.parse(atob(token.split(".")[1] ?? ""));
    assert.deepEqual(verdict, {
      kind: "ok",
      identity: {
        tenantId,
        personId: personId("global-admin"),
        name: "Jonas Weber",
        isGuest: false,
        roles: ["global-administrator"],
        expiresAt: exp * 1000,
      },
    });
  });

  it("takes the application ID URI as audience too", async () => {
    assert.equal((await judge({ aud: stage.apiUri })).kind, "ok");
  });

  it("finds the permission among others", async () => {
    assert.equal((await judge({ scp: "openid access_as_user" })).kind, "ok");
  });

  for (const acct of [1, "0", undefined, null, false])
    it(`takes nobody for a member with acct ${JSON.stringify(acct)}`, async () => {
      assert.equal((await identify({ acct })).isGuest, true);
    });

  it("gives no roles without wids, or with those elsewhere", async () => {
    const none = await identify({ wids: undefined });
    const elsewhere = await identify({ _claim_names: { wids: "src1" } });

    assert.deepEqual([none.roles, elsewhere.roles], [[], []]);
  });

  it("says nothing of a name that is none", async () => {
    assert.equal((await identify({ name: 7 })).name, "");
  });

  const refusals: Record<string, [overrides: JWTPayload, reason: string]> = {
    "another issuer": [{ iss: `https://sts.windows.net/${tenantId}/` }, "issuer"],
    "an audience that is a beginning": [{ aud: "api" }, "audience"],
    "another permission": [{ scp: "access_as_user_too" }, "scope"],
    "a permission that is a list": [{ scp: ["access_as_user"] }, "scope"],
    "no client": [{ azp: undefined }, "client"],
    "no person": [{ oid: undefined }, "claims"],
    "a person that is no id": [{ oid: "../../" }, "claims"],
    "no version": [{ ver: undefined }, "claims"],
    "no tenant": [{ tid: undefined }, "tenant"],
    "a tenant that is a path": [{ tid: "../common" }, "tenant"],
  };
  for (const [name, [overrides, reason]] of Object.entries(refusals))
    it(`refuses ${name}`, async () => {
      assert.deepEqual(await judge(overrides), { kind: "refused", reason });
    });

  for (const text of ["", "a", "a.b.c", "e30.e30.", `${"x".repeat(20_000)}.e30.e30`])
    it(`refuses ${JSON.stringify(text.slice(0, 8))} without asking`, async () => {
      const verdict = await stage.createVerify()(text);

      assert.equal(verdict.kind, "refused");
      assert.equal(stage.requests.length, 0);
    });

  it("asks nothing for a token of another tenant", async () => {
    const verdict = await judge({ tid: "99999999-2222-4333-8444-555555555555" });

    assert.deepEqual(verdict, { kind: "refused", reason: "tenant" });
    assert.equal(stage.requests.length, 0);
  });

  it("asks for keys once while they are fresh", async () => {
    const verify = stage.createVerify();

    for (let count = 0; count < 3; count += 1) await verify(await sign());

    assert.deepEqual(stage.requests, [`/${tenantId}/discovery/v2.0/keys`]);
  });

  it("asks for a new key once the cooldown is over", async () => {
    const verify = stage.createVerify({ cooldown: 0 });
    await verify(await sign());
    await stage.authority.keys.rotate({ keepOld: true });

    const verdict = await verify(await sign());

    assert.equal(verdict.kind, "ok");
    assert.equal(stage.requests.length, 2);
  });

  it("says when no keys are to be had, and pauses", async () => {
    const cloud = findCloud("sandbox");
    // Nobody listens on port 1.
    const away = createEgress(cloud, { [cloud.loginBase]: "http://127.0.0.1:1" });
    let asked = 0;
    const count: typeof away.fetch = (...given) => {
      asked += 1;
      return away.fetch(...given);
    };
    const egress = { ...away, fetch: count };
    const verify = stage.createVerify({ egress });
    const token = await sign();

    const verdicts = [await verify(token), await verify(token)];
    stage.skew(3_000);
    verdicts.push(await verify(token));

    assert.deepEqual(verdicts, Array(3).fill({ kind: "unreachable" }));
    assert.equal(asked, 2);
  });

  it("uses the keys it has while others are not to be had", async () => {
    let isAway = false;
    let asked = 0;
    const fetch: typeof stage.egress.fetch = async (...given) => {
      asked += 1;
      return isAway ? new Response("<html>", { status: 503 }) : stage.egress.fetch(...given);
    };
    const verify = stage.createVerify({ egress: { ...stage.egress, fetch }, cooldown: 0 });
    await verify(await sign());
    isAway = true;
    const [, body, signature] = (await sign()).split(".");
    const head = Buffer.from('{"alg":"RS256","kid":"nobody"}').toString("base64url");
    const junk = `${head}.${body}.${signature}`;

    const kinds: string[] = [];
    for (const token of [junk, await sign(), junk, await sign()])
      kinds.push((await verify(token)).kind);
    const askedBefore = asked;
    stage.skew(3_000);
    kinds.push((await verify(junk)).kind);

    assert.deepEqual(kinds, ["unreachable", "ok", "unreachable", "ok", "unreachable"]);
    assert.deepEqual([askedBefore, asked], [2, 3]);
  });

  it("takes an answer that holds no keys for none", async () => {
    const fetch = async () => new Response("<html>", { status: 503 });

    const verify = stage.createVerify({ egress: { ...stage.egress, fetch } });

    assert.deepEqual(await verify(await sign()), { kind: "unreachable" });
  });

  it("asks for no keys for an algorithm that it does not take", async () => {
    const unsigned = new UnsecuredJWT(claimsOf()).encode();

    const verdict = await stage.createVerify()(unsigned);

    assert.equal(verdict.kind, "refused");
    assert.equal(stage.requests.length, 0);
  });
});
