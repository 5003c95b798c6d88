import assert from "node:assert/strict";
import { type Stage, startStage, toApi } from "./fake-bot.ts";

describe("sandbox deletion by people", () => {
  const channel = "19:contoso-it-permissions@thread.tacv2";
  const path = `/v3/conversations/${encodeURIComponent(channel)}/activities`;
  let stage: Stage;
  let api: ReturnType<typeof toApi>;
  before(async () => {
    stage = await startStage();
    api = toApi(stage.page);
  });
  after(() => stage.stop());
  beforeEach(() => api.call("POST", "reset"));

  it("leaves a gap that the bot cannot fill", async () => {
    const { body } = await stage.send("POST", path, { type: "message", text: "post" });

    const { status } = await api.call("DELETE", `messages/${body.id}?as=product-admin`);
    const update = await stage.send("PUT", `${path}/${body.id}`, { type: "message", text: "new" });

    const [shown] = await api.read(channel, "guest");
    assert.deepEqual([status, update.status], [200, 404]);
    assert.deepEqual([shown?.isWithdrawn, shown?.text, shown?.link], [true, undefined, undefined]);
  });

  it("leaves what the bot says to one person", async () => {
    const recipient = { id: "29:1sandbox-product-admin", isTargeted: true };
    const message = { type: "message", text: "for you", recipient };
    const { body } = await stage.send("POST", `${path}?isTargetedActivity=true`, message);

    const { status } = await api.call("DELETE", `messages/${body.id}?as=product-admin`);

    assert.equal(status, 403);
  });

  it("is for authors and owners", async () => {
    const { body } = await stage.send("POST", path, { type: "message", text: "post" });
    const own = await api.act(channel, { as: "guest", type: "message", text: "mine" });

    const ofBot = await api.call("DELETE", `messages/${body.id}?as=guest`);
    const ofSelf = await api.call("DELETE", `messages/${own.body.id}?as=guest`);
    const twice = await api.call("DELETE", `messages/${own.body.id}?as=guest`);

    assert.deepEqual([ofBot.status, ofSelf.status, twice.status], [403, 200, 404]);
  });
});
