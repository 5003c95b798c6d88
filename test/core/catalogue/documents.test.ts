import assert from "node:assert/strict";
import { rowsOf } from "../../../src/core/advisor/index.ts";
import type { Row } from "../../../src/core/catalogue/index.ts";
import { findPack } from "../../../src/core/catalogue/index.ts";
import { caseOf, catalogue } from "../../support/catalogue.ts";
import { autostoreDocument } from "./autostore-document.ts";
import { nboldDocument } from "./nbold-document.ts";

/** A row as the vendor prints it: the plan's row under what the vendor says differently. */
function asPrinted(row: Row): { value: string; type: string; adminConsent: boolean | null } {
  const permission = catalogue.permissions.get(row.permission);
  return {
    value: row.vendor?.value ?? permission?.value ?? row.permission,
    type: row.vendor?.type ?? row.type,
    adminConsent: row.vendor?.adminConsent ?? permission?.[row.type]?.adminConsentRequired ?? null,
  };
}

/** The form of each section that the document's tables describe. */
const AUTOSTORE_CASES = {
  "1": ["autostore:1"],
  "2": ["autostore:2/application"],
  "3": ["autostore:3"],
  "4": ["autostore:4/application"],
  "5": ["autostore:5/without-token-vault", "autostore:5/with-token-vault"],
  "6": ["autostore:6/with-token-vault", "autostore:6/without-token-vault"],
  "7": ["autostore:7"],
} as const;

describe("pack autostore", () => {
  for (const [section, names] of Object.entries(AUTOSTORE_CASES)) {
    it(`prints the configured rows of section ${section}`, () => {
      const document = autostoreDocument.filter(
        (row) => row.section === section && row.phase === "configured",
      );

      const printed = names.flatMap((name) => rowsOf(caseOf(name), "configured").map(asPrinted));

      assert.deepEqual(
        printed.map(({ value, type }) => ({ value, type })),
        document.map(({ value, type }) => ({ value, type })),
      );
    });

    it(`prints the added rows of section ${section}`, () => {
      const document = autostoreDocument.filter(
        (row) => row.section === section && row.phase === "addedOnApproval",
      );

      for (const name of names) {
        const printed = rowsOf(caseOf(name), "addedOnApproval").map(asPrinted);

        assert.deepEqual(
          printed.map(({ value, type }) => ({ value, type })),
          document.map(({ value, type }) => ({ value, type })),
        );
      }
    });
  }

  it("differs from the document only where A01 or A03 says so", () => {
    const differing = (findPack(catalogue, "autostore")?.scenarios ?? []).flatMap((scenario) =>
      scenario.variants.flatMap((variant) =>
        variant.configured
          .filter((row) => row.vendor)
          .map((row) => [scenario.id, row.permission, Object.keys(row.vendor ?? {}).join()]),
      ),
    );

    const kinds = new Set(
      differing.map(([id, permission, keys]) => `${keys} ${permission} ${id === "6"}`),
    );

    assert.deepEqual([...kinds].sort(), [
      "type graph:Files.ReadWrite.All true",
      "value graph:Mail.ReadWrite false",
    ]);
  });

  it("has the eight sections", () => {
    const ids = findPack(catalogue, "autostore")?.scenarios.map(({ id }) => id);

    assert.deepEqual(ids?.sort(), ["1", "2", "3", "4", "5", "6", "7", "8"]);
  });
});

describe("pack nbold", () => {
  for (const scope of ["basic", "home", "catalog", "service-account", "application"] as const)
    it(`prints every row of the ${scope} scope`, () => {
      const document = nboldDocument.filter((row) => row.scope === scope);

      const printed = rowsOf(caseOf(`nbold:${scope}`), "configured").map(asPrinted);

      assert.deepEqual(
        printed,
        document.map(({ value, type, adminConsent }) => ({ value, type, adminConsent })),
      );
    });

  it("gives Settings nothing beyond Basic", () => {
    const rows = rowsOf(caseOf("nbold:settings"), "configured");

    assert.deepEqual(
      rows.map(({ permission, includedIn }) => [permission, includedIn]),
      [["graph:User.ReadBasic.All", "basic"]],
    );
  });

  it("differs from the document in the rows of its errata only", () => {
    const differing = (findPack(catalogue, "nbold")?.scenarios ?? []).flatMap((scenario) =>
      scenario.variants.flatMap((variant) =>
        variant.configured
          .filter((row) => row.vendor)
          .map((row) => `${scenario.id} ${row.permission}`),
      ),
    );

    assert.equal(differing.length, 12);
    assert.ok(differing.includes("catalog graph:InformationProtectionPolicy.Read"));
    assert.ok(differing.includes("service-account graph:Team.Create"));
    assert.equal(differing.filter((place) => place.startsWith("application ")).length, 10);
  });
});

describe("errata", () => {
  const EXPECTED = {
    autostore: Array.from({ length: 22 }, (_, index) => `A${String(index + 1).padStart(2, "0")}`),
    nbold: Array.from({ length: 19 }, (_, index) => `B${String(index + 1).padStart(2, "0")}`),
  };

  for (const [pack, ids] of Object.entries(EXPECTED))
    it(`of ${pack} are all there`, () => {
      assert.deepEqual(
        findPack(catalogue, pack)
          ?.errata.map(({ id }) => id)
          .sort(),
        ids,
      );
    });
});
