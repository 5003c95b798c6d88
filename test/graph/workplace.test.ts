import assert from "node:assert/strict";
import { type FakeAnswer, type FakeGraph, startFakeGraph } from "../support/fake-graph.ts";
import {
  channelId,
  openWorkplace,
  type Question,
  scopeOf,
  teamId,
  toQuestions,
  toToken,
} from "./person.ts";
import { otherId, page, personId, tenantId } from "./tenant.ts";

describe("Workplace", () => {
  let graph: FakeGraph;
  before(async () => {
    graph = await startFakeGraph();
  });
  after(() => graph?.stop());
  beforeEach(() => graph.reset());

  const questions = Object.keys(toQuestions(openWorkplace({ origin: "" }).workplace)) as Question[];

  /** Asks one question of what the fake was told to answer. */
  function ask(question: Question, wanted: Parameters<typeof toQuestions>[1] = {}) {
    return toQuestions(openWorkplace(graph).workplace, wanted)[question](
      toToken(scopeOf(question)),
    );
  }

  const member = (overrides: object = {}) => ({
    "@odata.type": "#microsoft.graph.aadUserConversationMember",
    id: "bWVtYmVy",
    roles: [],
    displayName: "Ada",
    userId: personId,
    email: "ada@contoso.example",
    tenantId,
    ...overrides,
  });

  describe("reads", () => {
    interface Reading {
      readonly answer: FakeAnswer;
      readonly value: unknown;
      readonly request: readonly [path: string, query: Readonly<Record<string, string>>];
    }
    const channel = `/teams/${teamId}/channels/${encodeURIComponent(channelId)}`;
    const members = page([
      member({ roles: ["owner"] }),
      member({ displayName: "Ben", roles: ["guest"] }),
      member({ displayName: "Cleo", roles: ["owner"], tenantId: otherId }),
      member({ displayName: null, roles: null, tenantId: null }),
    ]);
    const readers = {
      people: [
        { name: "Ada", isOwner: true, isGuest: false },
        { name: "Ben", isOwner: false, isGuest: true },
        { name: "Cleo", isOwner: false, isGuest: true },
        { name: "bWVtYmVy", isOwner: false, isGuest: false },
      ],
      isCut: false,
    };
    const teamsApp = { id: "a", externalId: otherId, distributionMethod: "organization" };
    const readings: Record<Question, Reading> = {
      "my-teams.list": {
        answer: page([
          { id: teamId.toUpperCase(), displayName: "IT", description: "Our IT", isArchived: null },
          { id: otherId, displayName: null, description: "" },
        ]),
        value: [
          { id: teamId, name: "IT", description: "Our IT" },
          { id: otherId, name: otherId, description: null },
        ],
        request: ["/v1.0/me/joinedTeams", {}],
      },
      "channels.list": {
        answer: page([
          { id: channelId, displayName: "General", membershipType: "standard" },
          { id: "19:p@thread.tacv2", displayName: "Plans", membershipType: "private" },
          { id: "19:s@thread.tacv2", displayName: "Shared", membershipType: "shared" },
          { id: "19:x@thread.tacv2", displayName: null, membershipType: "unknownFutureValue" },
        ]),
        value: [
          { id: channelId, name: "General", membership: "standard" },
          { id: "19:p@thread.tacv2", name: "Plans", membership: "private" },
          { id: "19:s@thread.tacv2", name: "Shared", membership: "shared" },
          { id: "19:x@thread.tacv2", name: "19:x@thread.tacv2", membership: "unknown" },
        ],
        request: [`/v1.0/teams/${teamId}/channels`, { $select: "id,displayName,membershipType" }],
      },
      "team.read": {
        answer: {
          body: {
            id: teamId,
            visibility: "private",
            isArchived: true,
            guestSettings: { allowCreateUpdateChannels: true, allowDeleteChannels: false },
            memberSettings: { allowAddRemoveApps: false },
          },
        },
        value: {
          visibility: "private",
          isArchived: true,
          mayGuestsAddChannels: true,
          mayMembersAddApps: false,
        },
        request: [
          `/v1.0/teams/${teamId}`,
          { $select: "id,visibility,isArchived,guestSettings,memberSettings" },
        ],
      },
      "team-members.list": {
        answer: members,
        value: readers,
        request: [`/v1.0/teams/${teamId}/members`, { $top: "999" }],
      },
      "channel-members.list": {
        answer: members,
        value: readers,
        request: [`/v1.0${channel}/allMembers`, {}],
      },
      "channel.read": {
        answer: {
          body: {
            isArchived: false,
            moderationSettings: {
              allowNewMessageFromBots: false,
              userNewMessageRestriction: "everyoneExceptGuests",
            },
          },
        },
        value: { mayBotsPost: false, whoMayPost: "everyoneExceptGuests", isArchived: false },
        request: [`/beta${channel}`, { $select: "id,isArchived,moderationSettings" }],
      },
      "tabs.list": {
        answer: page([
          { displayName: "Consentry", teamsApp },
          { displayName: "Store", teamsApp: { id: "b", distributionMethod: "store" } },
          { displayName: "Own", teamsApp: { id: "c", distributionMethod: "sideloaded" } },
          { displayName: null, teamsApp: null },
        ]),
        value: [
          { name: "Consentry", externalAppId: otherId },
          { name: "Store", externalAppId: "b" },
          { name: "Own", externalAppId: null },
          { name: "", externalAppId: null },
        ],
        request: [`/v1.0${channel}/tabs`, { $expand: "teamsApp" }],
      },
      "labels.list": {
        answer: page([
          { id: "l-1", name: "Internal", description: "For us", isActive: true, sensitivity: 1 },
          { id: "l-2", name: "Old", description: "", isActive: false },
        ]),
        value: [
          { id: "l-1", name: "Internal", description: "For us", isActive: true },
          { id: "l-2", name: "Old", description: null, isActive: false },
        ],
        request: ["/beta/me/security/informationProtection/sensitivityLabels", {}],
      },
      "people.find": {
        answer: page([
          {
            id: personId,
            displayName: "Ada",
            mail: "ada@contoso.example",
            userPrincipalName: "a@x",
          },
          {
            id: otherId,
            displayName: "Adam",
            mail: null,
            userPrincipalName: "adam@contoso.example",
          },
        ]),
        value: [
          { id: personId, name: "Ada", mail: "ada@contoso.example" },
          { id: otherId, name: "Adam", mail: "adam@contoso.example" },
        ],
        request: [
          "/v1.0/users",
          {
            $search: '"displayName:Ada"',
            $select: "id,displayName,mail,userPrincipalName",
            $top: "10",
          },
        ],
      },
    };
    for (const question of questions)
      it(`${question} with one request`, async () => {
        const { answer, value, request } = readings[question];
        graph.answer(/./, answer);

        assert.deepEqual(await ask(question), { kind: "read", value });
        const sent = graph.requests.map(({ method, path, query }) => [method, path, query]);
        assert.deepEqual(sent, [["GET", ...request]]);
        assert.equal(graph.requests[0]?.headers.authorization, "Bearer token-1");
      });

    const headers: Partial<Record<Question, Readonly<Record<string, string>>>> = {
      "channels.list": { prefer: "include-unknown-enum-members" },
      "people.find": { consistencylevel: "eventual" },
    };
    it("sends headers of their own with these only", async () => {
      graph.answer(/./, page([]));
      for (const question of questions) await ask(question);

      const own = graph.requests.map(({ headers: { prefer, consistencylevel } }) => ({
        ...(prefer && { prefer }),
        ...(consistencylevel && { consistencylevel }),
      }));
      assert.deepEqual(
        own,
        questions.map((question) => headers[question] ?? {}),
      );
    });

    it("takes what a team does not say for unknown", async () => {
      graph.answer(/./, { body: { id: teamId, visibility: "unknownFutureValue" } });

      assert.deepEqual(await ask("team.read"), {
        kind: "read",
        value: {
          visibility: "unknown",
          isArchived: false,
          mayGuestsAddChannels: null,
          mayMembersAddApps: null,
        },
      });
    });

    for (const settings of [null, { userNewMessageRestriction: "unknownFutureValue" }])
      it(`takes ${settings && "new"} moderation settings for unknown`, async () => {
        graph.answer(/./, { body: { moderationSettings: settings } });

        assert.deepEqual(await ask("channel.read"), {
          kind: "read",
          value: { mayBotsPost: null, whoMayPost: null, isArchived: null },
        });
      });

    it("names hidden membership", async () => {
      graph.answer(/./, { body: { visibility: "hiddenMembership" } });

      const answer = await openWorkplace(graph).workplace.readTeam(toToken("home"), teamId);

      assert.equal(answer.kind === "read" && answer.value.visibility, "hidden");
    });
  });

  describe("with pages", () => {
    const next = "https://graph.microsoft.com/v1.0/teams/x/members?$skiptoken=2";

    it("reads all of them, with one token", async () => {
      graph.answer(/members/, page([member()], next), page([member({ displayName: "Ben" })]));
      const token = toToken("home");

      const answer = await openWorkplace(graph).workplace.listTeamReaders(token, teamId);

      const names = answer.kind === "read" && answer.value.people.map(({ name }) => name);
      assert.deepEqual([names, token.asked], [["Ada", "Ben"], ["first"]]);
    });

    it("stops after 20 and says so", async () => {
      graph.answer(/members/, page([member()], next));

      const answer = await ask("team-members.list");

      const readers = answer.kind === "read" ? answer.value : undefined;
      assert.deepEqual({ ...readers, people: graph.requests.length }, { people: 20, isCut: true });
    });

    it("keeps the headers of a search", async () => {
      const link = "https://graph.microsoft.com/v1.0/users?$skiptoken=2";
      graph.answer(/users/, page([], link), page([]));

      await ask("people.find");

      const levels = graph.requests.map(({ headers }) => headers.consistencylevel);
      assert.deepEqual(levels, ["eventual", "eventual"]);
    });

    it("gives ten people at most", async () => {
      const people = Array.from({ length: 12 }, () => ({ id: personId, displayName: "Ada" }));
      graph.answer(/users/, page(people));

      const answer = await openWorkplace(graph).workplace.findPeople(toToken("basic"), "Ada");

      assert.equal(answer.kind === "read" && answer.value.length, 10);
    });

    const foreign: Record<string, readonly [Question, string]> = {
      "another origin": ["team-members.list", "https://evil.example/v1.0/teams"],
      "plain http": ["team-members.list", "http://graph.microsoft.com/v1.0/teams"],
      "a user in it": ["team-members.list", "https://a@graph.microsoft.com/v1.0/teams"],
      "beta from v1.0": ["team-members.list", "https://graph.microsoft.com/beta/teams"],
      "v1.0 from beta": ["labels.list", "https://graph.microsoft.com/v1.0/me"],
      nothing: ["labels.list", "next"],
    };
    for (const [name, [question, link]] of Object.entries(foreign))
      it(`follows no link with ${name}`, async () => {
        graph.answer(/./, page([], link));

        assert.deepEqual(await ask(question), { kind: "unreachable" });
        assert.equal(graph.requests.length, 1);
      });

    it("follows beta from beta", async () => {
      const path = "/beta/me/security/informationProtection/sensitivityLabels";
      const link = `https://graph.microsoft.com${path}?$skiptoken=2`;
      graph.answer(/./, page([], link), page([]));

      assert.deepEqual(await ask("labels.list"), { kind: "read", value: [] });
    });
  });
});
