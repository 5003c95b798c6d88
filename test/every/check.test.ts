import assert from "node:assert/strict";
import { CHECKS, runCheck } from "../../src/core/catalogue/checks/index.ts";
import type { Catalogue } from "../../src/core/catalogue/index.ts";
import { catalogue } from "../support/catalogue.ts";

/** For each rule a catalogue that breaks it: a rule that never fires is no rule. */
const BREAKS: Record<string, (broken: Catalogue) => void> = {
  "permission-key": ({ facts }) => {
    Object.assign(facts.permissions[0] as object, { key: "graph:imap.accessasuser.all" });
  },
  "permission-id": ({ facts }) => {
    const [first, second] = facts.permissions;
    Object.assign(second?.delegated as object, { id: first?.delegated?.id });
  },
  "permission-exists": (broken) => {
    firstRow(broken).type = "application";
  },
  "consent-flag": ({ facts }) => {
    const application = facts.permissions.find((known) => known.application)?.application;
    Object.assign(application as object, { adminConsentRequired: false });
  },
  "vendor-erratum": (broken) => {
    const basic = broken.packs.flatMap((pack) => pack.scenarios).find(({ id }) => id === "basic");
    Object.assign(basic?.variants[0]?.configured[0] as object, { vendor: { value: "OpenId" } });
  },
  "erratum-target": (broken) => {
    const erratum = broken.packs.find((pack) => pack.errata.length > 0)?.errata[0];
    Object.assign(erratum as object, { appliesTo: [{ scenario: "99" }] });
  },
  "no-link-for-rsc": (broken) => {
    Object.assign(firstRow(broken), { permission: "rsc:TeamMember.Read.Group" });
  },
  references: (broken) => {
    Object.assign(firstRow(broken), { component: "fax" });
  },
  "scenario-reachable": (broken) => {
    const scenarios = broken.packs[0]?.scenarios;
    Object.assign(scenarios?.[1] as object, { choices: scenarios?.[0]?.choices });
  },
  "note-reachable": (broken) => {
    Object.assign(broken.packs[0]?.notes[0] as object, {
      asks: { en: "What is for lunch today?" },
    });
  },
  "sources-present": ({ facts }) => {
    Object.assign(facts.permissions[0] as object, { sources: ["hearsay"] });
  },
  translated: (broken) => {
    Object.assign(broken.packs[0]?.notes[0] as object, { title: { en: "Only in English" } });
  },
  "no-expressions": (broken) => {
    Object.assign(broken.packs[0]?.notes[0]?.title as object, { en: "${secret}" });
  },
};

function firstRow(broken: Catalogue): { type: string } {
  return broken.packs[0]?.scenarios[0]?.variants[0]?.configured[0] as { type: string };
}

function copyOf(original: Catalogue): Catalogue {
  const copy = structuredClone({ ...original, permissions: null });
  const permissions = new Map(copy.facts.permissions.map((known) => [known.key, known]));
  return { ...copy, permissions };
}

describe("every check", () => {
  for (const check of CHECKS) {
    it(`${check.name} finds nothing in the catalogue`, () => {
      assert.deepEqual(runCheck(check, catalogue), []);
    });

    it(`${check.name} finds a planted fault`, () => {
      const broken = copyOf(catalogue);
      BREAKS[check.name]?.(broken);

      assert.notEqual(runCheck(check, broken).length, 0);
    });

    it(`${check.name} excepts with a reason`, () => {
      for (const { reason } of check.exceptions) assert.ok(reason.length > 10);
    });
  }
});
