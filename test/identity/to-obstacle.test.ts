import assert from "node:assert/strict";
import type { PersonTokenAnswer } from "../../src/ports/index.ts";
import { type FakeAnswer, type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import { ada, openFake } from "./api-fake.ts";
import { refusalOf, tokenOf } from "./entra.ts";

let fake: FakeGraph;

function useFake(): void {
  before(async () => {
    fake = await startFakeGraph();
  });
  after(() => fake?.stop());
  beforeEach(() => fake.reset());
}

interface Said {
  readonly error?: string;
  readonly suberror?: string;
  readonly claims?: string;
}

const say = (number: number | undefined, said: Said = {}, status = 400): FakeAnswer => ({
  status,
  body: {
    error: "invalid_grant",
    ...(number && { error_codes: [number] }),
    error_description: "AADSTS65001: AADSTS7000215: interaction_required, consent_required",
    ...said,
  },
});

const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
const consent = { kind: "consent" } as const;
const signIn = { kind: "sign-in" } as const;
const stepUp = { kind: "step-up", claims } as const;
const credentials = { kind: "refused", reason: "credentials" } as const;
const tenant = { kind: "refused", reason: "tenant" } as const;
const blocked = (code: string) => ({ kind: "blocked", code }) as const;

/** What Entra ID says, and what it means for the person. */
const ROWS: Record<string, [answer: FakeAnswer, expected: PersonTokenAnswer]> = {
  "65001 with a suberror": [say(65001, { suberror: "consent_required" }), consent],
  "65001 without one": [say(65001), consent],
  "65001 with another one": [say(65001, { suberror: "basic_action", claims }), consent],
  "65004": [say(65004, { error: "access_denied" }), consent],
  "90094": [say(90094), consent],
  "90095": [say(90095), consent],
  "900941": [say(900941), consent],
  "50076 with claims": [
    say(50076, { error: "interaction_required", suberror: "basic_action", claims }),
    stepUp,
  ],
  "50076 without claims": [
    say(50076, { error: "interaction_required" }),
    { kind: "step-up", claims: "{}" },
  ],
  "50076 as a plain refusal": [say(50076, { claims }), stepUp],
  "50079": [say(50079, { error: "interaction_required", claims }), stepUp],
  "50158": [say(50158, { error: "interaction_required", claims }), stepUp],
  "50078": [say(50078, { claims }), stepUp],
  "a new number with claims": [say(7999999, { claims }), stepUp],
  "500133": [say(500133), signIn],
  "700082": [say(700082), signIn],
  "50173": [say(50173), signIn],
  "70043": [say(70043), signIn],
  "50013": [say(50013), credentials],
  "7000215": [say(7000215, { error: "invalid_client" }, 401), credentials],
  "7000222": [say(7000222, { error: "invalid_client" }, 401), credentials],
  "700027": [say(700027, { error: "invalid_client" }, 401), credentials],
  "a new number of invalid_client": [say(7999999, { error: "invalid_client" }, 401), credentials],
  "700016": [say(700016, { error: "unauthorized_client" }), tenant],
  "7000229": [say(7000229, { error: "invalid_client" }, 401), tenant],
  "500011": [say(500011, { error: "invalid_resource" }), tenant],
  "53003 with claims": [
    say(53003, { error: "interaction_required", suberror: "message_only", claims }),
    blocked("AADSTS53003"),
  ],
  "53000": [say(53000, { error: "interaction_required" }), blocked("AADSTS53000")],
  "530032": [say(530032), blocked("AADSTS530032")],
  "50105": [say(50105), blocked("AADSTS50105")],
  "50057": [say(50057), blocked("AADSTS50057")],
  "a new number with message_only": [
    say(7999999, { suberror: "message_only", claims }),
    blocked("AADSTS7999999"),
  ],
  "consent_required without a number": [say(undefined, { suberror: "consent_required" }), consent],
  "a password that has expired": [say(undefined, { suberror: "user_password_expired" }), signIn],
  "a new number": [say(7999999), signIn],
  "interaction_required alone": [
    say(undefined, { error: "interaction_required" }),
    { kind: "step-up", claims: "{}" },
  ],
  "a fault of the request": [say(90014, { error: "invalid_request" }), { kind: "unreachable" }],
  "50196": [say(50196), { kind: "busy", seconds: 60 }],
  "429": [say(undefined, { error: "x" }, 429), { kind: "busy", seconds: 60 }],
  "429 with Retry-After": [
    { ...say(undefined, {}, 429), headers: { "retry-after": "17" } },
    { kind: "busy", seconds: 17 },
  ],
  "503": [say(90033, { error: "temporarily_unavailable" }, 503), { kind: "busy", seconds: 60 }],
  "503 with a page": [
    { status: 503, body: "<html>" },
    { kind: "busy", seconds: 60 },
  ],
  "a page": [{ body: "<html>" }, { kind: "unreachable" }],
  "an answer without a token": [{ body: { token_type: "Bearer" } }, { kind: "unreachable" }],
  "two dropped connections": [{ drop: true }, { kind: "unreachable" }],
};

describe("refusals of a person's token", () => {
  useFake();

  for (const [name, [answer, expected]] of Object.entries(ROWS))
    it(`decides on ${name}`, async () => {
      fake.answer(/./, answer);
      const { tokens } = await openFake(fake);

      assert.deepEqual(await tokens.acquire(ada, "basic", { fresh: "assertion" }), expected);
    });

  it("S33 tells what Entra ID says apart by its number", async () => {
    const numbers = [65001, 50076, 500133, 50013, 7000215, 53003, 429] as const;
    const kinds: string[] = [];
    for (const number of numbers) {
      fake.answer(/./, number === 429 ? say(undefined, {}, 429) : say(number));
      const { tokens } = await openFake(fake);

      kinds.push((await tokens.acquire(ada, "basic", { fresh: "assertion" })).kind);
    }

    const [config, secret] = ["refused", "refused"];
    assert.deepEqual(kinds, ["consent", "step-up", "sign-in", config, secret, "blocked", "busy"]);
  });

  it("S33 takes 65001 with and without suberror for the same", async () => {
    for (const suberror of [undefined, "consent_required", "basic_action"]) {
      fake.answer(/./, say(65001, suberror ? { suberror } : {}));
      const { tokens } = await openFake(fake);

      assert.deepEqual(await tokens.acquire(ada, "basic", { fresh: "assertion" }), consent);
    }
  });

  it("gets over one dropped connection", async () => {
    fake.answer(/./, { drop: true }, tokenOf("token-1"));
    const { tokens } = await openFake(fake);

    const answer = await tokens.acquire(ada, "basic", { fresh: "assertion" });

    assert.deepEqual(answer, { kind: "token", token: "token-1" });
  });

  it("looks at all numbers, not at the first only", async () => {
    const body = { error: "invalid_grant", error_codes: [7999999, 65001] };
    fake.answer(/./, { status: 400, body });
    const { tokens } = await openFake(fake);

    assert.deepEqual(await tokens.acquire(ada, "basic", { fresh: "assertion" }), consent);
  });

  it("logs what an administrator can mend, without words of Entra", async () => {
    fake.answer(/./, refusalOf(7000215, "invalid_client", 401));
    const { tokens, log } = await openFake(fake);

    await tokens.acquire(ada, "basic", { fresh: "assertion" });

    assert.deepEqual(log.lines, [
      {
        level: "warn",
        message: "tokens of people refused",
        fields: { ...ada, scope: "basic", reason: "credentials" },
      },
    ]);
  });
});
