import assert from "node:assert/strict";
import type { TabOutput } from "../../src/core/tab-api/index.ts";

import type { ScopedToken, TokenRenewal } from "../../src/ports/index.ts";
import type { TabTools } from "../../src/server/index.ts";

import {
  APP_IDS,
  CHANNEL,
  codeOf,
  createFakeSettings,
  createFakeWorkplace,
  PERSON,
  readAnswer,
  startTabStage,
  type TabStage,
  TEAM,
  TENANT,
  toToken,
} from "../support/tab-stage.ts";

const OTHER_TEAM = "aaaaaaaa-bbbb-4ccc-8ddd-0000000000ee";

describe("people and places in the tab's API", () => {
  let stage: TabStage;
  before(async () => {
    stage = await startTabStage();
  });
  after(() => stage?.stop());
  beforeEach(() => {
    stage.open();
    stage.clock.advance(60_000);
  });

  it("says who somebody is and what is open to them", async () => {
    const approvers = [{ id: PERSON, name: "Ada" }];
    stage.open({ settings: createFakeSettings({ approvers }) });

    const { body } = await readAnswer(
      stage.ask("GET", "/api/me", { token: toToken({ roles: ["teams-administrator"] }) }),
    );

    assert.deepEqual(body, {
      name: "Ada",
      roles: ["approver", "teams-administrator"],
      pages: [
        { id: "home", isOpen: true, needed: [] },
        { id: "catalog", isOpen: true, needed: [] },
        {
          id: "settings",
          isOpen: true,
          needed: ["global-administrator", "teams-administrator"],
        },
      ],
      botId: APP_IDS.botId,
      teamsAppId: APP_IDS.teamsAppId,
      cloud: "Public",
    });
  });

  it("forgets a person, and a sign-in", async () => {
    const forgotten: unknown[] = [];
    const note = (what: string) => async (person: unknown) => {
      forgotten.push([what, person]);
    };
    stage.open({ forget: note("all"), signOut: note("sign-in") });

    const answers = [
      await readAnswer(stage.ask("DELETE", "/api/me/data")),
      await readAnswer(stage.ask("POST", "/api/me/sign-out")),
    ];

    const person = { tenantId: TENANT, personId: PERSON };
    assert.deepEqual(forgotten, [
      ["all", person],
      ["sign-in", person],
    ]);
    assert.deepEqual(answers, Array(2).fill({ status: 200, body: { done: true } }));
  });

  it("lists the person's teams that have Consentry", async () => {
    const team = { id: OTHER_TEAM, name: "Sales", description: "x" };
    const here = { id: TEAM.toUpperCase(), name: "Scanning", description: null };
    const listTeams = async () => ({ kind: "read", value: [here, team] }) as const;
    stage.open({ workplace: createFakeWorkplace({ listTeams }) });

    const { body } = await readAnswer(stage.ask("GET", "/api/home/teams"));

    assert.deepEqual(body, { teams: [here], others: 1 });
  });

  const hidden: Record<string, Partial<TabTools>> = {
    "a team without Consentry": { places: { listTeams: async () => [] } },
    "a team of others": {
      workplace: createFakeWorkplace({ listTeams: async () => ({ kind: "read", value: [] }) }),
    },
  };
  for (const [name, tools] of Object.entries(hidden))
    it(`has no ${name}`, async () => {
      stage.open(tools);
      const channel = `/api/home/teams/${TEAM}/channels/${encodeURIComponent(CHANNEL)}`;

      for (const path of [`/api/home/teams/${TEAM}`, `/api/home/teams/${TEAM}/channels`, channel])
        assert.deepEqual(await codeOf(stage.ask("GET", path)), [404, "not_found"]);
    });

  it("tells who is in a team", async () => {
    const { body } = await readAnswer(stage.ask("GET", `/api/home/teams/${TEAM.toUpperCase()}`));

    assert.deepEqual(body, {
      visibility: "private",
      isArchived: false,
      mayGuestsAddChannels: false,
      mayMembersAddApps: true,
      readers: { total: 2, owners: 1, isCut: false, names: ["Ada"], guests: ["Gil"] },
    });
  });

  it("names twenty members and all guests", async () => {
    const many = (count: number, isGuest: boolean) =>
      Array.from({ length: count }, (_, at) => ({
        name: `${isGuest}${at}`,
        isOwner: false,
        isGuest,
      }));
    const people = [...many(25, false), ...many(25, true)];
    const listTeamReaders = async () => ({ kind: "read", value: { people, isCut: true } }) as const;
    stage.open({ workplace: createFakeWorkplace({ listTeamReaders }) });

    const { body } = await readAnswer(stage.ask("GET", `/api/home/teams/${TEAM}`));

    const { readers } = body as TabOutput<"readTeam">;
    assert.deepEqual(
      [readers.total, readers.names.length, readers.guests.length, readers.isCut],
      [50, 20, 25, true],
    );
  });

  const channelPath = (id = CHANNEL) =>
    `/api/home/teams/${TEAM}/channels/${encodeURIComponent(id)}`;

  it("tells who would see a result in a channel", async () => {
    const { body } = await readAnswer(stage.ask("GET", channelPath()));

    assert.deepEqual(body, {
      readers: { total: 2, owners: 1, isCut: false, names: ["Ada"], guests: ["Gil"] },
      mayBotsPost: true,
      whoMayPost: "everyone",
      isArchived: false,
      isPinned: true,
    });
  });

  for (const [membership, total] of [
    ["standard", 2],
    ["private", 0],
    ["shared", 0],
    ["unknown", 0],
  ] as const)
    it(`counts readers of a ${membership} channel`, async () => {
      const value = [{ id: CHANNEL, name: "x", membership }];
      const listChannels = async () => ({ kind: "read", value }) as const;
      stage.open({ workplace: createFakeWorkplace({ listChannels }) });

      const { body } = await readAnswer(stage.ask("GET", channelPath()));

      assert.equal((body as TabOutput<"readChannel">).readers.total, total);
    });

  it("leaves a gap where Graph refuses a part of a channel", async () => {
    const refuse = async () => ({ kind: "forbidden" }) as const;
    stage.open({ workplace: createFakeWorkplace({ readChannel: refuse, listTabs: refuse }) });

    const { body } = await readAnswer(stage.ask("GET", channelPath()));

    const { readers: _, ...facts } = body as TabOutput<"readChannel">;
    const unknown = { mayBotsPost: null, whoMayPost: null, isArchived: null, isPinned: null };
    assert.deepEqual(facts, unknown);
  });

  it("asks for what stands in the way of a part", async () => {
    const busy = async () => ({ kind: "busy", seconds: 3 }) as const;
    stage.open({ workplace: createFakeWorkplace({ listTabs: busy }) });

    assert.deepEqual(await codeOf(stage.ask("GET", channelPath())), [503, "busy"]);
    assert.deepEqual(await codeOf(stage.ask("GET", channelPath("19:x@thread.tacv2"))), [
      404,
      "not_found",
    ]);
  });

  it("uses a token of the scope that each call names", async () => {
    const scopes = new Set<string>();
    const acquire = async (_person: unknown, scope: string) => {
      scopes.add(scope);
      return { kind: "token", token: "t" } as const;
    };
    stage.open({ tokens: { acquire } });

    await stage.ask("GET", channelPath());

    assert.deepEqual([...scopes].sort(), ["basic", "home"]);
  });

  it("hands on why a token does not do", async () => {
    const renewals: unknown[] = [];
    const acquire = async (_person: unknown, _scope: unknown, options: object = {}) => {
      renewals.push(options);
      return { kind: "token", token: "t" } as const;
    };
    const renewal: TokenRenewal = { kind: "claims", claims: "{}" };
    const listTeams = async (token: ScopedToken) => {
      await token.get(renewal);
      return { kind: "read", value: [] } as const;
    };
    const workplace = createFakeWorkplace({ listTeams });
    stage.open({ workplace, tokens: { acquire } });

    await stage.ask("GET", "/api/home/teams");

    assert.deepEqual(renewals, [{ fresh: toToken(), renewal }]);
  });

  it("names results in the language of the person", async () => {
    const code = "1~autostore.destination_mail-send.mode_application.sender_other.source_imap";
    const kept = { id: "a", kind: "answer", code, at: 1, state: null } as const;
    const list = async () =>
      [
        kept,
        { ...kept, id: "b", kind: "consent", code: "1~autostore", state: "granted" },
        { ...kept, id: "c", kind: "consent", code: "1~gone.a_b", state: "open" },
      ] as const;
    stage.open({ results: { list } });

    const headers = { "accept-language": "de" };
    const { body } = await readAnswer(stage.ask("GET", "/api/home/results", { headers }));

    const { results } = body as TabOutput<"listResults">;
    assert.deepEqual(
      results.map(({ title, state }) => [title, state]),
      [
        [results[0]?.title, null],
        ["AutoStore", "Zustimmung erteilt"],
        ["Eine Einrichtung, die der Katalog nicht mehr kennt", results[2]?.state],
      ],
    );
    assert.match(results[0]?.title ?? "", /IMAP/);
  });
});
