import assert from "node:assert/strict";
import type { Workplace } from "../../src/ports/index.ts";
import {
  approvals,
  contosoIt,
  finance,
  general,
  permissions,
  type Simulated,
  startSimulated,
  teamsAppId,
} from "./simulated.ts";
import { tenantId } from "./tenant.ts";

/** An app of the sandbox tenant. */
const allGranted = "a0570006-5a4d-4b0c-8e06-c0ffee000006";

describe("Workplace on the simulated Graph", () => {
  let graph: Simulated;
  let workplace: Workplace;
  before(async () => {
    graph = await startSimulated();
    workplace = graph.open();
  });
  after(() => graph?.stop());
  beforeEach(() => graph.reset());

  const token = (...[alias, scope]: Parameters<Simulated["tokenOf"]>) =>
    graph.tokenOf(alias, scope);

  it("lists the teams of a person", async () => {
    const mine = await workplace.listTeams(token("product-admin", "basic"));
    const guests = await workplace.listTeams(token("guest", "basic"));

    const it = {
      id: contosoIt,
      name: "Contoso IT",
      description: "Accounts, devices and permissions",
    };
    const other = { id: finance, name: "Contoso Finance", description: "Closing and reporting" };
    assert.deepEqual(mine, { kind: "read", value: [it, other] });
    assert.deepEqual(guests, { kind: "read", value: [it] });
  });

  it("lists the channels that a person may see", async () => {
    const names = async (alias: string) => {
      const answer = await workplace.listChannels(token(alias, "basic"), contosoIt);
      return answer.kind === "read" && answer.value.map((one) => [one.name, one.membership]);
    };
    const standard = [
      ["General", "standard"],
      ["Permissions", "standard"],
    ];

    assert.deepEqual(await names("product-admin"), [...standard, ["Approvals", "private"]]);
    assert.deepEqual(await names("guest"), standard);
  });

  it("reads the settings of a team", async () => {
    assert.deepEqual(await workplace.readTeam(token("product-admin", "home"), contosoIt), {
      kind: "read",
      value: {
        visibility: "private",
        isArchived: false,
        mayGuestsAddChannels: false,
        mayMembersAddApps: true,
      },
    });
  });

  it("counts readers, page by page", async () => {
    graph.setPageSize(1);

    const answer = await workplace.listTeamReaders(token("product-admin", "home"), contosoIt);

    const readers = [
      { name: "Priya Raman", isOwner: true, isGuest: false },
      { name: "Jonas Weber", isOwner: true, isGuest: false },
      { name: "Harriet Cole", isOwner: false, isGuest: false },
      { name: "Camille Laurent", isOwner: false, isGuest: true },
      { name: "Mei Tanaka", isOwner: false, isGuest: false },
    ];
    assert.deepEqual(answer, { kind: "read", value: { people: readers, isCut: false } });
    assert.equal(graph.faults.requests().length, 5);
  });

  it("names the readers of a private channel", async () => {
    const home = token("product-admin", "home");

    const answer = await workplace.listChannelReaders(home, contosoIt, approvals);

    const names = answer.kind === "read" && answer.value.people.map(({ name }) => name);
    assert.deepEqual(names, ["Priya Raman", "Jonas Weber"]);
  });

  it("tells where bots may post", async () => {
    const home = token("product-admin", "home");

    const answers = [
      await workplace.readChannel(home, contosoIt, general),
      await workplace.readChannel(home, contosoIt, permissions),
    ];

    const people = { mayBotsPost: false, whoMayPost: "everyoneExceptGuests", isArchived: false };
    const all = { mayBotsPost: true, whoMayPost: "everyone", isArchived: false };
    assert.deepEqual(answers, [
      { kind: "read", value: people },
      { kind: "read", value: all },
    ]);
  });

  it("tells which apps are pinned", async () => {
    const home = token("product-admin", "home");

    const answers = [
      await workplace.listTabs(home, contosoIt, general),
      await workplace.listTabs(home, contosoIt, permissions),
    ];

    const plan = { name: "Plan", externalAppId: "com.microsoft.teamspace.tab.planner" };
    const own = { name: "Consentry", externalAppId: teamsAppId };
    assert.deepEqual(answers, [
      { kind: "read", value: [plan] },
      { kind: "read", value: [own] },
    ]);
  });

  it("lists labels, with what is not in use any more", async () => {
    const answer = await workplace.listLabels(token("product-admin", "catalog"));

    const labels = answer.kind === "read" && answer.value.map((one) => [one.name, one.isActive]);
    assert.deepEqual(labels, [
      ["Public", true],
      ["General", true],
      ["Internal (old)", false],
      ["Confidential", true],
    ]);
  });

  const searches: Record<string, readonly string[]> = {
    jon: ["Jonas Weber"],
    "Weber J": ["Jonas Weber"],
    '"Cole" \\ & : Harriet': ["Harriet Cole"],
    'x" AND "mail:a': [],
    李四: [],
  };
  for (const [text, expected] of Object.entries(searches))
    it(`finds people by ${text}`, async () => {
      const answer = await workplace.findPeople(token("product-admin", "basic"), text);

      const names = answer.kind === "read" && answer.value.map(({ name }) => name);
      assert.deepEqual(names, expected);
    });

  it("says what is not there, and what is not for a person", async () => {
    const home = token("teams-admin", "home");
    const nobody = "07e20000-0000-4000-8000-000000000007";

    assert.deepEqual(await workplace.readTeam(home, nobody), { kind: "absent" });
    assert.deepEqual(await workplace.readChannel(home, contosoIt, "19:x@thread.tacv2"), {
      kind: "absent",
    });
    assert.deepEqual(await workplace.listChannelReaders(home, contosoIt, approvals), {
      kind: "forbidden",
    });
    assert.deepEqual(await workplace.findPeople(token("guest", "basic"), "Ada"), {
      kind: "forbidden",
    });
  });

  it("shows grants to some roles, and everybody the rest", async () => {
    const read = async (alias: string) => {
      const directory = workplace.openDirectory(token(alias, "verification"), "person");
      const answer = await directory.readApp(tenantId, allGranted);
      if (answer.kind !== "read") return answer;
      const { grants, gaps } = answer.value;
      return { types: [...new Set(grants.map(({ type }) => type))], gaps };
    };

    assert.deepEqual(await read("global-admin"), {
      types: ["delegated", "application"],
      gaps: [],
    });
    assert.deepEqual(await read("product-admin"), {
      types: ["application"],
      gaps: [{ part: "delegated", reason: "refused" }],
    });
  });

  it("lets Consentry list grants that a person may not see", async () => {
    const own = token("product-admin", "verification");

    const answer = await workplace.openDirectory(own, "consentry").readApp(tenantId, allGranted);

    assert.ok(answer.kind === "read");
    const { grants, gaps, readAs, requests } = answer.value;
    assert.deepEqual([...new Set(grants.map(({ type }) => type))], ["delegated", "application"]);
    assert.deepEqual({ gaps, readAs, requests }, { gaps: [], readAs: "both", requests: 4 });
  });
});
