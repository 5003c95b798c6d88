import assert from "node:assert/strict";
import {
  type Asked,
  type ConsentOutcome,
  type Judging,
  judgeOutcome,
  type OutcomeClaim,
} from "../../../src/core/consent/index.ts";
import {
  type Gap,
  type Grant,
  grantName,
  type TenantPermission,
  toTenantPermission,
} from "../../../src/core/grant/index.ts";
import type { PermissionType } from "../../../src/core/permission/index.ts";
import { catalogue } from "../../support/catalogue.ts";
import { buildReading, grantOf, permissionOf, roleOf } from "../../support/grants.ts";

const TENANT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
const yes: OutcomeClaim = { kind: "accepted", tenant: TENANT };
const elsewhere: OutcomeClaim = {
  kind: "accepted",
  tenant: "bbbbbbbb-bbbb-4ccc-8ddd-eeeeeeeeeeee",
};
const cancelled: OutcomeClaim = { kind: "refused", how: "cancelled", code: null, tenant: null };

function ask(
  key: string,
  endpoint: Asked["endpoint"] = "admin-scopes",
  type: PermissionType = "delegated",
): Asked {
  const permission = catalogue.permissions.get(key);
  if (!permission) throw new RangeError(`no ${key}`);
  return { permission: toTenantPermission({ permission, type }), endpoint };
}

interface Example {
  readonly says: string;
  readonly claim?: OutcomeClaim;
  readonly asked?: readonly Asked[];
  readonly personId?: string;
  readonly before?: readonly Grant[] | null;
  readonly grants?: readonly Grant[];
  readonly gaps?: readonly Gap[];
  /** What the registration lists. @default unknown */
  readonly requested?: readonly TenantPermission[];
  /** What it comes to at last, and before, where that is not `wait`. */
  readonly last: ConsentOutcome;
  readonly early?: ConsentOutcome;
}

const send = permissionOf("graph:Mail.Send");
const write = permissionOf("graph:Mail.ReadWrite");
const granted: ConsentOutcome = { kind: "granted" };
const replicating: ConsentOutcome = { kind: "replicating" };

