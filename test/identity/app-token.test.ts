import assert from "node:assert/strict";
import { inspect } from "node:util";
import { createAppToken, createCredential } from "../../src/identity/index.ts";
import type { TokenAnswer, TokenRenewal } from "../../src/ports/index.ts";
import { type FakeAnswer, type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import { createFakeClock } from "../support/fakes.ts";
import {
  appId,
  canary,
  cloud,
  openEgress,
  refusalOf,
  secretOf,
  tenantId,
  tokenOf,
} from "./entra.ts";

let fake: FakeGraph;

function useFake(): void {
  before(async () => {
    fake = await startFakeGraph();
  });
  after(() => fake?.stop());
  beforeEach(() => fake.reset());
}

function open({ timeout, limit }: { timeout?: number; limit?: number } = {}) {
  const clock = createFakeClock();
  const egress = openEgress(fake, timeout);
  const credential = secretOf(fake);
  const token = createAppToken({
    appId,
    credential,
    cloud,
    egress,
    clock,
    ...(limit && { limit }),
  });
  return { token, egress, clock, ask: (renewal?: TokenRenewal) => token(tenantId, renewal) };
}

const busy = (headers: Record<string, string> = {}, status = 429): FakeAnswer => ({
  status,
  headers,
  body: { error: "temporarily_unavailable", error_description: "later" },
});

describe("createAppToken", () => {
  useFake();

  it("asks the tenant for Graph, once while the token lasts", async () => {
    fake.answer(/./, tokenOf("token-1"), tokenOf("token-2"));
    const { ask, egress } = open();

    const answers = [await ask(), await ask()];

    assert.deepEqual(
      answers,
      Array(2).fill({ kind: "token", token: "token-1", scope: "application" }),
    );
    const form = new URLSearchParams(fake.requests[0]?.body);
    assert.deepEqual(
      [fake.requests.length, fake.requests[0]?.path, form.get("client_id"), form.get("scope")],
      [1, `/${tenantId}/oauth2/v2.0/token`, appId, "https://graph.microsoft.com/.default"],
    );
    assert.match(form.get("claims") ?? "", /xms_cc.*CP1/i);
    assert.deepEqual([...egress.origins], [cloud.loginBase]);
  });

  it("sends one request for callers at the same time", async () => {
    fake.answer(/./, tokenOf("token-1"));
    const { ask } = open();

    await Promise.all([ask(), ask(), ask()]);

    assert.equal(fake.requests.length, 1);
  });

  it("forgets the tenant that was not asked for longest", async () => {
    fake.answer(/./, tokenOf("token"));
    const { token } = open({ limit: 2 });
    const tenants = ["1", "2", "1", "3", "1", "2"].map((end) => tenantId.slice(0, -1) + end);

    for (const id of tenants) await token(id);

    const asked = fake.requests.map(({ path }) => path.charAt(tenantId.length));
    assert.deepEqual(asked, ["1", "2", "3", "2"]);
  });

  it("puts only GUIDs into an address", async () => {
    const { token } = open();

    const answer = await token("../common");

    assert.deepEqual([answer, fake.requests.length], [{ kind: "refused", reason: "tenant" }, 0]);
  });

  it("passes the claims of a challenge on", async () => {
    fake.answer(/./, tokenOf("token-1"), tokenOf("token-2"));
    const { ask } = open();
    const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: "17" } } });
    await ask();

    const answers = [await ask({ kind: "claims", claims }), await ask()];

    assert.deepEqual(
      answers,
      Array(2).fill({ kind: "token", token: "token-2", scope: "application" }),
    );
    const sent = JSON.parse(new URLSearchParams(fake.requests[1]?.body).get("claims") ?? "");
    assert.deepEqual(sent.access_token.nbf, { essential: true, value: "17" });
  });

  it("asks for a newer token after a refusal, once a minute", async () => {
    fake.answer(/./, tokenOf("token-1"), tokenOf("token-2"));
    const { ask, clock } = open();
    await ask();

    const soon = await ask({ kind: "refused" });
    clock.advance(60_000);
    const later = await ask({ kind: "refused" });

    assert.deepEqual(
      [soon, later],
      [
        { kind: "token", token: "token-1", scope: "application" },
        { kind: "token", token: "token-2", scope: "application" },
      ],
    );
  });

  const tenant = { kind: "refused", reason: "tenant" } as const;
  const credentials = { kind: "refused", reason: "credentials" } as const;
  const unreachable = { kind: "unreachable" } as const;
  const refusals: Record<string, [answer: FakeAnswer, expected: TokenAnswer]> = {
    "700016": [refusalOf(700016, "unauthorized_client"), tenant],
    "90002": [refusalOf(90002), tenant],
    "7000229 as invalid_client": [refusalOf(7000229, "invalid_client", 401), tenant],
    "7000112": [refusalOf(7000112, "unauthorized_client"), tenant],
    "7000215": [refusalOf(7000215, "invalid_client", 401), credentials],
    "7000222": [refusalOf(7000222, "invalid_client", 401), credentials],
    "700027": [refusalOf(700027, "invalid_client", 401), credentials],
    "70021 as invalid_request": [refusalOf(70021), credentials],
    "a new number of invalid_client": [refusalOf(7999999, "invalid_client", 401), credentials],
    "a number of another kind": [refusalOf(500011, "invalid_resource"), unreachable],
    "429": [busy(), { kind: "busy", seconds: 60 }],
    "429 with Retry-After": [busy({ "retry-after": "17" }), { kind: "busy", seconds: 17 }],
    "429 with a date": [
      busy({ "retry-after": "Mon, 02 Nov 2026 10:00:00 GMT" }),
      { kind: "busy", seconds: 60 },
    ],
    "429 for hours": [busy({ "retry-after": "86400" }), { kind: "busy", seconds: 3600 }],
    "503": [busy({}, 503), { kind: "busy", seconds: 60 }],
    "503 with a page": [
      { status: 503, body: "<html>" },
      { kind: "busy", seconds: 60 },
    ],
    temporarily_unavailable: [busy({}, 400), { kind: "busy", seconds: 60 }],
    "a page": [{ body: "<html>" }, unreachable],
    null: [{ body: "null" }, unreachable],
    "an answer without token": [{ body: { token_type: "Bearer", expires_in: 1 } }, unreachable],
    "dropped sockets": [{ drop: true }, unreachable],
    "a redirect": [{ status: 302, headers: { location: "https://evil.example" } }, unreachable],
  };
  for (const [name, [answer, expected]] of Object.entries(refusals))
    it(`decides on ${name}`, async () => {
      fake.answer(/./, answer);

      assert.deepEqual(await open().ask(), expected);
    });

  it("decides by number and not by text", async () => {
    const body = { error: "invalid_request", error_description: "AADSTS7000215: Invalid secret" };
    fake.answer(/./, { status: 400, body });

    assert.deepEqual(await open().ask(), unreachable);
  });

  it("counts the seconds of a busy sign-in down", async () => {
    fake.answer(/./, busy({ "retry-after": "30" }));
    const { ask, clock } = open();

    const first = await ask();
    clock.advance(12_500);
    const second = await ask();

    assert.deepEqual(
      [first, second].map((answer) => "seconds" in answer && answer.seconds),
      [30, 18],
    );
    assert.equal(fake.requests.length, 1);
  });

  it("keeps a busy tenant from another one", async () => {
    fake.answer(new RegExp(tenantId), busy());
    fake.answer(new RegExp(appId), tokenOf("token"));
    const { token, ask } = open();

    const answers = [await ask(), await token(appId)];

    assert.deepEqual(
      answers.map(({ kind }) => kind),
      ["busy", "token"],
    );
  });

  it("repeats a refusal that MSAL keeps in memory", async () => {
    const refusal = refusalOf(7000215, "invalid_client", 401);
    fake.answer(/./, { ...refusal, headers: { "retry-after": "60" } });
    const { ask } = open();

    assert.deepEqual([await ask(), await ask()], [credentials, credentials]);
    assert.equal(fake.requests.length, 1);
  });

  it("gets over one dropped socket", async () => {
    fake.answer(/./, { drop: true }, tokenOf("token-1"));

    assert.deepEqual(await open().ask(), { kind: "token", token: "token-1", scope: "application" });
    assert.equal(fake.requests.length, 2);
  });

  it("does not ask twice who does not answer in time", async () => {
    fake.answer(/./, { hold: new Promise(() => {}) });

    assert.deepEqual([await open({ timeout: 50 }).ask(), fake.requests.length], [unreachable, 1]);
  });

  it("shows its secret in no answer, error or print", async () => {
    const { token, ask } = open();
    const seen: unknown[] = [token, secretOf(fake)];
    for (const [answer] of Object.values(refusals)) {
      fake.answer(/./, answer);
      seen.push(await open().ask());
    }
    fake.answer(/./, tokenOf("token"));
    seen.push(await ask());

    const prints = seen.map(
      (one) => `${inspect(one, { depth: 9, showHidden: true })} ${JSON.stringify(one)}`,
    );

    assert.ok(fake.requests.some(({ body }) => body.includes(canary)));
    assert.deepEqual(
      prints.filter((print) => print.includes(canary)),
      [],
    );
  });

  it("lets a configuration fault through, without its secret", async () => {
    const row = { ...cloud, loginBase: "http://login.microsoftonline.com" };
    const egress = openEgress(fake);
    const clock = createFakeClock();
    const credential = createCredential({ secret: canary, cloud, egress, clock });
    const token = createAppToken({ appId, credential, cloud: row, egress, clock });

    const error = await token(tenantId).then(
      () => undefined,
      (fault: unknown) => fault,
    );

    assert.ok(error instanceof Error);
    assert.ok(!inspect(error, { depth: 9 }).includes(canary));
  });
});
