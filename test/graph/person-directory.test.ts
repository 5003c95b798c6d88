import assert from "node:assert/strict";
import type { PersonTokenAnswer } from "../../src/ports/index.ts";
import { type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import { openWorkplace, toToken } from "./person.ts";
import {
  clientId,
  GRANTS,
  otherId,
  PRINCIPALS,
  page,
  personId,
  ROLES,
  scriptTenant,
  tenantId,
  toPrincipal,
} from "./tenant.ts";

describe("Workplace.openDirectory", () => {
  let graph: FakeGraph;
  before(async () => {
    graph = await startFakeGraph();
  });
  after(() => graph?.stop());
  beforeEach(() => scriptTenant(graph));

  it("reads an app with the person's own token", async () => {
    const token = toToken("verification");
    const directory = openWorkplace(graph).workplace.openDirectory(token, "person");

    const answer = await directory.readApp(tenantId.toUpperCase(), clientId);

    const reading = answer.kind === "read" ? answer.value : undefined;
    assert.deepEqual(
      [reading?.grants.map(({ value }) => value), reading?.gaps, reading?.requests],
      [["User.Read", "Mail.Send", "Mail.Send"], [], 4],
    );
    assert.deepEqual(token.asked, ["first"]);
    assert.ok(graph.requests.every(({ headers }) => headers.authorization === "Bearer token-1"));
  });

  it("finds apps too", async () => {
    graph.answer(PRINCIPALS, page([toPrincipal()]));
    const directory = openWorkplace(graph).workplace.openDirectory(
      toToken("verification"),
      "person",
    );

    const answer = await directory.findApps(tenantId, "Contoso");

    assert.equal(answer.kind === "read" && answer.value[0]?.clientId, clientId);
  });

  it("says which part Graph shows to certain roles only", async () => {
    graph.answer(GRANTS, { status: 403 });
    const directory = openWorkplace(graph).workplace.openDirectory(
      toToken("verification"),
      "person",
    );

    const answer = await directory.readApp(tenantId, clientId);

    const reading = answer.kind === "read" ? answer.value : undefined;
    assert.deepEqual(
      [reading?.gaps, reading?.grants.map(({ type }) => type)],
      [[{ part: "delegated", reason: "refused" }], ["application"]],
    );
  });

  it("says when nothing is shown", async () => {
    graph.answer(/./, { status: 403 });
    const directory = openWorkplace(graph).workplace.openDirectory(
      toToken("verification"),
      "person",
    );

    assert.deepEqual(await directory.readApp(tenantId, clientId), {
      kind: "not-connected",
      reason: "consent",
    });
  });

  const tenant = { kind: "not-connected", reason: "tenant" };
  const obstacles: Record<string, readonly [answer: PersonTokenAnswer, expected: object]> = {
    "no consent": [{ kind: "consent" }, { kind: "not-connected", reason: "consent" }],
    "no sign-in": [{ kind: "sign-in" }, tenant],
    "more proof wanted": [{ kind: "step-up", claims: "{}" }, tenant],
    "a person kept out": [{ kind: "blocked", code: "53003" }, tenant],
    "an unknown tenant": [{ kind: "refused", reason: "tenant" }, tenant],
    "a wrong secret": [
      { kind: "refused", reason: "credentials" },
      { kind: "not-connected", reason: "credentials" },
    ],
    "a busy sign-in": [
      { kind: "busy", seconds: 42 },
      { kind: "busy", seconds: 42 },
    ],
    "no answer": [{ kind: "unreachable" }, { kind: "unreachable" }],
  };
  for (const [name, [answer, expected]] of Object.entries(obstacles)) {
    it(`maps ${name} at the start`, async () => {
      const token = toToken("verification", () => answer);
      const directory = openWorkplace(graph).workplace.openDirectory(token, "person");

      assert.deepEqual(await directory.readApp(tenantId, clientId), expected);
      assert.deepEqual(await directory.findApps(tenantId, "Contoso"), expected);
      assert.equal(graph.requests.length, 0);
    });

    it(`maps ${name} in the middle`, async () => {
      graph.answer(ROLES, { status: 403 });
      graph.answer(GRANTS, { status: 403 });
      const token = toToken("verification", (renewal) => (renewal ? answer : undefined));
      const directory = openWorkplace(graph).workplace.openDirectory(token, "person");

      assert.deepEqual(await directory.readApp(tenantId, clientId), expected);
    });
  }

  it("refuses a token of another scope", async () => {
    const directory = openWorkplace(graph).workplace.openDirectory(toToken("basic"), "person");

    await assert.rejects(directory.readApp(tenantId, clientId), RangeError);
    await assert.rejects(directory.findApps(tenantId, "Contoso"), RangeError);
    assert.equal(graph.requests.length, 0);
  });

  it("reads no other tenant", async () => {
    const directory = openWorkplace(graph).workplace.openDirectory(
      toToken("verification"),
      "person",
    );

    await assert.rejects(directory.readApp(otherId, clientId), RangeError);
    await assert.rejects(directory.findApps(otherId, "Contoso"), RangeError);
    assert.equal(graph.requests.length, 0);
  });

  it("keeps what a person was shown for that person", async () => {
    const { workplace } = openWorkplace(graph);
    const people = [personId, personId, otherId, otherId];
    for (const person of people) {
      const token = toToken("verification", undefined, { tenantId, personId: person });
      await workplace.openDirectory(token, "person").readApp(tenantId, clientId);
    }

    const withLists = graph.requests
      .filter(({ path }) => path === "/v1.0/servicePrincipals")
      .map(({ query }) => /appRoles/.test(query.$select ?? ""));
    assert.deepEqual(withLists, [true, false, true, false]);
  });
});
