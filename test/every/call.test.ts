import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import {
  CALLS,
  type Call,
  SCOPE_IDS,
  SCOPES,
  type ScopeId,
  tokenValues,
} from "../../src/core/scope/index.ts";
import * as appCalls from "../../src/graph/calls.ts";
import * as mailCalls from "../../src/graph/mail-calls.ts";
import * as peopleCalls from "../../src/graph/people-calls.ts";
import type { PostOptions } from "../../src/graph/post.ts";
import * as roleCalls from "../../src/graph/role-calls.ts";
import { openSession, type Session } from "../../src/graph/session.ts";
import type { AppTokenAnswer } from "../../src/ports/index.ts";
import { createEgressLog } from "../support/egress-log.ts";
import { createFakeClock, createFakeIds } from "../support/fakes.ts";
import { matchCall } from "../support/graph-calls.ts";

const id = "0b1ec700-0000-4000-8000-000000000001";
const place = { teamId: id, channelId: "19:c0ffee@thread.tacv2" };

type Calls = typeof appCalls & typeof mailCalls & typeof peopleCalls & typeof roleCalls;

/** How each function that makes a call is asked; a new one is missing here until it is added. */
const ASK: Readonly<
  Record<keyof Calls, (session: Session, options: PostOptions) => Promise<unknown>>
> = {
  listPrincipals: (session) =>
    Promise.all([
      appCalls.listPrincipals(session, { by: "app", clientId: id, resources: [] }),
      appCalls.listPrincipals(session, { by: "name", text: "a", match: "whole", enough: 1 }),
      appCalls.listPrincipals(session, { by: "name", text: "a", match: "beginning", enough: 1 }),
    ]),
  listRegistrations: (session) => appCalls.listRegistrations(session, id),
  listRoles: (session) => appCalls.listRoles(session, id),
  listScopes: (session) => appCalls.listScopes(session, id),
  listMyTeams: (session) => peopleCalls.listMyTeams(session),
  listChannels: (session) => peopleCalls.listChannels(session, id),
  readTeamSettings: (session) => peopleCalls.readTeamSettings(session, id),
  listTeamMembers: (session) => peopleCalls.listTeamMembers(session, id),
  listChannelMembers: (session) => peopleCalls.listChannelMembers(session, place),
  readChannelSettings: (session) => peopleCalls.readChannelSettings(session, place),
  listTabs: (session) => peopleCalls.listTabs(session, place),
  listLabels: (session) => peopleCalls.listLabels(session),
  searchPeople: (session) => peopleCalls.searchPeople(session, "Ada", 10),
  listRoleHolders: (session) => roleCalls.listRoleHolders(session, id, 10),
  readAddress: (session) => roleCalls.readAddress(session, id),
  sendAsMe: (_session, options) => mailCalls.sendAsMe(options, ""),
  sendAsMailbox: (_session, options) => mailCalls.sendAsMailbox(options, "a@b.example", ""),
};

interface Made {
  readonly name: string;
  readonly scope: string;
  /** `GET /v1.0/users` of each request, without repetitions. */
  readonly requests: readonly string[];
}

/** What is sent is written down. */
function toRecorded(requests: Set<string>) {
  return {
    fetch: async (address, { method = "GET" } = {}) => {
      requests.add(`${method} ${new URL(address).pathname}`);
      return Response.json({ id, value: [] });
    },
    base: "https://graph.microsoft.com",
    clock: createFakeClock(),
    ids: createFakeIds(),
    sleep: async () => {},
  } satisfies Partial<PostOptions>;
}

/** A session whose requests are written down. */
function openRecorded(scope: ScopeId, requests: Set<string>): Session {
  const token = async () => ({ kind: "token", token: "t" }) as const;
  return openSession({ ...toRecorded(requests), token, scope });
}

/** What sending takes, with a token of any scope: none but those of jobs exist outside this test. */
function toPosting(scope: ScopeId, requests: Set<string>): PostOptions {
  const token = async () => ({ kind: "token", token: "t", scope }) as AppTokenAnswer;
  return { ...toRecorded(requests), token };
}

