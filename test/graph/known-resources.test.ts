import assert from "node:assert/strict";
import {
  createResourceShelf,
  type KnownResource,
  type ResourceShelf,
} from "../../src/graph/known-resources.ts";
import { createFakeClock, type FakeClock } from "../support/fakes.ts";

const GRAPH: KnownResource = {
  resource: "graph",
  appId: "00000003-0000-0000-c000-000000000000",
  name: "Microsoft Graph",
  values: { delegated: new Map(), application: new Map() },
};
const HOUR = 60 * 60_000;

describe("createResourceShelf", () => {
  let clock: FakeClock;
  let shelf: ResourceShelf;
  beforeEach(() => {
    clock = createFakeClock();
    shelf = createResourceShelf([GRAPH], clock);
  });

  /** What a tenant lists; its own service principal has an id of its own. */
  const keep = (reader: string, value: string) =>
    shelf.keep(reader, [
      {
        id: `sp-${reader}`,
        appId: GRAPH.appId,
        displayName: `${reader}'s Graph`,
        appRoles: [{ id: "role-1", value }],
        oauth2PermissionScopes: [{ id: "scope-1", value: "Mail.Send" }],
      },
    ]);
  const read = (reader: string) => shelf.get(reader)?.byObjectId.get(`sp-${reader}`);

  it("keeps what a thousand tenants list alike once", () => {
    const readers = Array.from({ length: 1000 }, (_, index) => `tenant-${index}`);
    for (const reader of readers) keep(reader, "Mail.Read");

    const kept = readers.map((reader) => read(reader));

    assert.equal(new Set(kept.map((one) => one?.values)).size, 1);
    assert.deepEqual(
      kept.map((one) => one?.name),
      readers.map((reader) => `${reader}'s Graph`),
    );
  });

  it("keeps different lists apart", () => {
    keep("one", "Mail.Read");
    keep("other", "Mail.ReadWrite");

    const values = ["one", "other"].map((reader) => read(reader)?.values.application.get("role-1"));

    assert.deepEqual(values, ["Mail.Read", "Mail.ReadWrite"]);
  });

  it("reads again where too many lists differ", () => {
    for (let index = 0; index <= 200; index++) keep(`tenant-${index}`, `Value.${index}`);

    assert.deepEqual(
      [shelf.get("tenant-0"), read("tenant-200")?.objectId],
      [undefined, "sp-tenant-200"],
    );
  });

  it("reads again after a day", () => {
    keep("one", "Mail.Read");
    clock.advance(24 * HOUR - 1);
    const early = read("one")?.objectId;
    clock.advance(1);

    assert.deepEqual([early, shelf.get("one")], ["sp-one", undefined]);
  });
});
