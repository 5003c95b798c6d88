import assert from "node:assert/strict";
import type { Case } from "../../../src/core/advisor/index.ts";
import { compareGrants, findRemovable, type Grant } from "../../../src/core/grant/index.ts";
import { caseOf, catalogue } from "../../support/catalogue.ts";
import { buildTidyReading, grantOf, requirementsOf, roleOf } from "../../support/grants.ts";

const imap = caseOf("autostore:1");
const pop = caseOf("autostore:3");
const application = caseOf("autostore:2/application");
const onedrive = caseOf("autostore:6/with-token-vault");
const REVOKE_ROLES = [
  "global-administrator",
  "cloud-application-administrator",
  "application-administrator",
];

function find(cases: readonly Case[], grants: readonly Grant[]) {
  const report = compareGrants(catalogue, requirementsOf(...cases), buildTidyReading(grants));
  return findRemovable(catalogue, cases, report);
}

function brief(removable: ReturnType<typeof find>) {
  return removable.map(({ found, condition, permissions }) => [
    found.scenario.id,
    condition,
    permissions.map(({ permission }) => `${permission.type} ${permission.value}`),
  ]);
}

describe("findRemovable", () => {
  it("keeps what the others still need", () => {
    const grants = [
      grantOf("graph:IMAP.AccessAsUser.All"),
      grantOf("graph:POP.AccessAsUser.All"),
      grantOf("graph:Mail.Send"),
      grantOf("graph:Files.ReadWrite.All"),
      grantOf("graph:openid"),
      grantOf("graph:User.Read"),
    ];

    const removable = find([imap, pop, onedrive], grants);

    assert.deepEqual(brief(removable), [
      ["1", "others-stay", ["delegated IMAP.AccessAsUser.All"]],
      // POP.AccessAsUser.All is added by the approval of scenario 1, too.
      ["3", "others-stay", []],
      ["6", "others-stay", ["delegated Files.ReadWrite.All"]],
    ]);
  });

  it("frees all of the only set-up but the sign-in", () => {
    const grants = [
      grantOf("exo:IMAP.AccessAsUser.All", "ada"),
      grantOf("exo:IMAP.AccessAsUser.All", "bob"),
      grantOf("graph:offline_access"),
      grantOf("graph:SMTP.Send"),
      grantOf("graph:User.Read.All"),
    ];

    const removable = find([imap], grants);

    assert.deepEqual(brief(removable), [
      ["1", "nothing-else", ["delegated IMAP.AccessAsUser.All", "delegated SMTP.Send"]],
    ]);
    assert.deepEqual(removable[0]?.permissions[0]?.grants, grants.slice(0, 2));
    assert.deepEqual(removable[0]?.permissions[0]?.roles, REVOKE_ROLES);
  });

  it("tells the types apart", () => {
    const grants = [grantOf("graph:Mail.Send"), roleOf("graph:Mail.Send")];

    const removable = find([imap, application], grants);

    assert.deepEqual(brief(removable), [
      ["1", "others-stay", ["delegated Mail.Send"]],
      ["2", "others-stay", ["application Mail.Send"]],
    ]);
  });

  it("keeps a wider grant while another set-up lives on it", () => {
    const home = caseOf("nbold:home");
    const service = caseOf("nbold:service-account");
    const grants = [grantOf("graph:TeamsTab.ReadWrite.All"), grantOf("graph:TeamMember.Read.All")];

    const removable = find([home, service], grants);

    assert.deepEqual(brief(removable), [
      ["home", "others-stay", ["delegated TeamMember.Read.All"]],
      ["service-account", "others-stay", []],
    ]);
  });

  it("takes the same set-up once", () => {
    const removable = find([imap, imap], [grantOf("graph:Mail.Send")]);

    assert.deepEqual(brief(removable), [["1", "nothing-else", ["delegated Mail.Send"]]]);
  });

  it("has nothing to take where nothing is granted", () => {
    assert.deepEqual(brief(find([imap], [])), [["1", "nothing-else", []]]);
  });
});
