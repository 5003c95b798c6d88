import assert from "node:assert/strict";
import { findPerson } from "../../src/sandbox/directory/people.ts";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import { createDirectoryStage, exchange, graph } from "./directory-stage.ts";

describe("grants of the tenant directory", () => {
  const { clock, directory, idOf, roleOf, heldBy } = createDirectoryStage();
  beforeEach(() => directory.reset());

  it("keeps one delegated row of client, resource and reach", () => {
    const clientObjectId = idOf(seedApps.nothingGranted);
    const resourceObjectId = idOf(graph);
    const grant = (values: string[], personId: string | null = null, to = resourceObjectId) =>
      directory.grantDelegated({ clientObjectId, resourceObjectId: to, values, personId });

    grant(["Mail.Send"]);
    grant(["Mail.Send", "User.Read"]);
    grant(["Mail.Read"], findPerson("guest")?.id);
    grant(["EWS.AccessAsUser.All"], null, idOf(exchange));

    const rows = directory.listDelegated(clientObjectId, "now");
    assert.deepEqual(
      rows.map(({ consentType, scope }) => [consentType, scope]),
      [
        ["AllPrincipals", " Mail.Send User.Read"],
        ["Principal", " Mail.Read"],
        ["AllPrincipals", " EWS.AccessAsUser.All"],
      ],
    );
    assert.deepEqual(
      rows.map(({ id }) => Buffer.from(id, "base64url").length),
      [32, 48, 32],
    );
  });

  it("packs object ids into a grant's id as Entra does", () => {
    const clientObjectId = idOf(seedApps.delegatedInstead);
    const [row] = directory.listDelegated(clientObjectId, "now");

    const bytes = Buffer.from(row?.id ?? "", "base64url");

    const first = Buffer.from(clientObjectId.slice(0, 8), "hex").reverse();
    assert.deepEqual(bytes.subarray(0, 4), first);
    assert.equal(bytes.subarray(10, 16).toString("hex"), clientObjectId.slice(24));
  });

  it("assigns a role once", () => {
    const wish = {
      clientObjectId: idOf(seedApps.nothingGranted),
      resourceObjectId: idOf(graph),
      appRoleId: roleOf(graph, "Mail.Send"),
    };

    directory.assignRole(wish);
    directory.assignRole(wish);

    const rows = directory.listAssignments(wish.clientObjectId, "now");
    assert.equal(rows.length, 1);
    assert.deepEqual(
      [rows[0]?.resourceDisplayName, rows[0]?.createdDateTime],
      ["Microsoft Graph", "2026-11-02T09:00:00.000Z"],
    );
  });

  it("refuses what the resource app does not offer", () => {
    const clientObjectId = idOf(seedApps.nothingGranted);
    const wish = { clientObjectId, resourceObjectId: idOf(exchange) };

    assert.throws(
      () => directory.assignRole({ ...wish, appRoleId: roleOf(graph, "Directory.Read.All") }),
      RangeError,
    );
    assert.throws(
      () => directory.grantDelegated({ ...wish, clientObjectId: "x", values: [], personId: null }),
      RangeError,
    );
    assert.throws(() => directory.ensurePrincipal(crypto.randomUUID()), RangeError);
  });

  it("takes single values away, then the row", () => {
    const [row] = directory.listDelegated(idOf(seedApps.delegatedInstead), "now");
    const id = row?.id ?? "";

    const answers = ["Mail.Send", "Mail.Send", undefined, undefined].map((value) =>
      directory.revoke(id, value),
    );

    assert.deepEqual(answers, [true, false, true, false]);
    assert.deepEqual(heldBy(seedApps.delegatedInstead), []);
  });

  it("takes no assignment away under another value", () => {
    const rows = directory.listAssignments(idOf(seedApps.fullyRight), "now");
    const mailSend = rows.find((row) => row.appRoleId === roleOf(graph, "Mail.Send"))?.id ?? "";

    const answers = ["Mail.ReadWrite", "Mail.Send"].map((value) =>
      directory.revoke(mailSend, value),
    );

    assert.deepEqual(answers, [false, true]);
  });

  it("shows Graph a write after the delay", () => {
    directory.replicationDelayMs = 5000;
    const client = directory.ensurePrincipal(seedApps.vendor);
    const [clientObjectId, resourceObjectId] = [client.id, idOf(graph)];
    const ids = { clientObjectId, resourceObjectId };
    directory.grantDelegated({ ...ids, values: ["Mail.Send"], personId: null });
    directory.assignRole({ ...ids, appRoleId: roleOf(graph, "Mail.Send") });
    const see = () => [directory.isReplicated(client.id), heldBy(seedApps.vendor, "graph").length];

    const seen = [0, 4999, 1].map((milliseconds) => {
      clock.advance(milliseconds);
      return see();
    });

    assert.deepEqual(seen, [
      [false, 0],
      [false, 0],
      [true, 2],
    ]);
    assert.equal(heldBy(seedApps.vendor, "now").length, 2);
  });

  it("shows Graph a revoked grant until the delay is over", () => {
    directory.replicationDelayMs = 1000;
    const [row] = directory.listDelegated(idOf(seedApps.delegatedInstead), "now");
    directory.revoke(row?.id ?? "");

    const before = heldBy(seedApps.delegatedInstead, "graph").length;
    clock.advance(1000);
    const after = heldBy(seedApps.delegatedInstead, "graph").length;

    assert.deepEqual([before, after], [3, 0]);
  });

  it("never goes back when the delay gets shorter", () => {
    const ids = { clientObjectId: idOf(seedApps.nothingGranted), resourceObjectId: idOf(graph) };
    const grant = (value: string) =>
      directory.grantDelegated({ ...ids, values: [value], personId: null });
    directory.replicationDelayMs = 1000;
    grant("Mail.Send");
    directory.replicationDelayMs = 0;
    grant("User.Read");

    const now = heldBy(seedApps.nothingGranted, "graph");
    clock.advance(1000);
    const later = heldBy(seedApps.nothingGranted, "graph");

    assert.deepEqual(now, ["Mail.Send (delegated)", "User.Read (delegated)"]);
    assert.deepEqual(later, now);
  });
});
