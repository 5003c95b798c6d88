import assert from "node:assert/strict";
import type { Requirement } from "../../../src/core/advisor/index.ts";
import {
  compareGrants,
  type Gap,
  type Grant,
  type GrantRow,
  type TenantPermission,
} from "../../../src/core/grant/index.ts";
import { caseOf, catalogue } from "../../support/catalogue.ts";
import {
  APP,
  buildReading,
  buildTidyReading,
  grantOf,
  permissionOf,
  requirementOf,
  requirementsOf,
  roleOf,
} from "../../support/grants.ts";

const CONSENT_ROLES = [
  "global-administrator",
  "privileged-role-administrator",
  "cloud-application-administrator",
  "application-administrator",
];
const GRAPH_ROLES = CONSENT_ROLES.slice(0, 2);
const REVOKE_ROLES = [
  "global-administrator",
  "cloud-application-administrator",
  "application-administrator",
];

interface Brief {
  readonly state: GrantRow["state"];
  readonly name: string;
  readonly hints?: readonly string[];
  readonly remedy: string;
  readonly isRequested: boolean | null;
  readonly grants?: number;
}

function brief({ state, permission, hints, remedy, isRequested, grants }: GrantRow): Brief {
  const { resource, resourceName, value, id } = permission;
  const name = `${resource ?? resourceName}:${value ?? id}`;
  return { state, name, hints, remedy, isRequested, grants: grants.length };
}

interface Example {
  readonly says: string;
  readonly needs: readonly Requirement[];
  readonly grants?: readonly Grant[];
  readonly requested?: readonly TenantPermission[] | null;
  readonly gaps?: readonly Gap[];
  readonly rows: readonly Brief[];
  readonly verdict: "complete" | "incomplete" | "unclear";
}

const mailSend = requirementOf("graph:Mail.Send");
const mailSendRole = requirementOf("graph:Mail.Send", { type: "application" });
const registration: Gap = { part: "registration", reason: "foreign" };

