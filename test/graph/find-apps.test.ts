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
    assert.deepEqual(filters(), ["startswith(displayName,'Contoso')"]);
  });

  const names: Record<string, [text: string, filter: string]> = {
    "a quote": ["O'Neil' or true", "startswith(displayName,'O''Neil'' or true')"],
    "signs of an address": ["a&$top=999#+%27", "startswith(displayName,'a&$top=999#+%27')"],
    "control characters": ["a\u0000\r\nb\u007f", "startswith(displayName,'ab')"],
    "half a surrogate pair": ["a\ud83d", "startswith(displayName,'a')"],
    "a very long name": ["é".repeat(500), `startswith(displayName,'${"é".repeat(120)}')`],
    "a quote at the cut": [
      `${"a".repeat(119)}'b`,
      `startswith(displayName,'${"a".repeat(119)}''')`,
    ],
    "a client id": [clientId.toUpperCase(), `appId eq '${clientId}'`],
  };
  for (const [name, [text, filter]] of Object.entries(names))
    it(`asks for ${name} with care`, async () => {
      graph.answer(PRINCIPALS, page([]));

      assert.deepEqual(await find(text), { kind: "read", value: [] });
      assert.deepEqual(filters(), [filter]);
    });

  it("asks nothing for an empty text", async () => {
    assert.deepEqual(await find(" \u0000 "), { kind: "read", value: [] });
    assert.equal(graph.requests.length, 0);
  });

  it("gives ten at most and reads no further page", async () => {
    const next = "https://graph.microsoft.com/v1.0/servicePrincipals?$skiptoken=1";
    const six = Array.from({ length: 6 }, () => toPrincipal({ appId: otherId }));
    graph.answer(PRINCIPALS, page(six, next));

    const answer = await find("Contoso");

    assert.equal(answer.kind === "read" && answer.value.length, 10);
    assert.equal(graph.requests.length, 2);
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
