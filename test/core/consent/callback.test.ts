import assert from "node:assert/strict";
import { type OutcomeClaim, readCallback } from "../../../src/core/consent/index.ts";

const TENANT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

function refused(
  how: Extract<OutcomeClaim, { kind: "refused" }>["how"],
  code: string | null = null,
  tenant: string | null = null,
): OutcomeClaim {
  return { kind: "refused", how, code, tenant };
}

const accepted: OutcomeClaim = { kind: "accepted", tenant: TENANT };

/** What Microsoft documents, what was seen, and what nobody should send. */
const REDIRECTS: readonly [string, string, OutcomeClaim][] = [
  ["v2 success", `admin_consent=True&tenant=${TENANT}&scope=x&state=s`, accepted],
  ["v1 success", `admin_consent=True&tenant=${TENANT.toUpperCase()}&state=s`, accepted],
  ["authorize success", "code=0.AAAA&state=s", { kind: "accepted", tenant: null }],
  [
    "v2 refusal beside admin_consent=True",
    "admin_consent=True&error=consent_required&error_description=AADSTS65004%3a+declined&state=s",
    refused("declined", "AADSTS65004"),
  ],
  [
    "a refusal with a tenant",
    `error=access_denied&tenant=${TENANT}&admin_consent=True`,
    refused("declined", null, TENANT),
  ],
  [
    "v1 cancel",
    "error=permission_denied&error_description=The+admin+canceled+the+request",
    refused("cancelled"),
  ],
  [
    "authorize cancel",
    "error=access_denied&error_description=the+user+canceled+the+authentication",
    refused("declined"),
  ],
  ["the back button", "error=access_denied&error_subcode=cancel&state=s", refused("cancelled")],
  [
    "a cancel with a number",
    "error=access_denied&error_subcode=cancel&error_description=AADSTS90094: admin",
    refused("cancelled", "AADSTS90094"),
  ],
  [
    "an empty registration",
    "error=access_denied&error_description=AADSTS1003031:+Misconfigured&admin_consent=True",
    refused("failed", "AADSTS1003031"),
  ],
  [
    "a person who may not",
    "error=consent_required&error_description=AADSTS90094:+Admin+consent",
    refused("needs-admin", "AADSTS90094"),
  ],
  [
    "a person who waits for the reviewer",
    "error=access_denied&error_description=AADSTS90095:+request",
    refused("needs-admin", "AADSTS90095"),
  ],
  ["a code beside an error", "code=0.AAAA&error=server_error", refused("failed")],
  [
    "a fault of the request",
    "error=invalid_scope&error_description=AADSTS70011:+x+AADSTS65004",
    refused("failed", "AADSTS70011"),
  ],
  ["a busy service", "error=temporarily_unavailable", refused("failed")],
  ["an error without a name", "error=&admin_consent=True", refused("failed")],
  ["a repeated error", "error=access_denied&error=none&admin_consent=True", refused("failed")],
  ["an endless error", `error=${"a".repeat(101)}`, refused("failed")],
  [
    "a number that is none",
    "error=server_error&error_description=AADSTS1234567890123+xAADSTS65004",
    refused("failed"),
  ],
  [
    "an endless description",
    `error=access_denied&error_description=AADSTS90094${"+".repeat(9000)}`,
    refused("declined"),
  ],
  [
    "a repeated description",
    "error=access_denied&error_description=AADSTS90094&error_description=AADSTS65001",
    refused("declined"),
  ],
  [
    "a tenant by domain",
    "admin_consent=True&tenant=evil.example",
    { kind: "accepted", tenant: null },
  ],
  [
    "a repeated tenant",
    `admin_consent=True&tenant=${TENANT}&tenant=${TENANT}`,
    { kind: "accepted", tenant: null },
  ],
  ["no consent", "admin_consent=False&state=s", { kind: "empty" }],
  ["a repeated consent", "admin_consent=True&admin_consent=False", { kind: "empty" }],
  ["an empty code", "code=&state=s", { kind: "empty" }],
  ["an endless code", `code=${"a".repeat(8001)}`, { kind: "empty" }],
  ["a state alone", "state=s", { kind: "empty" }],
  ["nothing", "", { kind: "empty" }],
];

/** Parsed as servers do it: repeated names as arrays. */
function toRecord(query: URLSearchParams): Record<string, unknown> {
  const names = [...new Set(query.keys())];
  const entries = names.map((name) => {
    const all = query.getAll(name);
    return [name, all.length > 1 ? all : all[0]] as const;
  });
  return Object.fromEntries(entries);
}

describe("readCallback", () => {
  for (const [says, text, claim] of REDIRECTS) {
    it(`reads ${says}`, () => {
      assert.deepEqual(readCallback(new URLSearchParams(text)), claim);
    });

    it(`reads ${says}, parsed before`, () => {
      assert.deepEqual(readCallback(toRecord(new URLSearchParams(text))), claim);
    });
  }

  const PARSED: readonly [string, Readonly<Record<string, unknown>>, OutcomeClaim][] = [
    ["an object for an error", { error: { a: 1 }, admin_consent: "True" }, refused("failed")],
    ["an object for a consent", { admin_consent: { $ne: 1 } }, { kind: "empty" }],
    ["a yes that is no text", { admin_consent: true }, { kind: "empty" }],
    ["what is inherited", Object.create({ error: "access_denied" }), { kind: "empty" }],
    ["an undefined error", { error: undefined, code: "x" }, { kind: "accepted", tenant: null }],
  ];
  for (const [says, query, claim] of PARSED)
    it(`reads ${says}`, () => {
      assert.deepEqual(readCallback(query), claim);
    });

  it("keeps nothing of what it was given but id and number", () => {
    const query = new URLSearchParams({
      code: "0.secret",
      error: "server_error",
      error_description: "AADSTS50011: <script>alert(1)</script>",
      state: "sealed",
    });

    assert.doesNotMatch(JSON.stringify(readCallback(query)), /secret|script|sealed|server/);
  });
});
