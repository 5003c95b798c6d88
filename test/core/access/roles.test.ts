import assert from "node:assert/strict";
import { ENTRA_ROLES, readRoles } from "../../../src/core/access/index.ts";

const GLOBAL = "62e90394-69f5-4237-9190-012177145e10";
const TEAMS = "69091246-20e8-4a56-aa4d-066075b2a7a8";
/** What every member has in `wids`, without any role. */
const USER = "b79fbf4d-3ef9-4689-8143-76b194e85509";

describe("readRoles", () => {
  for (const [id, role] of Object.entries(ENTRA_ROLES))
    it(`reads ${role} in any case`, () => {
      assert.deepEqual(readRoles({ wids: [id] }), [role]);
      assert.deepEqual(readRoles({ wids: [id.toUpperCase()] }), [role]);
    });

  const CASES: readonly [string, Readonly<Record<string, unknown>>, readonly string[]][] = [
    ["no wids", {}, []],
    ["wids of nobody in particular", { wids: [USER] }, []],
    ["a role that it does not know", { wids: ["00000000-0000-0000-0000-000000000000"] }, []],
    [
      "several roles",
      { wids: [TEAMS, USER, GLOBAL] },
      ["global-administrator", "teams-administrator"],
    ],
    ["a role twice", { wids: [GLOBAL, GLOBAL] }, ["global-administrator"]],
    ["wids that is null", { wids: null }, []],
    ["wids that is a text", { wids: GLOBAL }, []],
    ["wids that is an object", { wids: { 0: GLOBAL, length: 1 } }, []],
    ["wids of other types", { wids: [1, null, {}, [GLOBAL], true] }, []],
    ["a role among other types", { wids: [7, GLOBAL, null] }, ["global-administrator"]],
    ["a role with more around it", { wids: [` ${GLOBAL}`, `${GLOBAL}x`] }, []],
    ["names of an object's own", { wids: ["constructor", "__proto__", "toString"] }, []],
    ["wids that stand elsewhere", { _claim_names: { wids: "src1" } }, []],
    ["wids that were cut", { wids: [GLOBAL], _claim_names: { wids: "src1" } }, []],
    [
      "groups that were cut",
      { wids: [GLOBAL], _claim_names: { groups: "src1" } },
      ["global-administrator"],
    ],
    [
      "claim names of another type",
      { wids: [GLOBAL], _claim_names: null },
      ["global-administrator"],
    ],
    ["roles of an app", { roles: [GLOBAL], groups: [GLOBAL] }, []],
  ];
  for (const [name, claims, roles] of CASES)
    it(`reads ${name}`, () => {
      assert.deepEqual(readRoles(claims), roles);
    });
});
