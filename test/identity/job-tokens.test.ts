import assert from "node:assert/strict";
import { createJobTokens } from "../../src/identity/index.ts";
import type {
  AppTokenAnswer,
  AppTokens,
  PersonTokenAnswer,
  PersonTokens,
} from "../../src/ports/index.ts";
import { tenantId } from "./entra.ts";

const own: AppTokenAnswer = { kind: "token", token: "own", scope: "application" };
const refused: AppTokenAnswer = { kind: "refused", reason: "account" };

function open(
  model: "application" | "service-account",
  answer: PersonTokenAnswer = { kind: "token", token: "of-account" },
  isSignedIn = true,
) {
  const asked: unknown[] = [];
  const appToken: AppTokens = async (...given) => {
    asked.push(given);
    return own;
  };
  const acquire: PersonTokens["acquire"] = async (...given) => {
    asked.push(given);
    return answer;
  };
  const readModel = async () => model;
  const hasAccount = async () => isSignedIn;
  const personTokens = { acquire };
  return { asked, token: createJobTokens({ appToken, personTokens, readModel, hasAccount }) };
}

describe("createJobTokens", () => {
  const renewal = { kind: "claims", claims: "{}" } as const;

  it("asks as Consentry where the tenant wants that", async () => {
    const { token, asked } = open("application");

    assert.deepEqual(await token(tenantId, renewal), own);
    assert.deepEqual(asked, [[tenantId, renewal]]);
  });

  it("asks as the service account where the tenant wants that", async () => {
    const { token, asked } = open("service-account");

    const answers = [await token(tenantId), await token(tenantId, renewal)];

    const ofAccount = { kind: "token", token: "of-account", scope: "service-account" };
    assert.deepEqual(answers, Array(2).fill(ofAccount));
    const account = { tenantId, personId: "service-account" };
    assert.deepEqual(asked, [
      [account, "service-account", {}],
      [account, "service-account", { renewal }],
    ]);
  });

  const answers: readonly [given: PersonTokenAnswer, expected: AppTokenAnswer][] = [
    [{ kind: "sign-in" }, refused],
    [{ kind: "consent" }, { kind: "consent" }],
    [{ kind: "step-up", claims: "{}" }, refused],
    [{ kind: "blocked", code: "AADSTS53003" }, refused],
    [
      { kind: "busy", seconds: 7 },
      { kind: "busy", seconds: 7 },
    ],
    [
      { kind: "refused", reason: "credentials" },
      { kind: "refused", reason: "credentials" },
    ],
    [{ kind: "unreachable" }, { kind: "unreachable" }],
  ];
  for (const [given, expected] of answers)
    it(`makes ${expected.kind} of ${given.kind}`, async () => {
      assert.deepEqual(await open("service-account", given).token(tenantId), expected);
    });

  it("says that there is no account after it was disconnected", async () => {
    const { token } = open("service-account", { kind: "sign-in" }, false);

    assert.deepEqual(await token(tenantId), { kind: "refused", reason: "no-account" });
  });

  it("does not doubt the account while Microsoft is away", async () => {
    const { token } = open("service-account", { kind: "unreachable" }, false);

    assert.deepEqual(await token(tenantId), { kind: "unreachable" });
  });
});
