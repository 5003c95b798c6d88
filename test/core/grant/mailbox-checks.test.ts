import assert from "node:assert/strict";
import type { Case } from "../../../src/core/advisor/index.ts";
import { ReadOnlyCommand } from "../../../src/core/catalogue/schema.ts";
import { listMailboxChecks } from "../../../src/core/grant/index.ts";
import { caseOf, catalogue } from "../../support/catalogue.ts";
import { APP, buildReading } from "../../support/grants.ts";

const appOnlyImap: Case = withRole(caseOf("autostore:1"), "exo:IMAP.AccessAsApp");

function withRole(found: Case, permission: string): Case {
  const row = { permission, type: "application" as const, reason: { en: "Opens the mailbox." } };
  return { ...found, variant: { ...found.variant, configured: [row] } };
}

function commands(cases: readonly Case[], objectId = APP.objectId) {
  const reading = buildReading({ app: { ...APP, objectId } });
  return listMailboxChecks(catalogue, cases, reading).map(({ id, command }) => [id, command]);
}

describe("listMailboxChecks", () => {
  it("asks for each right of a mailbox", () => {
    assert.deepEqual(commands([caseOf("autostore:2/delegation")]), [
      [
        "autostore:send-as",
        "Get-RecipientPermission -Identity <sender mailbox> -Trustee <authorized user>",
      ],
      [
        "autostore:send-on-behalf",
        "Get-Mailbox -Identity <sender mailbox> | Select-Object -ExpandProperty GrantSendOnBehalfTo",
      ],
      [
        "autostore:full-access",
        "Get-MailboxPermission -Identity <sender mailbox> -User <authorized user>",
      ],
    ]);
  });

  it("asks once where two set-ups need the same", () => {
    const both = [caseOf("autostore:2/delegation"), caseOf("autostore:4/delegation")];

    assert.equal(listMailboxChecks(catalogue, both).length, 3);
  });

  it("asks which mailboxes a mail role reaches", () => {
    assert.deepEqual(commands([caseOf("autostore:2/application")]), [
      [
        "app:rbac-scope",
        `Test-ServicePrincipalAuthorization -Identity '${APP.objectId}' -Resource <mailbox>`,
      ],
    ]);
  });

  it("asks for the mailbox permission of app-only IMAP", () => {
    assert.deepEqual(commands([appOnlyImap]), [
      ["app:known-to-exchange", `Get-ServicePrincipal -Identity '${APP.objectId}'`],
      ["app:app-mailbox-permission", "Get-MailboxPermission -Identity <mailbox>"],
    ]);
  });

  it("asks nothing where Entra alone decides", () => {
    assert.deepEqual(commands([caseOf("autostore:1"), caseOf("nbold:home")]), []);
  });

  for (const objectId of ["'; Remove-Mailbox x; '", "$(calc)", `${APP.objectId}\n`, "$&", ""])
    it(`puts no ${JSON.stringify(objectId)} into a command`, () => {
      assert.deepEqual(commands([caseOf("autostore:2/application")], objectId), [
        [
          "app:rbac-scope",
          "Test-ServicePrincipalAuthorization -Identity <object id of the enterprise application> -Resource <mailbox>",
        ],
      ]);
    });

  it("leaves the place of the id open without a reading", () => {
    const [check] = listMailboxChecks(catalogue, [caseOf("autostore:2/application")]);

    assert.match(check?.command ?? "", /<object id of the enterprise application>/);
  });

  it("says in each language what a right answer is, and its source", () => {
    const cases = [
      caseOf("autostore:2/delegation"),
      caseOf("autostore:2/application"),
      appOnlyImap,
    ];

    for (const { expect, title, sources } of listMailboxChecks(catalogue, cases)) {
      assert.deepEqual(Object.keys(expect), ["en", "de", "fr"]);
      assert.deepEqual(Object.keys(title), ["en", "de", "fr"]);
      assert.ok(sources.length > 0 && sources.every((source) => source.length > 10));
    }
  });
});

describe("ReadOnlyCommand", () => {
  for (const command of [
    "Remove-Mailbox -Identity <mailbox>",
    "Get-Mailbox; Remove-Mailbox x",
    "Get-Mailbox | Remove-Mailbox",
    "Get-Mailbox $(calc)",
    "Get-Mailbox -Identity 'x'",
    "Get-Mailbox\nRemove-Mailbox",
    "Get-Mailbox & calc",
  ])
    it(`does not take ${JSON.stringify(command)}`, () => {
      assert.equal(ReadOnlyCommand.safeParse(command).success, false);
    });
});
