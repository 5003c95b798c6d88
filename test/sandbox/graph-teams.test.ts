import assert from "node:assert/strict";
import { findPerson } from "../../src/sandbox/directory/people.ts";
import { teamsAppId, tenantId } from "./fake-bot.ts";
import { asPerson, base, bearer, createGraphStage, toRefusal, unknownId } from "./graph-stage.ts";

const itTeam = "e515dae4-a052-4f9b-8d42-61de95a4d505";
const finance = "f7a3c1d2-8b54-4e6a-9c1f-2d7e8a906b11";
const general = "19:contoso-it@thread.tacv2";
const permissions = "19:contoso-it-permissions@thread.tacv2";
const approvals = "19:contoso-it-approvals@thread.tacv2";

const inTeam = (id: string, tail = "") => `teams/${id}${tail}`;
const inChannel = (channel: string, tail = "", team = itTeam) =>
  inTeam(team, `/channels/${encodeURIComponent(channel)}${tail}`);

describe("sandbox Graph teams", () => {
  const graph = createGraphStage();
  const { settings, sign, send, get, asApp } = graph;
  before(graph.start);
  after(graph.stop);
  beforeEach(graph.reset);

  const getBeta = async (path: string, scp: string, alias?: string) =>
    send(`beta/${path}`, bearer(await sign(asPerson(scp, alias))));
  const namesOf = (rows: readonly Readonly<Record<string, unknown>>[]) =>
    rows.map(({ displayName }) => displayName);

  it("lists the teams of a person, by name alone", async () => {
    const [priya, jonas] = await Promise.all(
      ["product-admin", "global-admin"].map((alias) =>
        get("me/joinedTeams", asPerson("Team.ReadBasic.All", alias)),
      ),
    );

    const [first] = priya?.body.value ?? [];
    assert.equal(priya?.body["@odata.context"], `${base}/v1.0/$metadata#teams`);
    assert.deepEqual(namesOf(priya?.body.value ?? []), ["Contoso IT", "Contoso Finance"]);
    assert.deepEqual(namesOf(jonas?.body.value ?? []), ["Contoso IT"]);
    assert.deepEqual(
      [first?.id, first?.description, first?.visibility, first?.guestSettings],
      [itTeam, "Accounts, devices and permissions", null, null],
    );
  });

  it("shows a team's settings to who may read settings", async () => {
    const [plain, full] = await Promise.all(
      ["Team.ReadBasic.All", "TeamSettings.Read.All"].map((scp) =>
        get(inTeam(itTeam), asPerson(scp)),
      ),
    );

    const pick = ({
      displayName,
      visibility,
      isArchived,
      guestSettings,
    }: Record<string, unknown>) => ({ displayName, visibility, isArchived, guestSettings });
    assert.equal(full?.body["@odata.context"], `${base}/v1.0/$metadata#teams/$entity`);
    assert.deepEqual(pick(Object(plain?.body)), {
      displayName: "Contoso IT",
      visibility: null,
      isArchived: null,
      guestSettings: null,
    });
    assert.deepEqual(pick(Object(full?.body)), {
      displayName: "Contoso IT",
      visibility: "private",
      isArchived: false,
      guestSettings: { allowCreateUpdateChannels: false, allowDeleteChannels: false },
    });
    assert.equal(Object(full?.body).memberSettings.allowAddRemoveApps, true);
  });

  it("selects properties of a team", async () => {
    const { body } = await get(
      `${inTeam(itTeam)}?$select=id,visibility`,
      asPerson("TeamSettings.Read.All"),
    );

    assert.deepEqual(body, {
      "@odata.context": `${base}/v1.0/$metadata#teams(id,visibility)/$entity`,
      id: itTeam,
      visibility: "private",
    });
  });

  it("lists private channels to their members only", async () => {
    const answers = await Promise.all(
      ["product-admin", "teams-admin"].map((alias) =>
        get(inTeam(itTeam, "/channels"), asPerson("Channel.ReadBasic.All", alias)),
      ),
    );

    assert.deepEqual(
      answers.map(({ body }) =>
        body.value.map(({ id, displayName, membershipType }) => [id, displayName, membershipType]),
      ),
      [
        [
          [general, "General", "standard"],
          [permissions, "Permissions", "standard"],
          [approvals, "Approvals", "private"],
        ],
        [
          [general, "General", "standard"],
          [permissions, "Permissions", "standard"],
        ],
      ],
    );
  });

  it("goes through members in pages, with their roles", async () => {
    settings.pageSize = 3;
    const claims = asPerson("TeamMember.Read.All");

    const first = await get(inTeam(itTeam, "/members?$top=3"), claims);
    const next = first.body["@odata.nextLink"] ?? "";
    const second = await get(next.replace(`${base}/v1.0/`, ""), claims);

    const rows = [...first.body.value, ...second.body.value];
    assert.equal(next.startsWith(`${base}/v1.0/teams/${itTeam}/members?`), true);
    assert.deepEqual(
      rows.map((row) => [row["@odata.type"], row.displayName, row.roles]),
      [
        ["Priya Raman", ["owner"]],
        ["Jonas Weber", ["owner"]],
        ["Harriet Cole", []],
        ["Camille Laurent", ["guest"]],
        ["Mei Tanaka", []],
      ].map(([name, roles]) => ["#microsoft.graph.aadUserConversationMember", name, roles]),
    );
    const priya = findPerson("product-admin");
    assert.deepEqual(
      [rows[0]?.userId, rows[0]?.email, rows[0]?.tenantId],
      [priya?.id, priya?.userPrincipalName, tenantId],
    );
  });

  it("lists the members of a private channel to its members", async () => {
    const path = inChannel(approvals, "/members");

    const [priya, harriet] = await Promise.all(
      ["product-admin", "teams-admin"].map((alias) =>
        get(path, asPerson("ChannelMember.Read.All", alias)),
      ),
    );

    assert.deepEqual(namesOf(priya?.body.value ?? []), ["Priya Raman", "Jonas Weber"]);
    assert.deepEqual(harriet && toRefusal(harriet), [403, "Forbidden"]);
  });

  it("has the settings of moderation in beta only", async () => {
    const v1 = await get(inChannel(general), asPerson("ChannelSettings.Read.All"));
    const [beta, open, plain] = await Promise.all([
      getBeta(inChannel(general), "ChannelSettings.Read.All"),
      getBeta(inChannel(permissions), "ChannelSettings.Read.All"),
      getBeta(inChannel(general), "Channel.ReadBasic.All"),
    ]);

    const settingsOf = ({ body }: { body: unknown }) => Object(body).moderationSettings;
    assert.equal(settingsOf(v1), undefined);
    assert.match(Object(beta.body)["@odata.context"], /^https:\/\/graph\.microsoft\.com\/beta\//);
    assert.deepEqual(settingsOf(beta), {
      userNewMessageRestriction: "everyoneExceptGuests",
      replyRestriction: "everyone",
      allowNewMessageFromBots: false,
      allowNewMessageFromConnectors: false,
    });
    assert.deepEqual([settingsOf(open).allowNewMessageFromBots, settingsOf(plain)], [true, null]);
  });

  it("names the app of a tab when asked", async () => {
    const claims = asPerson("TeamsTab.Read.All");

    const [plain, expanded] = await Promise.all(
      ["", "?$expand=teamsApp"].map((query) =>
        get(inChannel(permissions, `/tabs${query}`), claims),
      ),
    );

    const [tab] = expanded?.body.value ?? [];
    assert.equal(plain?.body.value[0]?.teamsApp, undefined);
    assert.equal(tab?.displayName, "Consentry");
    assert.equal(Object(tab?.teamsApp).externalId, teamsAppId);
    assert.equal(Object(tab?.teamsApp).distributionMethod, "organization");
  });

  it("lets administrators see what they are no members of", async () => {
    const paths = {
      team: [inTeam(finance), "Team.ReadBasic.All"],
      channels: [inTeam(finance, "/channels"), "Channel.ReadBasic.All"],
      members: [inTeam(finance, "/members"), "TeamMember.Read.All"],
    } as const;

    const statuses = await Promise.all(
      Object.values(paths).map(async ([path, scp]) =>
        Promise.all(
          ["global-admin", "guest"].map(
            async (alias) => (await get(path, asPerson(scp, alias))).status,
          ),
        ),
      ),
    );

    assert.deepEqual(statuses, [
      [200, 403],
      [200, 403],
      [403, 403],
    ]);
  });

  const calls: Readonly<Record<string, [path: string, scope: string]>> = {
    teams: ["me/joinedTeams", "Team.ReadBasic.All"],
    "a team": [inTeam(itTeam), "Team.ReadBasic.All"],
    channels: [inTeam(itTeam, "/channels"), "Channel.ReadBasic.All"],
    "a channel": [inChannel(general), "Channel.ReadBasic.All"],
    members: [inTeam(itTeam, "/members"), "TeamMember.Read.All"],
    "channel members": [inChannel(general, "/members"), "ChannelMember.Read.All"],
    tabs: [inChannel(general, "/tabs"), "TeamsTab.Read.All"],
  };
  for (const [name, [path, scope]] of Object.entries(calls)) {
    it(`opens ${name} with ${scope}, not with others`, async () => {
      const others = Object.values(calls).map(([, one]) => one);
      const wrong = [...others.filter((one) => one !== scope), "User.Read"].join(" ");

      const [right, refused] = [await get(path, asPerson(scope)), await get(path, asPerson(wrong))];

      assert.equal(right.status, 200);
      assert.deepEqual(toRefusal(refused), [403, "Forbidden"]);
      assert.match(refused.body.error.message, /^Missing scope permissions on the request\./);
    });
  }

  it("shows an app the teams that it may read", async () => {
    const [team, me] = await Promise.all([
      get(inTeam(finance), asApp(["Team.ReadBasic.All"])),
      get("me/joinedTeams", asApp(["Team.ReadBasic.All"])),
    ]);

    assert.equal(team.status, 200);
    assert.deepEqual(toRefusal(me), [400, "BadRequest"]);
  });

  const everything = Object.values(calls)
    .map(([, scope]) => scope)
    .join(" ");
  const refusals: Readonly<Record<string, [path: string, expected: [number, string]]>> = {
    "options on joined teams": ["me/joinedTeams?$select=id", [400, "BadRequest"]],
    "a team id that is none": [inTeam("it"), [400, "BadRequest"]],
    "an unknown team": [inTeam(unknownId), [404, "NotFound"]],
    "an unknown channel": [inChannel("19:none@thread.tacv2"), [404, "NotFound"]],
    "a channel of another team": [inChannel(general, "", finance), [404, "NotFound"]],
    "an unknown property": [inTeam(itTeam, "?$select=color"), [400, "BadRequest"]],
    "a filter of members": [
      inTeam(itTeam, "/members?$filter=roles/any()"),
      [400, "Request_UnsupportedQuery"],
    ],
    "a size of channels": [inTeam(itTeam, "/channels?$top=1"), [400, "BadRequest"]],
    "an unknown relation": [inChannel(general, "/tabs?$expand=app"), [400, "BadRequest"]],
    "an unknown segment": [inTeam(itTeam, "/photo"), [400, "BadRequest"]],
  };
  for (const [name, [path, expected]] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      assert.deepEqual(toRefusal(await get(path, asPerson(everything))), expected);
    });
  }
});
