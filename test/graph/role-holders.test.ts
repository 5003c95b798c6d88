import assert from "node:assert/strict";
import { findCloud } from "../../src/core/cloud/index.ts";
import { createRoleHolders } from "../../src/graph/index.ts";
import { createEgress } from "../../src/identity/index.ts";
import type { AppTokenAnswer } from "../../src/ports/index.ts";
import { type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import { createFakeClock, createFakeIds } from "../support/fakes.ts";
import { page, tenantId } from "./tenant.ts";

const global = "62e90394-69f5-4237-9190-012177145e10";
const cloudApp = "158c047a-c907-4556-b7ef-446551a6b5f7";
const personOf = (number: number) => `9e250000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const user = (number: number, mail: string | null = `p${number}@contoso.example`) => ({
  "@odata.type": "#microsoft.graph.user",
  id: personOf(number),
  displayName: `Person ${number}`,
  mail,
});
const holder = (number: number) => ({
  id: personOf(number),
  name: `Person ${number}`,
  mail: `p${number}@contoso.example`,
});

describe("createRoleHolders", () => {
  let graph: FakeGraph;
  before(async () => {
    graph = await startFakeGraph();
  });
  after(() => graph?.stop());
  beforeEach(() => graph.reset());

  function open(answer?: AppTokenAnswer) {
    const cloud = findCloud("public");
    const clock = createFakeClock();
    const holders = createRoleHolders({
      egress: createEgress(cloud, { [cloud.graphBase]: graph.origin }),
      cloud,
      clock,
      ids: createFakeIds(),
      sleep: async () => {},
      token: async () => answer ?? { kind: "token", token: "t", scope: "application" },
    });
    return { ...holders, clock };
  }

  const asked = () => graph.requests.map(({ path }) => path);

  it("joins the people of several roles, each once", async () => {
    graph.answer(new RegExp(global), page([user(1), user(2)]));
    graph.answer(new RegExp(cloudApp), page([user(2), user(3, null)]));

    const answer = await open().list(tenantId, [
      "global-administrator",
      "cloud-application-administrator",
    ]);

    const people = [holder(1), holder(2), { ...holder(3), mail: null }];
    assert.deepEqual(answer, { kind: "read", value: { people, isCut: false } });
    assert.deepEqual(asked(), [
      `/v1.0/directoryRoles(roleTemplateId='${global}')/members`,
      `/v1.0/directoryRoles(roleTemplateId='${cloudApp}')/members`,
    ]);
    assert.deepEqual(graph.requests[0]?.query, {
      $select: "id,displayName,mail,userType",
    });
  });

  it("takes neither groups nor apps for people, nor a text for mail", async () => {
    const group = { ...user(1), "@odata.type": "#microsoft.graph.group" };
    const app = { "@odata.type": "#microsoft.graph.servicePrincipal", id: personOf(2) };
    graph.answer(/directoryRoles/, page([group, app, user(3, "x@y.example>\r\nBcc: z")]));

    const answer = await open().list(tenantId, ["global-administrator"]);

    const people = [{ ...holder(3), mail: null }];
    assert.deepEqual(answer, { kind: "read", value: { people, isCut: false } });
  });

  it("leaves out guests, who decide on nothing", async () => {
    const own = { ...user(2), userType: "Member" };
    graph.answer(/directoryRoles/, page([{ ...user(1), userType: "Guest" }, own]));

    const answer = await open().list(tenantId, ["global-administrator"]);

    assert.deepEqual(answer, { kind: "read", value: { people: [holder(2)], isCut: false } });
  });

  it("counts a role that nobody was ever given as nobody's", async () => {
    graph.answer(/directoryRoles/, { status: 404 });

    const answer = await open().list(tenantId, ["global-administrator"]);

    assert.deepEqual(answer, { kind: "read", value: { people: [], isCut: false } });
  });

  it("names a hundred and says that there are more", async () => {
    graph.answer(/directoryRoles/, page(Array.from({ length: 130 }, (_, at) => user(at))));

    const answer = await open().list(tenantId, ["global-administrator"]);

    assert.ok(answer.kind === "read");
    assert.equal(answer.value.people.length, 100);
    assert.ok(answer.value.isCut);
  });

  it("asks again after five minutes, or for another role", async () => {
    graph.answer(/directoryRoles/, page([user(1)]));
    const { list, clock } = open();

    await list(tenantId, ["global-administrator"]);
    await list(tenantId, ["global-administrator"]);
    assert.equal(graph.requests.length, 1);
    await list(tenantId, ["global-administrator", "cloud-application-administrator"]);
    assert.equal(graph.requests.length, 2);
    clock.advance(5 * 60_000);
    await list(tenantId, ["global-administrator"]);
    assert.equal(graph.requests.length, 3);
  });

  it("keeps nothing of a tenant that it could not read", async () => {
    graph.answer(/directoryRoles/, { status: 403 });
    const { list } = open();

    const refused = await list(tenantId, ["global-administrator"]);
    graph.answer(/directoryRoles/, page([user(1)]));
    const answer = await list(tenantId, ["global-administrator"]);

    assert.deepEqual(refused, { kind: "not-connected", reason: "consent" });
    assert.equal(answer.kind, "read");
  });

  it("says why there is no token", async () => {
    const { list, listAddresses } = open({ kind: "refused", reason: "no-account" });

    const expected = { kind: "not-connected", reason: "no-account" };
    assert.deepEqual(await list(tenantId, ["global-administrator"]), expected);
    assert.deepEqual(await listAddresses(tenantId, [personOf(1)]), expected);
    assert.deepEqual(asked(), []);
  });

  it("finds addresses, and nobody who is gone or has none", async () => {
    graph.answer(new RegExp(personOf(1)), { body: user(1) });
    graph.answer(new RegExp(personOf(2)), { status: 404 });
    graph.answer(new RegExp(personOf(3)), { body: user(3, null) });

    const ids = [1, 1, 2, 3].map(personOf);
    const answer = await open().listAddresses(tenantId, [...ids, "../me"]);

    const value = new Map([[personOf(1), "p1@contoso.example"]]);
    assert.deepEqual(answer, { kind: "read", value });
    assert.equal(graph.requests.length, 3);
  });
});
