import assert from "node:assert/strict";
import { type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import {
  clientId,
  objectId,
  openTenant,
  otherId,
  PRINCIPALS,
  page,
  tenantId,
  toPrincipal,
} from "./tenant.ts";

describe("Directory.findApps", () => {
  let graph: FakeGraph;
  before(async () => {
    graph = await startFakeGraph();
  });
  after(() => graph?.stop());
  beforeEach(() => graph.reset());

  const EXACT = /displayName eq/;
  const BEGINNING = /startswith/;
  const numbered = (n: number) => `0b1ec700-0000-4000-8000-1000000000${String(n).padStart(2, "0")}`;
  const find = (text: string) => openTenant(graph).directory.findApps(tenantId, text);
  const filters = () => graph.requests.map(({ query }) => query.$filter);

  it("finds apps by the beginning of their name, sorted", async () => {
    graph.answer(
      PRINCIPALS,
      page([toPrincipal({ displayName: "Contoso Mail" }), toPrincipal({ displayName: "Contoso" })]),
    );

    const answer = await find(" Contoso ");

    const app = {
      clientId,
      objectId,
      name: "Contoso",
      publisher: null,
      verifiedPublisher: null,
      homeTenantId: tenantId,
      isEnabled: true,
    };
    assert.deepEqual(answer, { kind: "read", value: [app, { ...app, name: "Contoso Mail" }] });
    assert.deepEqual(filters().toSorted(), [
      "displayName eq 'Contoso'",
      "startswith(displayName,'Contoso')",
    ]);
  });

  const names: Record<string, [text: string, literal: string]> = {
    "a quote": ["O'Neil' or true", "'O''Neil'' or true'"],
    "signs of an address": ["a&$top=999#+%27", "'a&$top=999#+%27'"],
    "control characters": ["a\u0000\r\nb\u007f", "'ab'"],
    "half a surrogate pair": ["a\ud83d", "'a'"],
    "a very long name": ["é".repeat(500), `'${"é".repeat(120)}'`],
    "a quote at the cut": [`${"a".repeat(119)}'b`, `'${"a".repeat(119)}'''`],
  };
  for (const [name, [text, literal]] of Object.entries(names))
    it(`asks for ${name} with care`, async () => {
      graph.answer(PRINCIPALS, page([]));

      assert.deepEqual(await find(text), { kind: "read", value: [] });
      assert.deepEqual(filters().toSorted(), [
        `displayName eq ${literal}`,
        `startswith(displayName,${literal})`,
      ]);
    });

  it("asks once for a client id", async () => {
    graph.answer(PRINCIPALS, page([]));

    assert.deepEqual(await find(clientId.toUpperCase()), { kind: "read", value: [] });
    assert.deepEqual(filters(), [`appId eq '${clientId}'`]);
  });

  it("puts the exact name first, though many begin so", async () => {
    const many = Array.from({ length: 10 }, (_, n) =>
      toPrincipal({ id: numbered(n), displayName: `Contoso ${n}` }),
    );
    const exact = toPrincipal({ id: numbered(10), displayName: "CONTOSO" });
    graph.answer(BEGINNING, page(many));
    graph.answer(EXACT, page([exact]));

    const answer = await find("Contoso");

    const found = answer.kind === "read" ? answer.value.map(({ name }) => name) : [];
    assert.deepEqual(found, ["CONTOSO", ...Array.from({ length: 9 }, (_, n) => `Contoso ${n}`)]);
  });

  it("puts the exact name before one that sorts first", async () => {
    const other = toPrincipal({ id: numbered(1), displayName: "Ab" });
    graph.answer(BEGINNING, page([other, toPrincipal({ displayName: "a" })]));
    graph.answer(EXACT, page([toPrincipal({ displayName: "a" }), other]));

    const answer = await find("aB");

    const found = answer.kind === "read" ? answer.value.map(({ name }) => name) : [];
    assert.deepEqual(found, ["Ab", "a"]);
  });

  it("names an app once that both answers hold", async () => {
    const other = toPrincipal({ id: numbered(1), displayName: "Contoso" });
    graph.answer(BEGINNING, page([toPrincipal({ displayName: "Contoso" }), other]));
    graph.answer(EXACT, page([other, toPrincipal({ displayName: "Contoso" })]));

    const answer = await find("contoso");

    const ids = answer.kind === "read" ? answer.value.map((app) => app.objectId) : [];
    assert.deepEqual(ids.toSorted(), [objectId, numbered(1)].toSorted());
  });

  const halves: Record<string, RegExp> = { "exact name": EXACT, beginning: BEGINNING };
  for (const [name, match] of Object.entries(halves))
    it(`says so when the question for the ${name} fails`, async () => {
      graph.answer(/./, page([toPrincipal()]));
      graph.answer(match, { status: 503 });

      assert.deepEqual(await find("Contoso"), { kind: "busy", seconds: 30 });
    });

  it("asks nothing for an empty text", async () => {
    assert.deepEqual(await find(" \u0000 "), { kind: "read", value: [] });
    assert.equal(graph.requests.length, 0);
  });

  it("gives ten at most and reads no further page", async () => {
    const next = "https://graph.microsoft.com/v1.0/servicePrincipals?$skiptoken=1";
    const toSix = (from: number) =>
      Array.from({ length: 6 }, (_, n) => toPrincipal({ id: numbered(from + n), appId: otherId }));
    graph.answer(BEGINNING, page(toSix(0), next));
    graph.answer(/skiptoken/, page(toSix(6), next));
    graph.answer(EXACT, page([]));

    const answer = await find("Contoso");

    assert.equal(answer.kind === "read" && answer.value.length, 10);
    assert.equal(graph.requests.length, 3);
  });

  it("tells what an app is though most fields are missing", async () => {
    graph.answer(PRINCIPALS, page([{ id: objectId, appId: clientId.toUpperCase() }]));

    assert.deepEqual(await find("Contoso"), {
      kind: "read",
      value: [
        {
          clientId,
          objectId,
          name: clientId,
          publisher: null,
          verifiedPublisher: null,
          homeTenantId: null,
          isEnabled: true,
        },
      ],
    });
  });

  const failures: Record<number, object> = {
    403: { kind: "not-connected", reason: "consent" },
    404: { kind: "unreachable" },
    400: { kind: "unreachable" },
    503: { kind: "busy", seconds: 30 },
  };
  for (const [status, expected] of Object.entries(failures))
    it(`says so for ${status}`, async () => {
      graph.answer(/./, { status: Number(status) });

      assert.deepEqual(await find("Contoso"), expected);
    });
});
