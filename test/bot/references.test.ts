import assert from "node:assert/strict";
import type { Activity } from "botbuilder";
import { createReferences, type References } from "../../src/bot/references.ts";
import { toTurn } from "../../src/bot/turn.ts";
import type { Store } from "../../src/ports.ts";
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

  it("finds a tenant that Teams writes in capitals", async () => {
    const conversation = { id: "a:1", conversationType: "personal" };
    const loud = { ...conversation, tenantId: tenantId.toUpperCase() };

    await references.remember(activity({ conversation: loud }));

    assert.ok(await references.find(tenantId, "a:1"));
    assert.equal(toTurn(activity({ conversation: loud })).tenantId, tenantId);
  });
});
