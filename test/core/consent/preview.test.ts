import assert from "node:assert/strict";
import { findCloud } from "../../../src/core/cloud/index.ts";
import { type PartPreview, planConsent, planPreview } from "../../../src/core/consent/index.ts";
import type { TenantReading } from "../../../src/core/grant/index.ts";
import { caseOf } from "../../support/catalogue.ts";
import {
  buildReading,
  grantOf,
  permissionOf,
  requirementOf,
  requirementsOf,
  roleOf,
} from "../../support/grants.ts";

const publicCloud = findCloud("public");

function partsOf(name: string) {
  const needs = requirementsOf(caseOf(name)).filter(({ phase }) => phase === "configured");
  return planConsent(needs, publicCloud);
}

const delegated = partsOf("autostore:1");
const application = partsOf("autostore:2/application");
const person = planConsent(
  [requirementOf("graph:Mail.Send"), requirementOf("graph:openid")],
  publicCloud,
);

function brief({ part, granted, besides, notRegistered, mayDrop, isWhollyGranted }: PartPreview) {
  const keys = (needs: PartPreview["granted"]) => needs?.map(({ permission }) => permission.key);
  const names = (list: PartPreview["mayDrop"]) =>
    list?.map(({ type, value }) => `${type} ${value}`);
  return {
    page: `${part.endpoint} ${part.resource}`,
    granted: keys(granted) ?? null,
    besides: names(besides) ?? null,
    notRegistered: keys(notRegistered) ?? null,
    mayDrop: names(mayDrop) ?? null,
    isWhollyGranted,
  };
}

function preview(
  parts: typeof delegated,
  reading: Partial<TenantReading> | null,
  personId: string | null = null,
) {
  return planPreview(parts, reading && buildReading(reading), personId).map(brief);
}

describe("planPreview", () => {
  it("knows nothing without a reading", () => {
    assert.deepEqual(preview([...delegated, ...application.slice(0, 1), ...person], null), [
      unknown("admin-scopes graph", { besides: [], notRegistered: [] }),
      unknown("admin-scopes outlook", { besides: [], notRegistered: [] }),
      unknown("admin-default graph", {}),
      unknown("user graph", { besides: [], notRegistered: [], mayDrop: [] }),
    ]);
  });

  function unknown(page: string, known: object) {
    return {
      page,
      granted: null,
      besides: null,
      notRegistered: null,
      mayDrop: null,
      isWhollyGranted: null,
      ...known,
    };
  }

  it("finds what is granted, and what naming scopes may drop", () => {
    const grants = [
      grantOf("graph:Mail.Send"),
      grantOf("graph:Mail.ReadWrite", "ada"),
      grantOf("graph:Files.Read.All"),
      grantOf("graph:Group.Read.All", "ada"),
      roleOf("graph:User.Read.All"),
      grantOf("exo:IMAP.AccessAsUser.All"),
      grantOf("exo:POP.AccessAsUser.All"),
      grantOf("Contoso API:user_impersonation"),
    ];

    assert.deepEqual(preview(delegated, { grants, requested: null }), [
      {
        page: "admin-scopes graph",
        granted: ["graph:Mail.Send"],
        besides: [],
        notRegistered: [],
        mayDrop: ["delegated Files.Read.All"],
        isWhollyGranted: false,
      },
      {
        page: "admin-scopes outlook",
        granted: ["graph:IMAP.AccessAsUser.All"],
        besides: [],
        notRegistered: [],
        mayDrop: ["delegated POP.AccessAsUser.All"],
        isWhollyGranted: true,
      },
    ]);
  });

  it("finds what .default asks for besides, leaves out and drops", () => {
    const requested = [
      permissionOf("graph:Mail.Send", "application"),
      permissionOf("graph:Mail.ReadWrite"),
      permissionOf("graph:Files.Read.All", "application"),
      permissionOf("exo:POP.AccessAsUser.All"),
    ];
    const grants = [
      roleOf("graph:Mail.Send"),
      grantOf("graph:Mail.ReadWrite"),
      grantOf("graph:Files.Read.All"),
      roleOf("graph:User.Read.All"),
    ];

    assert.deepEqual(preview(application, { grants, requested })[0], {
      page: "admin-default graph",
      granted: ["graph:Mail.Send"],
      besides: ["delegated Mail.ReadWrite", "application Files.Read.All"],
      notRegistered: ["graph:Mail.ReadWrite"],
      mayDrop: ["delegated Files.Read.All"],
      isWhollyGranted: false,
    });
  });

  it("takes no twin for registered where .default asks", () => {
    const needs = [
      requirementOf("exo:IMAP.AccessAsApp", { type: "application" }),
      requirementOf("graph:SMTP.Send"),
    ];
    const requested = [
      permissionOf("exo:IMAP.AccessAsApp", "application"),
      permissionOf("graph:SMTP.Send"),
    ];

    const [one] = preview(planConsent(needs, publicCloud), { requested });

    assert.equal(one?.page, "admin-default outlook");
    assert.deepEqual(one?.notRegistered, ["graph:SMTP.Send"]);
    assert.deepEqual(one?.besides, []);
  });

  it("does not know what .default asks without the registration", () => {
    const grants = [roleOf("graph:Mail.Send"), roleOf("graph:Mail.ReadWrite")];

    assert.deepEqual(preview(application, { grants, requested: null })[0], {
      page: "admin-default graph",
      granted: ["graph:Mail.Send", "graph:Mail.ReadWrite"],
      besides: null,
      notRegistered: null,
      mayDrop: null,
      isWhollyGranted: true,
    });
  });

  it("does not know of grants that were not read", () => {
    const grants = [roleOf("graph:Mail.Send")];
    const gaps = [{ part: "delegated", reason: "refused" } as const];

    assert.deepEqual(
      preview(delegated, { grants, gaps }).map(({ mayDrop, isWhollyGranted }) => [
        mayDrop,
        isWhollyGranted,
      ]),
      [
        [null, null],
        [null, null],
      ],
    );
  });

  it("drops nothing where one person consents", () => {
    const grants = [grantOf("graph:Mail.Send", "ada"), grantOf("graph:Files.Read.All")];

    const [own] = preview(person, { grants: [...grants, grantOf("graph:openid")] }, "ada");
    const [other] = preview(person, { grants }, "bob");

    assert.deepEqual(own, {
      page: "user graph",
      granted: ["graph:Mail.Send", "graph:openid"],
      besides: [],
      notRegistered: [],
      mayDrop: [],
      isWhollyGranted: true,
    });
    assert.deepEqual(other?.granted, []);
  });
});