/** Asks each function under each scope; where it may not run there is nothing of it. */
async function makeAll(): Promise<readonly Made[]> {
  const made: Made[] = [];
  for (const scope of SCOPE_IDS)
    for (const [name, ask] of Object.entries(ASK)) {
      const requests = new Set<string>();
      const session = openRecorded(scope, requests);
      const isRun = await ask(session, toPosting(scope, requests)).then(
        () => true,
        (error: unknown) => !(error instanceof RangeError),
      );
      assert.equal(requests.size > 0, isRun, `${name} under ${scope}`);
      if (isRun) made.push({ name, scope, requests: [...requests] });
    }
  return made;
}

const built = CALLS.filter(({ isPlanned }) => !isPlanned);

describe("every call of Microsoft Graph", () => {
  let made: readonly Made[] = [];
  before(async () => {
    made = await makeAll();
  });

  const find = (request: string) => {
    const [method = "", path = ""] = request.split(" ");
    return matchCall(method, path);
  };
  const madeFor = (call: Call) =>
    made.filter(({ requests }) => requests.some((request) => find(request)?.id === call.id));

  it("is in the registry", () => {
    const strangers = made.flatMap(({ requests }) => requests.filter((one) => !find(one)));

    assert.deepEqual(strangers, []);
  });

  it("is the only one of its function", () => {
    const several = made.filter(({ requests }) => requests.length !== 1);

    assert.deepEqual(several, []);
  });

  for (const call of CALLS)
    it(`${call.id} is made by one function${call.isPlanned ? " later" : ""}`, () => {
      const names = new Set(madeFor(call).map(({ name }) => name));

      assert.equal(names.size, call.isPlanned ? 0 : 1, [...names].join());
    });

  for (const call of CALLS.filter(({ method }) => method !== "GET"))
    it(`${call.id} is no reading`, async () => {
      const requests = new Set<string>();
      for (const scope of call.scopes) {
        const asked = openRecorded(scope, requests).list({ call: call.id, row: z.object({}) });
        await assert.rejects(asked, RangeError);
      }
      assert.deepEqual([...requests], []);
    });

  for (const call of built)
    it(`${call.id} runs under its scopes only`, () => {
      const scopes = madeFor(call).map(({ scope }) => scope);

      assert.deepEqual(scopes.toSorted(), call.scopes.toSorted());
    });

  for (const call of built)
    it(`${call.id} needs no more than its scopes hold`, () => {
      const enough = [...call.least, ...call.accepts];

      for (const scope of call.scopes)
        assert.ok(
          tokenValues(scope).some((value) => enough.includes(value)),
          `${scope} holds none of ${enough.join(", ")}`,
        );
    });

  for (const { id: scope } of SCOPES)
    it(`of ${scope} needs all that its token is asked for`, () => {
      const needed = built
        .filter((call) => madeFor(call).some((one) => one.scope === scope))
        .flatMap(({ least }) => least);

      assert.deepEqual(
        tokenValues(scope).filter((value) => !needed.includes(value)),
        [],
      );
    });
});

describe("the log of what the suite asks of Graph", () => {
  let server: Server;
  let origin: string;
  before(async () => {
    server = createServer((_req, res) => res.end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const own = { headers: { "client-request-id": "id-1" } };

  it("hears the product's requests and nobody else's", async () => {
    const log = createEgressLog();

    await fetch(`${origin}/v1.0/users?$top=1`, own);
    await fetch(`${origin}/v1.0/organization`);
    await fetch(`${origin}/tenant/oauth2/v2.0/token`, { method: "POST", ...own });
    log.stop();

    assert.deepEqual(log.graphRequests(), ["GET /v1.0/users"]);
  });

  const requests: Record<string, string | undefined> = {
    "GET /v1.0/users": "people.find",
    [`GET /v1.0/teams/${id}/channels/19%3Aa%40thread.tacv2/tabs`]: "tabs.list",
    "GET /beta/users": undefined,
    "GET /v1.0/users/ada": "person.address",
    "GET /v1.0/users/ada/manager": undefined,
    [`GET /v1.0/directoryRoles(roleTemplateId='${id}')/members`]: "role-holders.list",
    "POST /v1.0/users/a%40b.example/sendMail": "mail.send-as-mailbox",
    "DELETE /v1.0/users": undefined,
  };
  for (const [request, expected] of Object.entries(requests))
    it(`takes ${request.slice(0, 30)} for ${expected ?? "none"}`, () => {
      const [method = "", path = ""] = request.split(" ");

      assert.equal(matchCall(method, path)?.id, expected);
    });
});