const EXAMPLES: readonly Example[] = [
  {
    says: "is granted when everything is seen",
    grants: [grantOf("graph:Mail.Send"), grantOf("graph:Mail.ReadWrite")],
    last: granted,
    early: granted,
  },
  {
    says: "is granted though the page said no",
    claim: cancelled,
    grants: [grantOf("graph:Mail.Send"), grantOf("graph:Mail.ReadWrite")],
    last: granted,
    early: granted,
  },
  {
    says: "is granted though the page named another tenant",
    claim: elsewhere,
    grants: [grantOf("graph:Mail.Send"), grantOf("graph:Mail.ReadWrite")],
    last: granted,
    early: granted,
  },
  {
    says: "is granted though another part was not read",
    grants: [grantOf("graph:Mail.Send"), grantOf("graph:Mail.ReadWrite")],
    gaps: [{ part: "application", reason: "busy" }],
    last: granted,
    early: granted,
  },
  {
    says: "counts the twin of a delegated permission",
    asked: [ask("graph:IMAP.AccessAsUser.All"), ask("exo:SMTP.Send")],
    grants: [grantOf("exo:IMAP.AccessAsUser.All"), grantOf("graph:SMTP.Send")],
    last: granted,
    early: granted,
  },
  {
    says: "finds OpenID scopes at any resource",
    asked: [ask("graph:openid")],
    grants: [{ ...grantOf("graph:openid"), resource: "exo" }],
    last: granted,
    early: granted,
  },
  {
    says: "takes no delegated grant for a role",
    asked: [ask("graph:Mail.Send", "admin-default", "application")],
    grants: [grantOf("graph:Mail.Send"), roleOf("exo:Mail.Send")],
    before: [grantOf("graph:Mail.Send"), roleOf("exo:Mail.Send")],
    last: replicating,
  },
  {
    says: "takes no grant of one person for everybody's",
    asked: [ask("graph:Mail.Send")],
    personId: "ada",
    grants: [grantOf("graph:Mail.Send", "ada")],
    before: null,
    last: replicating,
  },
  {
    says: "is granted to the one who was asked",
    asked: [ask("graph:Mail.Send", "user")],
    personId: "ada",
    grants: [grantOf("graph:Mail.Send", "ada")],
    last: granted,
    early: granted,
  },
  {
    says: "is granted to one when it is to all",
    asked: [ask("graph:Mail.Send", "user")],
    personId: "ada",
    grants: [grantOf("graph:Mail.Send")],
    last: granted,
    early: granted,
  },
  {
    says: "is not granted to one by another's consent",
    asked: [ask("graph:Mail.Send", "user")],
    personId: "ada",
    grants: [grantOf("graph:Mail.Send", "bob")],
    last: replicating,
  },
  {
    says: "is partial when some is seen",
    grants: [grantOf("graph:Mail.Send")],
    last: { kind: "partial", missing: [write] },
  },
  {
    says: "is partial when some was there before",
    grants: [grantOf("graph:Mail.Send")],
    before: [grantOf("graph:Mail.Send")],
    last: { kind: "partial", missing: [write] },
  },
  {
    says: "is something else when only that is new",
    grants: [grantOf("graph:openid"), grantOf("graph:Files.Read.All")],
    before: [grantOf("graph:openid")],
    last: {
      kind: "other",
      granted: [permissionOf("graph:Files.Read.All")],
      missing: [send, write],
    },
  },
  {
    says: "is something else when one person got it only",
    asked: [ask("graph:Mail.Send")],
    personId: "ada",
    grants: [grantOf("graph:Mail.Send", "ada")],
    last: { kind: "other", granted: [send], missing: [send] },
  },
  {
    says: "minds no consents of other people",
    personId: "ada",
    grants: [grantOf("graph:Files.Read.All", "bob")],
    last: replicating,
  },
  {
    says: "knows nothing new where nothing was read before",
    grants: [grantOf("graph:Files.Read.All")],
    before: null,
    last: replicating,
  },
  { says: "is under way when nothing is seen", last: replicating },
  {
    says: "is unproved when what matters was not read",
    grants: [grantOf("graph:Mail.Send")],
    gaps: [{ part: "delegated", reason: "busy" }],
    last: { kind: "unproved", reason: "busy" },
  },
  {
    says: "is unproved when that may not be read",
    gaps: [{ part: "delegated", reason: "refused" }],
    last: { kind: "unproved", reason: "not-connected" },
  },
  {
    says: "is unproved when the reading was cut",
    gaps: [{ part: "delegated", reason: "cut" }],
    last: { kind: "unproved", reason: "unreachable" },
  },
  {
    says: "is under way when only another part was not read",
    gaps: [{ part: "application", reason: "busy" }],
    last: replicating,
  },
  {
    says: "is cancelled even when some is seen",
    claim: cancelled,
    grants: [grantOf("graph:Mail.Send")],
    last: { kind: "cancelled" },
    early: { kind: "cancelled" },
  },
  {
    says: "is declined",
    claim: { kind: "refused", how: "declined", code: "AADSTS65004", tenant: null },
    last: { kind: "declined" },
    early: { kind: "declined" },
  },
  {
    says: "needs an admin",
    claim: { kind: "refused", how: "needs-admin", code: "AADSTS90094", tenant: null },
    last: { kind: "needs-admin" },
    early: { kind: "needs-admin" },
  },
  {
    says: "failed with the number of the page",
    claim: { kind: "refused", how: "failed", code: "AADSTS1003031", tenant: elsewhere.tenant },
    last: { kind: "failed", code: "AADSTS1003031" },
    early: { kind: "failed", code: "AADSTS1003031" },
  },
  {
    says: "belongs to another tenant",
    claim: elsewhere,
    grants: [grantOf("graph:Mail.Send")],
    last: { kind: "other-tenant" },
    early: { kind: "other-tenant" },
  },
  {
    says: "needs no tenant in the redirect",
    claim: { kind: "accepted", tenant: null },
    last: replicating,
  },
  {
    says: "failed when neither page nor directory says a thing",
    claim: { kind: "empty" },
    last: { kind: "failed", code: null },
  },
  {
    says: "shows what the directory has without a word of the page",
    claim: { kind: "empty" },
    grants: [grantOf("graph:Mail.Send")],
    last: { kind: "partial", missing: [write] },
  },
  {
    says: "waits for what the registration lists",
    asked: [ask("graph:Mail.Send", "admin-default", "application")],
    requested: [permissionOf("graph:Mail.Send", "application")],
    last: replicating,
  },
  {
    says: "does not wait for what the registration does not list",
    asked: [ask("graph:Mail.Send", "admin-default", "application")],
    requested: [write],
    last: { kind: "other", granted: [], missing: [permissionOf("graph:Mail.Send", "application")] },
    early: {
      kind: "other",
      granted: [],
      missing: [permissionOf("graph:Mail.Send", "application")],
    },
  },
  {
    says: "is half granted at once where the rest is not listed",
    asked: [
      ask("graph:Mail.Send", "admin-default", "application"),
      ask("graph:Mail.ReadWrite", "admin-default", "application"),
    ],
    requested: [permissionOf("graph:Mail.ReadWrite", "application")],
    grants: [roleOf("graph:Mail.ReadWrite")],
    last: { kind: "partial", missing: [permissionOf("graph:Mail.Send", "application")] },
    early: { kind: "partial", missing: [permissionOf("graph:Mail.Send", "application")] },
  },
  {
    says: "is never granted when nothing was asked",
    asked: [],
    grants: [grantOf("graph:Mail.Send")],
    before: null,
    last: replicating,
  },
];

function buildJudging(example: Example): Omit<Judging, "isLastTry"> {
  const { claim = yes, personId = null, before = [], grants = [], gaps = [] } = example;
  return {
    claim,
    tenantId: TENANT,
    personId,
    asked: example.asked ?? [ask("graph:Mail.Send"), ask("graph:Mail.ReadWrite")],
    before: before?.map(grantName) ?? null,
    reading: buildReading({ grants, gaps, requested: example.requested ?? null }),
  };
}

describe("judgeOutcome", () => {
  for (const example of EXAMPLES) {
    it(example.says, () => {
      const judging = buildJudging(example);

      assert.deepEqual(judgeOutcome({ ...judging, isLastTry: true }), example.last);
    });

    const says = example.early ? "at once" : "only at last";
    it(`${example.says}, ${says}`, () => {
      const judging = buildJudging(example);

      const early = judgeOutcome({ ...judging, isLastTry: false });

      assert.deepEqual(early, example.early ?? { kind: "wait" });
    });
  }
});
