import assert from "node:assert/strict";
import {
  casesOf,
  compareCases,
  erratumsOf,
  findUses,
  type Requirement,
  requirePermissions,
} from "../../../src/core/advisor/index.ts";
import { caseOf, catalogue } from "../../support/catalogue.ts";

function name({ permission, type, phase }: Requirement): string {
  return `${permission.value} ${type} ${phase}`;
}

describe("requirePermissions", () => {
  it("lists the plan and what approval adds", () => {
    const needs = requirePermissions(catalogue, [caseOf("autostore:1")]);

    assert.deepEqual(needs.map(name), [
      "IMAP.AccessAsUser.All delegated configured",
      "Mail.Send delegated configured",
      "Mail.ReadWrite delegated configured",
      "email delegated addedOnApproval",
      "EWS.AccessAsUser.All delegated addedOnApproval",
      "offline_access delegated addedOnApproval",
      "openid delegated addedOnApproval",
      "POP.AccessAsUser.All delegated addedOnApproval",
      "SMTP.Send delegated addedOnApproval",
    ]);
  });

  it("joins several cases and names who needs what", () => {
    const needs = requirePermissions(catalogue, [
      caseOf("autostore:1"),
      caseOf("autostore:3"),
      caseOf("autostore:6/without-token-vault"),
    ]);

    const byName = Object.fromEntries(needs.map((need) => [name(need), casesOf(need)]));

    assert.deepEqual(byName["Mail.Send delegated configured"], ["autostore:1", "autostore:3"]);
    assert.deepEqual(byName["Files.ReadWrite.All application configured"], ["autostore:6"]);
  });

  it("keeps both tables of the document whole", () => {
    const needs = requirePermissions(catalogue, [caseOf("autostore:3")]);

    const pop = needs.filter(({ permission }) => permission.value === "POP.AccessAsUser.All");

    assert.deepEqual(
      pop.map(({ phase }) => phase),
      ["configured", "addedOnApproval"],
    );
    assert.equal(needs.filter(({ phase }) => phase === "addedOnApproval").length, 6);
  });

  it("keeps delegated and application apart", () => {
    const needs = requirePermissions(catalogue, [
      caseOf("autostore:1"),
      caseOf("autostore:2/application"),
    ]);

    const send = needs.filter(({ permission }) => permission.value === "Mail.Send");

    assert.deepEqual(send.map(({ type }) => type).sort(), ["application", "delegated"]);
  });

  it("uses the application permission where nBold prints a delegated one", () => {
    const needs = requirePermissions(catalogue, [caseOf("nbold:application")]);

    assert.ok(needs.every(({ type }) => type === "application"));
    assert.ok(
      needs.map(name).includes("InformationProtectionPolicy.Read.All application configured"),
    );
  });
});

describe("erratumsOf", () => {
  it("shows the swapped headings with section 6, gravest first", () => {
    const errata = erratumsOf([caseOf("autostore:6/with-token-vault")]);

    assert.ok(errata.some(({ erratum }) => erratum.id === "A01"));
    assert.equal(errata[0]?.erratum.severity, "high");
  });

  it("leaves out what touches another section", () => {
    const ids = erratumsOf([caseOf("autostore:7")]).map(({ erratum }) => erratum.id);

    assert.ok(ids.includes("A13"));
    assert.ok(!ids.includes("A01"));
  });
});

describe("findUses", () => {
  it("names every case that needs a permission", () => {
    const uses = findUses(catalogue, ["graph:User.ReadBasic.All"]);

    const ids = new Set(uses.map(({ found }) => `${found.pack.head.id}:${found.scenario.id}`));
    assert.deepEqual([...ids].sort(), [
      "autostore:7",
      "consentry:basic",
      "nbold:basic",
      "nbold:settings",
    ]);
  });
});

describe("compareCases", () => {
  it("puts differences before what is shared", () => {
    const { rows } = compareCases(catalogue, [caseOf("autostore:1"), caseOf("autostore:3")]);

    const different = rows.filter(({ isShared }) => !isShared);
    assert.deepEqual(
      different.map(({ requirement, phases }) => [requirement.permission.value, ...phases]),
      [
        ["IMAP.AccessAsUser.All", "configured", undefined],
        ["POP.AccessAsUser.All", "addedOnApproval", "configured"],
      ],
    );
    assert.equal(
      rows.findIndex(({ isShared }) => isShared),
      different.length,
    );
  });
});
