import assert from "node:assert/strict";
import {
  findDrift,
  type NamedPermission,
  namePermission,
  parsePermission,
} from "../../../src/core/drift/index.ts";
import { compareGrants } from "../../../src/core/grant/index.ts";
import { catalogue } from "../../support/catalogue.ts";
import { buildReading, grantOf, permissionOf } from "../../support/grants.ts";

const graph = { resource: "graph", resourceName: "graph", type: "delegated" } as const;
const foreign = { resource: null, type: "delegated" } as const;
const long = "x".repeat(200);

const TABLE: readonly (readonly [string, string, NamedPermission | undefined])[] = [
  ["graph Mail.Read delegated", "graph:Mail.Read", { ...graph, value: "Mail.Read" }],
  [
    "api:Contoso API Read delegated",
    "Contoso API:Read",
    { ...foreign, resourceName: "Contoso API", value: "Read" },
  ],
  [
    "api:graph  Mail.Read delegated",
    "graph :Mail.Read",
    { ...foreign, resourceName: "graph ", value: "Mail.Read" },
  ],
  [
    "api:[x](https_//y) Read_all_of_it delegated",
    "[x](https_//y):Read all of it",
    { ...foreign, resourceName: "[x](https_//y)", value: "Read_all_of_it" },
  ],
];

describe("namePermission", () => {
  for (const [name, permission, parsed] of TABLE)
    it(`names ${permission} so that it can be read`, () => {
      assert.equal(namePermission(permissionOf(permission)), name);
      assert.deepEqual(parsePermission(name), parsed);
    });

  it("keeps two long names apart that begin alike", () => {
    const names = ["a", "b"].map((end) => namePermission(permissionOf(`Api:${long}${end}`)));

    assert.notEqual(names[0], names[1]);
    assert.ok((names[0]?.length ?? 0) < 120, names[0]);
  });

  it("reads nothing out of another text", () => {
    assert.deepEqual(
      ["", "graph Mail.Read", "graph Mail.Read owned", "mail Mail.Read delegated"].map(
        parsePermission,
      ),
      [undefined, undefined, undefined, undefined],
    );
  });

  it("leaves room in a row of the store, whatever apps are called", () => {
    const wide = "\u{1F98A}".repeat(120);
    const many = (count: number) =>
      buildReading({
        grants: Array.from({ length: count }, (_, index) => grantOf(`${wide}${index}:${wide}`)),
      });
    const look = (known: Parameters<typeof findDrift>[0], count: number, now: number) => {
      const report = compareGrants(catalogue, [], many(count));
      return findDrift(known, { report, isComparable: true }, { now, fenceAt: null });
    };

    const first = look({ snapshot: null, findings: [] }, 1, 1);
    const second = look(first, 599, 2);

    assert.equal(second.findings.length, 200);
    const bytes = Buffer.byteLength(JSON.stringify([second, second.findings]));
    assert.ok(bytes < 800_000, `${bytes} bytes`);
  });
});