const EXAMPLES: readonly Example[] = [
  {
    says: "is content with what everybody may use",
    needs: [mailSend],
    grants: [grantOf("graph:Mail.Send")],
    requested: [permissionOf("graph:Mail.Send")],
    rows: [row("granted", "graph:Mail.Send", { grants: 1 })],
    verdict: "complete",
  },
  {
    says: "counts a delegated grant on the twin",
    needs: [requirementOf("graph:IMAP.AccessAsUser.All")],
    grants: [grantOf("exo:IMAP.AccessAsUser.All")],
    requested: [permissionOf("exo:IMAP.AccessAsUser.All")],
    rows: [row("granted", "graph:IMAP.AccessAsUser.All", { grants: 1 })],
    verdict: "complete",
  },
  {
    says: "lets a role of Exchange reach no Graph",
    needs: [mailSendRole],
    grants: [roleOf("exo:Mail.Send")],
    requested: [permissionOf("exo:Mail.Send", "application")],
    rows: [
      row("missing", "graph:Mail.Send", { remedy: "register-and-consent", isRequested: false }),
      row("excess", "exo:Mail.Send", { remedy: "remove", grants: 1 }),
    ],
    verdict: "incomplete",
  },
  {
    says: "finds single persons too few",
    needs: [mailSend],
    grants: [grantOf("graph:Mail.Send", "ada"), grantOf("graph:Mail.Send", "bob")],
    requested: [permissionOf("graph:Mail.Send")],
    rows: [
      row("missing", "graph:Mail.Send", { hints: ["per-person"], remedy: "consent", grants: 2 }),
    ],
    verdict: "incomplete",
  },
  {
    says: "keeps persons of a granted one out of excess",
    needs: [mailSend],
    grants: [grantOf("graph:Mail.Send"), grantOf("graph:Mail.Send", "ada")],
    requested: [permissionOf("graph:Mail.Send")],
    rows: [row("granted", "graph:Mail.Send", { grants: 2 })],
    verdict: "complete",
  },
  {
    says: "takes the other type for missing and for excess",
    needs: [mailSendRole],
    grants: [grantOf("graph:Mail.Send")],
    requested: [permissionOf("graph:Mail.Send")],
    rows: [
      row("missing", "graph:Mail.Send", {
        hints: ["other-type"],
        remedy: "register-and-consent",
        isRequested: false,
      }),
      row("excess", "graph:Mail.Send", { remedy: "remove", grants: 1 }),
    ],
    verdict: "incomplete",
  },
  {
    says: "sees the other type under its other name",
    needs: [requirementOf("graph:InformationProtectionPolicy.Read.All", { type: "application" })],
    grants: [grantOf("graph:InformationProtectionPolicy.Read")],
    requested: null,
    rows: [
      row("missing", "graph:InformationProtectionPolicy.Read.All", {
        hints: ["other-type"],
        remedy: "consent",
        isRequested: null,
      }),
      row("excess", "graph:InformationProtectionPolicy.Read", {
        remedy: "remove",
        isRequested: null,
        grants: 1,
      }),
    ],
    verdict: "incomplete",
  },
  {
    says: "lets both types be used at once",
    needs: [mailSend, mailSendRole],
    grants: [grantOf("graph:Mail.Send"), roleOf("graph:Mail.Send")],
    requested: [permissionOf("graph:Mail.Send"), permissionOf("graph:Mail.Send", "application")],
    rows: [
      row("granted", "graph:Mail.Send", { grants: 1 }),
      row("granted", "graph:Mail.Send", { grants: 1 }),
    ],
    verdict: "complete",
  },
  {
    says: "warns of a needed grant that is not requested",
    needs: [mailSend],
    grants: [grantOf("graph:Mail.Send")],
    requested: [],
    rows: [
      row("granted", "graph:Mail.Send", {
        hints: ["not-requested"],
        isRequested: false,
        grants: 1,
      }),
    ],
    verdict: "complete",
  },
  {
    says: "is content with a wider grant and advises less",
    needs: [requirementOf("graph:Mail.Read")],
    grants: [grantOf("graph:Mail.ReadWrite")],
    requested: [permissionOf("graph:Mail.ReadWrite")],
    rows: [row("wider", "graph:Mail.Read", { remedy: "narrow", isRequested: false, grants: 1 })],
    verdict: "complete",
  },
  {
    says: "warns of a wider grant that is not requested",
    needs: [requirementOf("graph:Mail.Read")],
    grants: [grantOf("graph:Mail.ReadWrite")],
    requested: [permissionOf("graph:Mail.Read")],
    rows: [
      row("wider", "graph:Mail.Read", { hints: ["not-requested"], remedy: "narrow", grants: 1 }),
    ],
    verdict: "complete",
  },
  {
    says: "calls the wider one excess beside the exact one",
    needs: [requirementOf("graph:Mail.Read")],
    grants: [grantOf("graph:Mail.Read"), grantOf("graph:Mail.ReadWrite")],
    requested: [permissionOf("graph:Mail.Read"), permissionOf("graph:Mail.ReadWrite")],
    rows: [
      row("granted", "graph:Mail.Read", { grants: 1 }),
      row("excess", "graph:Mail.ReadWrite", { remedy: "remove", grants: 1 }),
    ],
    verdict: "complete",
  },
  {
    says: "finds a wider grant of one person too few",
    needs: [requirementOf("graph:Mail.Read")],
    grants: [grantOf("graph:Mail.ReadWrite", "ada")],
    requested: [permissionOf("graph:Mail.Read")],
    rows: [
      row("missing", "graph:Mail.Read", { hints: ["per-person"], remedy: "consent", grants: 1 }),
    ],
    verdict: "incomplete",
  },
  {
    says: "does not wait for what approval adds",
    needs: [requirementOf("graph:SMTP.Send", { phase: "addedOnApproval" })],
    rows: [row("missing", "graph:SMTP.Send", { hints: ["added-on-approval"], isRequested: false })],
    verdict: "complete",
  },
  {
    says: "never finds excess in what approval added",
    needs: [requirementOf("graph:SMTP.Send", { phase: "addedOnApproval" })],
    grants: [grantOf("exo:SMTP.Send", "ada")],
    requested: null,
    rows: [
      row("missing", "graph:SMTP.Send", {
        hints: ["per-person", "added-on-approval"],
        isRequested: null,
        grants: 1,
      }),
    ],
    verdict: "complete",
  },
  {
    says: "makes one row of both phases, configured first",
    needs: [
      requirementOf("graph:POP.AccessAsUser.All"),
      mailSend,
      requirementOf("graph:POP.AccessAsUser.All", { phase: "addedOnApproval" }),
    ],
    requested: null,
    rows: [
      row("missing", "graph:POP.AccessAsUser.All", { remedy: "consent", isRequested: null }),
      row("missing", "graph:Mail.Send", { remedy: "consent", isRequested: null }),
    ],
    verdict: "incomplete",
  },
  {
    says: "does not guess at what was not read",
    needs: [mailSend, mailSendRole],
    grants: [roleOf("graph:Mail.Send")],
    requested: [permissionOf("graph:Mail.Send"), permissionOf("graph:Mail.Send", "application")],
    gaps: [{ part: "delegated", reason: "refused" }],
    rows: [
      row("unknown", "graph:Mail.Send", { hints: ["other-type"], remedy: "look" }),
      row("granted", "graph:Mail.Send", { grants: 1 }),
    ],
    verdict: "unclear",
  },
  {
    says: "believes what was read before the rest was cut",
    needs: [mailSend],
    grants: [grantOf("graph:Mail.Send")],
    requested: [permissionOf("graph:Mail.Send")],
    gaps: [{ part: "delegated", reason: "cut" }],
    rows: [row("granted", "graph:Mail.Send", { grants: 1 })],
    verdict: "complete",
  },
  {
    says: "puts a missing one before an unknown one",
    needs: [mailSend, mailSendRole],
    requested: null,
    gaps: [{ part: "application", reason: "busy" }, registration],
    rows: [
      row("missing", "graph:Mail.Send", { remedy: "consent", isRequested: null }),
      row("unknown", "graph:Mail.Send", { remedy: "look", isRequested: null }),
    ],
    verdict: "incomplete",
  },
  {
    says: "cannot see what is granted team by team",
    needs: [requirementOf("rsc:TeamMember.Read.Group", { type: "application" })],
    rows: [row("unknown", "graph:TeamMember.Read.Group", { remedy: "look", isRequested: null })],
    verdict: "unclear",
  },
  {
    says: "lets the sign-in be",
    needs: [],
    grants: [
      grantOf("graph:openid"),
      grantOf("graph:User.Read", "ada"),
      roleOf("graph:User.Read.All"),
    ],
    requested: [],
    rows: [
      row("excess", "graph:openid", { hints: ["sign-in"], isRequested: false, grants: 1 }),
      row("excess", "graph:User.Read", {
        hints: ["per-person", "sign-in"],
        isRequested: false,
        grants: 1,
      }),
      row("ghost", "graph:User.Read.All", { remedy: "remove", isRequested: false, grants: 1 }),
    ],
    verdict: "complete",
  },
  {
    says: "sorts the rest into excess, ghost and unknown",
    needs: [],
    grants: [
      { ...roleOf("graph:Mail.Send"), value: null, id: "11111111-0000-4000-8000-000000000000" },
      grantOf("graph:Mail.ReadWrite"),
      grantOf("graph:Mail.Send"),
    ],
    requested: [permissionOf("graph:Mail.Send")],
    rows: [
      row("excess", "graph:Mail.Send", { remedy: "remove", grants: 1 }),
      row("ghost", "graph:Mail.ReadWrite", { remedy: "remove", isRequested: false, grants: 1 }),
      row("unknown", "graph:11111111-0000-4000-8000-000000000000", {
        remedy: "look",
        isRequested: false,
        grants: 1,
      }),
    ],
    verdict: "complete",
  },
  {
    says: "sees no ghosts without the registration",
    needs: [],
    grants: [grantOf("graph:Mail.Send")],
    requested: null,
    gaps: [registration],
    rows: [row("excess", "graph:Mail.Send", { remedy: "remove", isRequested: null, grants: 1 })],
    verdict: "complete",
  },
  {
    says: "sees no ghosts in half a registration",
    needs: [],
    grants: [grantOf("graph:Mail.Send")],
    requested: [permissionOf("graph:Mail.Read")],
    gaps: [{ part: "registration", reason: "cut" }],
    rows: [row("excess", "graph:Mail.Send", { remedy: "remove", isRequested: null, grants: 1 })],
    verdict: "complete",
  },
  {
    says: "tells no ghost among other APIs by unlike names",
    needs: [],
    grants: [grantOf("Contoso API:user_impersonation"), roleOf("Fabrikam API:Files.Read")],
    requested: [
      {
        resource: null,
        resourceName: "77777777-7777-4777-8777-777777777777",
        type: "delegated",
        value: null,
        id: "66666666-6666-4666-8666-666666666666",
      },
    ],
    rows: [
      row("excess", "Contoso API:user_impersonation", {
        remedy: "remove",
        isRequested: null,
        grants: 1,
      }),
      row("ghost", "Fabrikam API:Files.Read", { remedy: "remove", isRequested: false, grants: 1 }),
    ],
    verdict: "complete",
  },
  {
    says: "tells APIs apart that use the same value",
    needs: [],
    grants: [grantOf("Contoso API:user_impersonation"), grantOf("Fabrikam API:user_impersonation")],
    requested: [permissionOf("Fabrikam API:user_impersonation")],
    rows: [
      row("excess", "Contoso API:user_impersonation", {
        remedy: "remove",
        isRequested: null,
        grants: 1,
      }),
      row("excess", "Fabrikam API:user_impersonation", { remedy: "remove", grants: 1 }),
    ],
    verdict: "complete",
  },
  {
    says: "takes no API named graph for Microsoft Graph",
    needs: [],
    grants: [
      grantOf("graph:Mail.Send"),
      { ...grantOf("graph:Mail.Send"), resource: null, resourceName: "graph" },
    ],
    requested: null,
    rows: [
      row("excess", "graph:Mail.Send", { remedy: "remove", isRequested: null, grants: 1 }),
      row("excess", "graph:Mail.Send", { remedy: "remove", isRequested: null, grants: 1 }),
    ],
    verdict: "complete",
  },
  {
    says: "tells ids apart that stand for nothing",
    needs: [],
    grants: [
      { ...roleOf("graph:Mail.Send"), value: null, id: "11111111-0000-4000-8000-000000000000" },
      { ...roleOf("graph:Mail.Send"), value: null, id: "22222222-0000-4000-8000-000000000000" },
    ],
    requested: null,
    rows: [
      row("unknown", "graph:11111111-0000-4000-8000-000000000000", {
        remedy: "look",
        isRequested: null,
        grants: 1,
      }),
      row("unknown", "graph:22222222-0000-4000-8000-000000000000", {
        remedy: "look",
        isRequested: null,
        grants: 1,
      }),
    ],
    verdict: "complete",
  },
  {
    says: "takes no role for a part of the sign-in",
    needs: [],
    grants: [roleOf("graph:User.Read")],
    rows: [row("ghost", "graph:User.Read", { remedy: "remove", isRequested: false, grants: 1 })],
    verdict: "complete",
  },
  {
    says: "does not warn of a registration that was not read",
    needs: [mailSend],
    grants: [grantOf("graph:Mail.Send")],
    requested: null,
    rows: [row("granted", "graph:Mail.Send", { isRequested: null, grants: 1 })],
    verdict: "complete",
  },
  {
    says: "has nothing to say of an app without grants",
    needs: [],
    rows: [],
    verdict: "complete",
  },
];

