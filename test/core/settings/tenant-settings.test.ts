import assert from "node:assert/strict";
import { DEFAULT_SETTINGS, TenantSettings } from "../../../src/core/settings/index.ts";

const ID = "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101";
const priya = { id: ID, name: "Priya Raman" };
const guidOf = (number: number) => `a1d1f6a0-6c1e-4b57-8f0e-${String(number).padStart(12, "0")}`;
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: guidOf(index), name: `Person ${index}` }));
const apps = (count: number) => Array.from({ length: count }, (_, index) => guidOf(index));

describe("TenantSettings", () => {
  it("takes what holds before anything is decided", () => {
    assert.deepEqual(TenantSettings.parse(DEFAULT_SETTINGS), DEFAULT_SETTINGS);
  });

  it("keeps ids in lower case and names without blanks around them", () => {
    const approvers = [{ id: ID.toUpperCase(), name: " Priya Raman " }];
    const allowedApps = [ID.toUpperCase()];

    const read = TenantSettings.parse({ ...DEFAULT_SETTINGS, approvers, allowedApps });

    assert.deepEqual([read.approvers, read.allowedApps], [[priya], [ID]]);
  });

  const LIMITS: readonly [string, object][] = [
    ["fifty approvers", { approvers: people(50) }],
    ["fifty keepers of the catalogue", { catalogManagers: people(50) }],
    ["two hundred apps", { allowedApps: apps(200) }],
    ["thirty days", { retentionDays: 30 }],
    ["ten years", { retentionDays: 3650 }],
  ];
  for (const [name, changes] of LIMITS)
    it(`takes ${name}`, () => {
      assert.equal(TenantSettings.safeParse({ ...DEFAULT_SETTINGS, ...changes }).success, true);
    });

  const UNFIT: readonly [string, object][] = [
    ["more than fifty approvers", { approvers: people(51) }],
    ["more than two hundred apps", { allowedApps: apps(201) }],
    ["an approver twice, in two cases", { approvers: [priya, { ...priya, id: ID.toUpperCase() }] }],
    ["an app twice, in two cases", { allowedApps: [ID, ID.toUpperCase()] }],
    ["an approver who is no object id", { approvers: [{ id: "priya", name: "Priya" }] }],
    ["an approver without a name", { approvers: [{ id: ID, name: "  " }] }],
    ["an approver with a mail address", { approvers: [{ ...priya, mail: "priya@contoso.com" }] }],
    ["any app", { allowedApps: ["*"] }],
    ["a model that there is not", { model: "delegated" }],
    ["a language that is not spoken", { language: "es" }],
    ["less than thirty days", { retentionDays: 29 }],
    ["half a day", { retentionDays: 30.5 }],
    ["more than ten years", { retentionDays: 3651 }],
    ["a label without a name", { labels: { autostore: { id: ID, name: "" } } }],
    ["what it does not know", { shares: true }],
  ];
  for (const [name, changes] of UNFIT)
    it(`refuses ${name}`, () => {
      assert.equal(TenantSettings.safeParse({ ...DEFAULT_SETTINGS, ...changes }).success, false);
    });
});
