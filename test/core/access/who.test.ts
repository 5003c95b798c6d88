import assert from "node:assert/strict";
import {
  ENTRA_ROLES,
  type EntraRole,
  mayEnter,
  needsRoles,
  type OwnRole,
  rolesFor,
  STRANGER,
  WHO,
  type Who,
} from "../../../src/core/access/index.ts";

/** What each role opens to a member, besides what every member may enter. */
const OPENS: Readonly<Record<EntraRole | OwnRole, readonly Who[]>> = {
  "global-administrator": ["admin"],
  "teams-administrator": ["admin"],
  "privileged-role-administrator": [],
  "cloud-application-administrator": [],
  "application-administrator": [],
  "catalog-manager": ["catalog-manager"],
  approver: ["approver"],
};
const ROLES = Object.keys(OPENS) as (EntraRole | OwnRole)[];
const listOpen = (isMember: boolean, roles: readonly (EntraRole | OwnRole)[]) =>
  WHO.filter((who) => mayEnter(who, { isMember, roles: new Set(roles) }));

describe("mayEnter", () => {
  it("knows every role of Entra ID that is read", () => {
    const unknown = Object.values(ENTRA_ROLES).filter((role) => !ROLES.includes(role));

    assert.deepEqual(unknown, []);
  });

  for (const role of ROLES)
    it(`lets a member in as ${role}`, () => {
      const expected = WHO.filter(
        (who) => who === "anyone" || who === "member" || OPENS[role].includes(who),
      );

      assert.deepEqual(listOpen(true, [role]), expected);
    });

  for (const role of ROLES)
    it(`lets no guest in as ${role}`, () => {
      assert.deepEqual(listOpen(false, [role]), ["anyone"]);
    });

  it("lets a member without a role in where all may enter", () => {
    assert.deepEqual(listOpen(true, []), ["anyone", "member"]);
  });

  it("lets a stranger in where everybody may enter", () => {
    assert.deepEqual(
      WHO.filter((who) => mayEnter(who, STRANGER)),
      ["anyone"],
    );
  });

  it("adds up what several roles open", () => {
    const all = listOpen(true, ["teams-administrator", "catalog-manager", "approver"]);

    assert.deepEqual(all, [...WHO]);
  });

  it("lets nobody in for a role that it does not know", () => {
    const roles = new Set(["member", "owner"]) as unknown as ReadonlySet<OwnRole>;

    assert.deepEqual(
      WHO.filter((who) => mayEnter(who, { isMember: true, roles })),
      ["anyone", "member"],
    );
  });
});

describe("rolesFor", () => {
  for (const who of WHO)
    it(`names the roles that open ${who}, and no other`, () => {
      const openers = ROLES.filter((role) => OPENS[role].includes(who));

      assert.deepEqual([...rolesFor(who)].sort(), openers.sort());
      assert.equal(needsRoles(who), openers.length > 0);
    });
});
