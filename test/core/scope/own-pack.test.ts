import assert from "node:assert/strict";
import {
  casesOfSelection,
  parseSelection,
  requirePermissions,
} from "../../../src/core/advisor/index.ts";
import { findPack } from "../../../src/core/catalogue/index.ts";
import { findCloud } from "../../../src/core/cloud/index.ts";
import { type ConsentPart, planConsent } from "../../../src/core/consent/index.ts";
import { isOpenIdScope } from "../../../src/core/permission/index.ts";
import {
  OWN_PACK,
  SCOPE_IDS,
  SCOPES,
  type ScopeId,
  tokenValues,
  toOwnSelection,
} from "../../../src/core/scope/index.ts";
import { catalogue } from "../../support/catalogue.ts";

const cloud = findCloud("public");

function planOf(id: ScopeId): ConsentPart[] {
  const selection = parseSelection(catalogue, toOwnSelection(id)) ?? [];
  return planConsent(requirePermissions(catalogue, casesOfSelection(catalogue, selection)), cloud);
}

/** Values of Microsoft Graph that a plan asks for by name. */
function askedBy(parts: readonly ConsentPart[]): string[] {
  return parts
    .flatMap(({ scopes }) => scopes)
    .filter((scope) => !isOpenIdScope(scope))
    .map((scope) => scope.replace(`${cloud.graphBase}/`, ""));
}

describe("toOwnPack", () => {
  it("makes a scenario of every scope, in their order", () => {
    const pack = findPack(catalogue, OWN_PACK);

    assert.deepEqual(
      pack?.scenarios.map(({ id }) => id),
      SCOPE_IDS,
    );
    assert.deepEqual(
      pack?.head.dimensions.map(({ choices }) => choices.map(({ id }) => id)),
      [SCOPE_IDS],
    );
  });

  it("names Mail.Send for both ways to run the jobs", () => {
    const pack = findPack(catalogue, OWN_PACK);
    const asking = pack?.scenarios.filter(({ variants }) =>
      variants[0]?.configured.some(({ permission }) => permission === "graph:Mail.Send"),
    );

    assert.deepEqual(
      asking?.map(({ id }) => id),
      ["service-account", "application"],
    );
  });

  it("says of settings that it has no permission of its own", () => {
    const pack = findPack(catalogue, OWN_PACK);
    const settings = pack?.scenarios.find(({ id }) => id === "settings");

    assert.deepEqual(settings?.variants[0]?.configured, []);
    assert.match(settings?.purpose.en ?? "", /nothing beyond Basic/);
    assert.deepEqual(settings?.context?.includes, ["basic"]);
  });
});

describe("toOwnSelection", () => {
  it("names pack and scope", () => {
    assert.equal(toOwnSelection("home"), "1~consentry.scope_home");
  });

  for (const { id } of SCOPES)
    it(`leads to ${id}`, () => {
      const selection = parseSelection(catalogue, toOwnSelection(id));

      const ids = casesOfSelection(catalogue, selection ?? []).map(({ scenario }) => scenario.id);
      assert.deepEqual(ids, [id]);
    });
});

describe("a plan of consent to a scope", () => {
  for (const { id } of SCOPES.filter(({ registration }) => registration === "api"))
    it(`asks for ${id} by exactly the values of its tokens`, () => {
      assert.deepEqual(askedBy(planOf(id)), tokenValues(id));
    });

  it("asks for application by all that is registered", () => {
    assert.deepEqual(
      planOf("application").map(({ endpoint, scopes }) => [endpoint, ...scopes]),
      [["admin-default", `${cloud.graphBase}/.default`]],
    );
  });

  it("lets people consent to basic by themselves", () => {
    assert.deepEqual(
      planOf("basic").map(({ endpoint }) => endpoint),
      ["user"],
    );
  });
});
