import assert from "node:assert/strict";
import {
  type Appointed,
  ENTRA_ROLES,
  type EntraRole,
  mayListGrants,
  toStanding,
} from "../../../src/core/access/index.ts";

const ID = "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101";
const priya = { id: ID, name: "Priya Raman" };
const other = { id: "b2", name: "Sam" };
const nobody = { catalogManagers: [], approvers: [], approval: { roles: [] } };
const admin: readonly EntraRole[] = ["global-administrator"];

describe("toStanding", () => {
  const CASES: readonly [string, readonly EntraRole[], Partial<Appointed>, readonly string[]][] = [
    ["a member without a role", [], {}, []],
    ["a member with a role of Entra ID", admin, {}, ["global-administrator"]],
    ["a keeper of the catalogue", [], { catalogManagers: [other, priya] }, ["catalog-manager"]],
    ["an approver", [], { approvers: [priya] }, ["approver"]],
    [
      "a member with a role whose people decide",
      admin,
      { approval: { roles: ["application-administrator", "global-administrator"] } },
      ["global-administrator", "approver"],
    ],
    [
      "a member with a role whose people do not decide",
      admin,
      { approval: { roles: ["application-administrator"] } },
      ["global-administrator"],
    ],
    ["a member whom nobody appointed", [], { approvers: [other], catalogManagers: [other] }, []],
    [
      "a member who is all of it",
      admin,
      { approvers: [priya], catalogManagers: [priya] },
      ["global-administrator", "catalog-manager", "approver"],
    ],
  ];
  const named: Appointed = {
    catalogManagers: [priya, other],
    approvers: [priya, other],
    approval: { roles: admin },
  };
  for (const [name, roles, appointed, expected] of CASES)
    it(`adds up the roles of ${name}`, () => {
      const facts = { personId: ID, isGuest: false, roles };

      const standing = toStanding(facts, { ...nobody, ...appointed });

      assert.deepEqual(standing, { isMember: true, roles: new Set(expected) });
    });

  it("gives a guest nothing, whatever was assigned", () => {
    const standing = toStanding({ personId: ID, isGuest: true, roles: admin }, named);

    assert.deepEqual(standing, { isMember: false, roles: new Set() });
  });
});

describe("mayListGrants", () => {
  for (const role of Object.values(ENTRA_ROLES))
    it(`tells whether Graph shows grants to ${role}`, () => {
      assert.equal(mayListGrants(new Set([role])), role !== "teams-administrator");
    });

  it("says no without a role, and for roles of its own", () => {
    const answers = [mayListGrants(new Set()), mayListGrants(new Set(["approver"] as const))];

    assert.deepEqual(answers, [false, false]);
  });
});