function row(
  state: Brief["state"],
  name: string,
  { hints = [], remedy = "none", isRequested = true, grants = 0 }: Partial<Brief>,
): Brief {
  return { state, name, hints, remedy, isRequested, grants };
}

describe("compareGrants", () => {
  for (const { says, needs, rows, verdict, ...reading } of EXAMPLES)
    it(says, () => {
      const report = compareGrants(catalogue, needs, buildReading(reading));

      assert.deepEqual(report.rows.map(brief), rows);
      assert.equal(report.verdict, verdict);
    });

  it("carries the app, the gaps and the time", () => {
    const report = compareGrants(catalogue, [], buildReading({ gaps: [registration] }));

    assert.deepEqual(report, {
      app: APP,
      rows: [],
      verdict: "complete",
      requestedOnly: [],
      gaps: [registration],
      readAt: 1_700_000_000_000,
    });
  });

  it("keeps the reasons of both phases in one row", () => {
    const needs = requirementsOf(caseOf("autostore:3"), caseOf("autostore:1"));

    const { rows } = compareGrants(catalogue, needs, buildReading());

    const pop = rows.find(({ permission }) => permission.value === "POP.AccessAsUser.All");
    assert.equal(pop?.requirement?.phase, "configured");
    assert.deepEqual(
      pop?.requirement?.reasons.map(({ found }) => found.scenario.id),
      ["3", "3", "1"],
    );
  });

  it("has a row for every grant of every case", () => {
    for (const name of ["autostore:1", "autostore:2/application", "nbold:application"]) {
      const needs = requirementsOf(caseOf(name));
      const grants = needs.map(({ permission, type }) =>
        type === "delegated" ? grantOf(permission.key) : roleOf(permission.key),
      );

      const report = compareGrants(catalogue, needs, buildTidyReading(grants));

      assert.equal(report.verdict, "complete");
      assert.deepEqual(new Set(report.rows.flatMap((one) => one.grants)), new Set(grants));
      assert.deepEqual(new Set(report.rows.map(({ state }) => state)), new Set(["granted"]));
    }
  });

  it("names who may do what is to be done", () => {
    const needs = [
      mailSend,
      mailSendRole,
      requirementOf("exo:IMAP.AccessAsApp", { type: "application" }),
      requirementOf("graph:Mail.ReadWrite"),
      requirementOf("rsc:TeamMember.Read.Group", { type: "application" }),
    ];
    const grants = [
      grantOf("graph:Mail.ReadWrite"),
      grantOf("graph:Files.ReadWrite.All"),
      grantOf("graph:openid"),
    ];

    const report = compareGrants(catalogue, needs, buildReading({ grants }));

    assert.deepEqual(
      report.rows.map(({ roles }) => roles),
      [CONSENT_ROLES, GRAPH_ROLES, CONSENT_ROLES, [], [], [], REVOKE_ROLES],
    );
  });

  it("lists what is only requested", () => {
    const requested = [
      permissionOf("graph:Mail.Send"),
      permissionOf("graph:Mail.ReadWrite"),
      permissionOf("exo:IMAP.AccessAsUser.All"),
      permissionOf("graph:Files.Read.All"),
      permissionOf("graph:User.Read.All", "application"),
    ];
    const grants = [grantOf("graph:Mail.ReadWrite"), grantOf("graph:IMAP.AccessAsUser.All")];
    const gaps: Gap[] = [{ part: "application", reason: "busy" }];
    const reading = buildReading({ requested, grants, gaps });

    const { requestedOnly } = compareGrants(catalogue, [mailSend], reading);

    assert.deepEqual(requestedOnly, [permissionOf("graph:Files.Read.All")]);
  });

  const crowds: Record<string, readonly Requirement[]> = { nothing: [], "their value": [mailSend] };
  for (const [name, needs] of Object.entries(crowds))
    it(`takes 100,000 people in where ${name} is needed`, () => {
      const grants = Array.from({ length: 100_000 }, (_, person) =>
        grantOf("graph:Mail.Send", `person-${person}`),
      );

      const { rows } = compareGrants(catalogue, needs, buildReading({ grants }));

      assert.deepEqual(
        rows.map((one) => one.grants.length),
        [100_000],
      );
    }).timeout(2000);
});
