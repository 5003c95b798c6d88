import assert from "node:assert/strict";
import type { Person } from "../../src/sandbox/directory/people.ts";
import type { AskedPermission } from "../../src/sandbox/entra/consent-ask.ts";
import { mayGrant } from "../../src/sandbox/entra/may-grant.ts";

describe("mayGrant", () => {
  const resources = { graph: "00000003-0000-0000-c000-000000000000", other: "other" };
  const roles = {
    global: "62e90394-69f5-4237-9190-012177145e10",
    privileged: "e8611ab8-c189-46e8-94e1-60213ab1f814",
    cloudApps: "158c047a-c907-4556-b7ef-446551a6b5f7",
    apps: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
    teams: "69091246-20e8-4a56-aa4d-066075b2a7a8",
  };
  type Wish = Partial<Pick<AskedPermission, "type" | "isUserConsentable">>;
  const permissionOf = (on: keyof typeof resources, wish: Wish = {}) =>
    ({
      type: "application",
      isUserConsentable: false,
      ...wish,
      resource: { appId: resources[on] },
    }) as AskedPermission;
  const holder = (role: keyof typeof roles, userRole: Person["userRole"] = "user") => ({
    userRole,
    directoryRoles: [roles[role]],
  });
  const scope = { type: "delegated", isUserConsentable: true } as const;

  const rows: readonly [
    string,
    Parameters<typeof mayGrant>[0],
    AskedPermission,
    "everybody" | "self",
    boolean,
  ][] = [
    [
      "a Global Administrator a Graph role",
      holder("global"),
      permissionOf("graph"),
      "everybody",
      true,
    ],
    [
      "a Privileged Role Administrator too",
      holder("privileged"),
      permissionOf("graph"),
      "everybody",
      true,
    ],
    [
      "no Cloud Application Administrator a Graph role",
      holder("cloudApps"),
      permissionOf("graph"),
      "everybody",
      false,
    ],
    ["him a role of another API", holder("cloudApps"), permissionOf("other"), "everybody", true],
    [
      "no Application Administrator a Graph role",
      holder("apps"),
      permissionOf("graph"),
      "everybody",
      false,
    ],
    [
      "him a Graph scope",
      holder("apps"),
      permissionOf("graph", { type: "delegated" }),
      "everybody",
      true,
    ],
    [
      "no Teams Administrator anything for all",
      holder("teams"),
      permissionOf("graph", scope),
      "everybody",
      false,
    ],
    ["him a user's scope for himself", holder("teams"), permissionOf("graph", scope), "self", true],
    [
      "no guest anything, whatever he holds",
      holder("global", "guest"),
      permissionOf("graph", scope),
      "self",
      false,
    ],
  ];
  for (const [name, person, permission, reach, expected] of rows) {
    it(`gives ${name}`, () => {
      assert.equal(mayGrant(person, permission, reach), expected);
    });
  }
});
