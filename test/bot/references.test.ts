import assert from "node:assert/strict";
import type { Activity } from "botbuilder";
import { createReferences, type References } from "../../src/bot/references.ts";
import { toTurn } from "../../src/bot/turn.ts";
import type { Store } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import { buildActivity, tenantId } from "../support/activities.ts";

const person = "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101";
const channel = { id: "19:team@thread.tacv2", conversationType: "channel", tenantId };
const activity = (overrides: Readonly<Record<string, unknown>> = {}) =>
  buildActivity(overrides) as unknown as Activity;

describe("createReferences", () => {
  let store: Store;
  let references: References;
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    references = createReferences(store);
  });
  afterEach(() => store?.close());

  it("finds a conversation and a person's own chat again", async () => {
    await references.remember(activity());

    const found = await references.find(tenantId, "a:1");
    const own = await references.findPersonal(tenantId, person);

    assert.equal(found?.conversation?.id, "a:1");
    assert.deepEqual(own, found);
  });

  it("reaches each thread of a channel by one row", async () => {
    for (const thread of ["1", "2", "3"])
      await references.remember(
        activity({ conversation: { ...channel, id: `${channel.id};messageid=${thread}` } }),
      );

    const found = await references.find(tenantId, `${channel.id};messageid=9`);

    assert.equal(found?.conversation?.id, `${channel.id};messageid=9`);
    assert.equal((await store.list(tenantId)).length, 1);
  });

  it("takes a conversation of unknown type for nobody's own chat", async () => {
    const unknown = activity({ conversation: { id: "19:x@thread.v2", tenantId } });

    await references.remember(unknown);

    assert.equal(await references.findPersonal(tenantId, person), undefined);
    assert.notEqual(toTurn(unknown).place, "personal");
  });

  it("leaves no address of a chat that is to be forgotten", async () => {
    await references.remember(activity());

    await references.forgetPersonal(tenantId, person);

    assert.deepEqual(await store.list(tenantId), []);
  });

  it("forgets once for two who ask at once", async () => {
    await references.remember(activity());
    const other = createReferences(store);

    await Promise.all([
      references.forgetPersonal(tenantId, person),
      other.forgetPersonal(tenantId, person),
    ]);

    assert.deepEqual(await store.list(tenantId), []);
  });

  it("remembers again what was forgotten and is used again", async () => {
    await references.remember(activity());
    await references.forgetPersonal(tenantId, person);

    await references.remember(activity());

    assert.ok(await references.findPersonal(tenantId, person));
  });

  it("remembers again what another replica has forgotten", async () => {
    await references.remember(activity());
    await createReferences(store).forgetPersonal(tenantId, person);

    await references.remember(activity());

    assert.ok(await references.findPersonal(tenantId, person));
  });

  it("writes nothing that stands there already", async () => {
    await references.remember(activity());
    const before = await store.list(tenantId);

    await createReferences(store).remember(activity());

    assert.deepEqual(await store.list(tenantId), before);
  });

  it("finds a tenant that Teams writes in capitals", async () => {
    const conversation = { id: "a:1", conversationType: "personal" };
    const loud = { ...conversation, tenantId: tenantId.toUpperCase() };

    await references.remember(activity({ conversation: loud }));

    assert.ok(await references.find(tenantId, "a:1"));
    assert.equal(toTurn(activity({ conversation: loud })).tenantId, tenantId);
  });

  describe("places", () => {
    const groupId = "da849743-4259-475f-ae7a-4f4b0fb49943";
    const otherGroupId = "da849743-4259-475f-ae7a-4f4b0fb49944";
    const team = { id: channel.id, name: "Sales", aadGroupId: groupId };
    const bot = buildActivity().recipient;
    const inTeam = (
      overrides: Readonly<Record<string, unknown>> = {},
      { team: shown = team, ...data }: Readonly<Record<string, unknown>> = {},
    ) =>
      activity({
        conversation: channel,
        channelData: { tenant: { id: tenantId }, team: shown, ...data },
        ...overrides,
      });
    const install = (action = "add") => inTeam({ type: "installationUpdate", action });
    const rowsOf = async (prefix: string) =>
      store.list(tenantId, { from: `${prefix}|`, to: `${prefix}|~` });

    it("lists the groups of teams where the bot is installed", async () => {
      const other = { id: "19:other@thread.tacv2", aadGroupId: otherGroupId.toUpperCase() };
      await references.remember(install());
      await references.remember(inTeam({ type: "conversationUpdate" }, { team: other }));
      await references.remember(activity());

      const teams = await references.listTeams(tenantId);

      assert.deepEqual(teams, [groupId, otherGroupId]);
      assert.deepEqual(await references.listTeams("other"), []);
    });

    const UNFIT: readonly [string, unknown][] = [
      ["a message that names no group", { id: channel.id }],
      ["a group that is no GUID", { id: channel.id, aadGroupId: "../teams" }],
      ["a group without a team", { aadGroupId: groupId }],
      ["a team that is a text", "team"],
    ];
    for (const [name, shown] of UNFIT)
      it(`keeps no team of ${name}`, async () => {
        await references.remember(inTeam({}, { team: shown }));

        assert.deepEqual(await references.listTeams(tenantId), []);
        assert.equal((await rowsOf("conv")).length, 1);
      });

    it("writes a team once a process", async () => {
      await references.remember(install());
      const [before] = await rowsOf("team");

      await references.remember(install());
      await references.remember(inTeam());

      assert.deepEqual(await rowsOf("team"), [before]);
    });

    const REMOVALS: readonly [string, Activity][] = [
      ["an installation ended", install("remove")],
      [
        "the bot is no member any more",
        inTeam({ type: "conversationUpdate", membersRemoved: [bot] }),
      ],
      [
        "the group is not named",
        inTeam({ type: "installationUpdate", action: "remove" }, { team: { id: channel.id } }),
      ],
    ];
    for (const [name, removal] of REMOVALS)
      it(`forgets a team with its channels when ${name}`, async () => {
        const second = { ...channel, id: "19:second@thread.tacv2" };
        await references.remember(install());
        await references.remember(inTeam({ conversation: second }, { team: { id: channel.id } }));
        await references.remember(activity());

        await references.remember(removal);

        const left = (await rowsOf("conv")).map(({ value }) => value);
        assert.deepEqual(await references.listTeams(tenantId), []);
        assert.deepEqual(
          left.map((value) => (value as { conversationId: string }).conversationId),
          ["a:1"],
        );
      });

    it("remembers a team again where it is installed again", async () => {
      await references.remember(install());
      await references.remember(install("remove"));

      await references.remember(install());

      assert.deepEqual(await references.listTeams(tenantId), [groupId]);
      assert.ok(await references.find(tenantId, channel.id));
    });

    const STAYS: readonly [string, Activity][] = [
      [
        "another member is gone",
        inTeam({ type: "conversationUpdate", membersRemoved: [{ id: "29:other" }] }),
      ],
      ["the app was upgraded", install("remove-upgrade")],
      [
        "the bot is gone from another team",
        inTeam(
          {
            type: "installationUpdate",
            action: "remove",
            conversation: { ...channel, id: "19:x" },
          },
          { team: { id: "19:x", aadGroupId: otherGroupId } },
        ),
      ],
    ];
    for (const [name, change] of STAYS)
      it(`keeps a team when ${name}`, async () => {
        await references.remember(install());

        await references.remember(change);

        assert.deepEqual(await references.listTeams(tenantId), [groupId]);
        assert.ok(await references.find(tenantId, channel.id));
      });

    it("forgets one channel and keeps its team", async () => {
      const shared = { ...channel, id: "19:shared@thread.tacv2" };
      await references.remember(install());
      await references.remember(inTeam({ conversation: shared }));

      await references.remember(
        inTeam(
          { type: "conversationUpdate", membersRemoved: [bot], conversation: shared },
          { eventType: "channelMemberRemoved" },
        ),
      );

      assert.deepEqual(await references.listTeams(tenantId), [groupId]);
      assert.equal(await references.find(tenantId, shared.id), undefined);
      assert.ok(await references.find(tenantId, channel.id));
    });

    it("keeps the team of a channel that an activity leaves out", async () => {
      const second = { ...channel, id: "19:second@thread.tacv2" };
      await references.remember(inTeam({ conversation: second }));

      await createReferences(store).remember(
        activity({ conversation: second, channelData: { tenant: { id: tenantId } } }),
      );
      await references.remember(install("remove"));

      assert.deepEqual(await rowsOf("conv"), []);
    });

    it("forgets a person's chat where the app was removed", async () => {
      await references.remember(activity());

      await references.remember(activity({ type: "installationUpdate", action: "remove" }));

      assert.deepEqual(await store.list(tenantId), []);
    });

    it("keeps a person's chat who removes the app elsewhere", async () => {
      await references.remember(activity());
      await references.remember(install());

      await references.remember(install("remove"));

      assert.ok(await references.findPersonal(tenantId, person));
    });
  });
});
