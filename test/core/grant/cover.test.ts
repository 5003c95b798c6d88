import assert from "node:assert/strict";
import { COVER_RULES } from "../../../src/core/grant/cover-rules.ts";
import { RESOURCE_NAMES, TWINS } from "../../../src/core/grant/identity.ts";
import { covers, type TenantPermission } from "../../../src/core/grant/index.ts";
import { catalogue } from "../../support/catalogue.ts";
import { permissionOf } from "../../support/grants.ts";

const TYPES = ["delegated", "application"] as const;
const VALUES = new Set([
  ...catalogue.facts.permissions.map(({ value }) => value),
  ...COVER_RULES.flatMap(({ wider, covers: narrower }) => [wider, ...narrower]),
]);
const ALL: readonly TenantPermission[] = [...VALUES].flatMap((value) =>
  ["graph", "exo", "Contoso API"].flatMap((resource) =>
    TYPES.map((type) => permissionOf(`${resource}:${value}`, type)),
  ),
);

const PAIRS: readonly [string, string, (typeof TYPES)[number], boolean][] = [
  ["graph:Mail.ReadWrite", "graph:Mail.Read", "delegated", true],
  ["graph:Mail.ReadWrite", "graph:Mail.ReadBasic", "application", true],
  ["graph:Mail.ReadWrite", "graph:Mail.Send", "delegated", false],
  ["graph:Mail.ReadWrite", "graph:Mail.ReadWrite", "delegated", false],
  ["graph:Mail.Read", "graph:Mail.ReadWrite", "delegated", false],
  ["exo:Mail.ReadWrite", "graph:Mail.Read", "delegated", true],
  ["exo:Mail.ReadWrite", "graph:Mail.Read", "application", false],
  ["exo:Group.Read.All", "graph:GroupMember.Read.All", "delegated", false],
  ["graph:Mail.Send.Shared", "graph:Mail.Send", "delegated", false],
  ["graph:Mail.ReadWrite.Shared", "graph:Mail.Read", "delegated", false],
  ["graph:Mail.ReadWrite.Shared", "graph:Mail.Read.Shared", "delegated", true],
  ["graph:Files.ReadWrite.All", "graph:Files.ReadWrite", "delegated", true],
  ["graph:Files.ReadWrite.All", "graph:Files.Read", "delegated", true],
  ["graph:Files.ReadWrite.All", "graph:Files.Read.All", "application", true],
  ["graph:Sites.FullControl.All", "graph:Sites.Read.All", "application", true],
  ["graph:Sites.ReadWrite.All", "graph:Sites.Selected", "application", false],
  ["graph:Group.ReadWrite.All", "graph:GroupMember.Read.All", "delegated", true],
  ["graph:Directory.Read.All", "graph:Application.Read.All", "application", true],
  ["graph:Directory.Read.All", "graph:Group.Read.All", "delegated", false],
  ["graph:Directory.Read.All", "graph:User.Read.All", "delegated", false],
  ["exo:full_access_as_app", "exo:IMAP.AccessAsApp", "application", false],
  ["exo:full_access_as_app", "graph:Mail.Send", "application", false],
  ["Contoso API:Mail.ReadWrite", "graph:Mail.Read", "delegated", false],
];

describe("covers", () => {
  for (const [wider, needed, type, expected] of PAIRS)
    it(`${expected ? "has" : "has not"} ${wider} over ${needed}`, () => {
      assert.equal(covers(permissionOf(wider, type), permissionOf(needed, type)), expected);
    });

  it("never lets a permission cover itself", () => {
    assert.deepEqual(
      ALL.filter((one) => covers(one, one)),
      [],
    );
  });

  it("covers what its covered ones cover", () => {
    const broken = ALL.flatMap((a) =>
      ALL.filter((b) => covers(a, b)).flatMap((b) =>
        ALL.filter((c) => covers(b, c) && !covers(a, c)).map((c) => [a.value, b.value, c.value]),
      ),
    );

    assert.deepEqual(broken, []);
  });

  it("goes one way only", () => {
    const circles = ALL.flatMap((a) => ALL.filter((b) => covers(a, b) && covers(b, a)));

    assert.deepEqual(circles, []);
  });

  it("never crosses the type", () => {
    const crossing = ALL.flatMap((a) => ALL.filter((b) => a.type !== b.type && covers(a, b)));

    assert.deepEqual(crossing, []);
  });

  it("takes no value for nothing", () => {
    const blank = { ...permissionOf("graph:Mail.Read"), value: null };

    assert.equal(covers(permissionOf("graph:Mail.ReadWrite"), blank), false);
  });

  it("names types that the catalogue knows, and a source", () => {
    const wrong = COVER_RULES.filter(({ wider, covers: narrower, types, source }) => {
      const known = [wider, ...narrower].flatMap(
        (value) => catalogue.permissions.get(`graph:${value}`) ?? [],
      );
      return source === "" || known.some((one) => types.some((type) => !one[type]));
    });

    assert.deepEqual(wrong, []);
  });
});

describe("TWINS", () => {
  it("are the delegated values that both resources own", () => {
    const owners = (value: string) =>
      catalogue.facts.permissions.filter((one) => one.value === value && one.delegated);
    const shared = [...VALUES].filter((value) => owners(value).length > 1);

    assert.deepEqual([...TWINS].sort(), shared.sort());
  });
});

describe("RESOURCE_NAMES", () => {
  it("are those of the catalogue", () => {
    const { graph, exo } = catalogue.facts.resources;

    assert.deepEqual(RESOURCE_NAMES, { graph: graph.displayName, exo: exo.displayName });
  });
});
