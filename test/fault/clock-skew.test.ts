import assert from "node:assert/strict";
import { createDeliveries } from "../../src/bot/deliveries.ts";
import { createOnce } from "../../src/flows/index.ts";
import { createThrottle } from "../../src/server/throttle.ts";
import { openStore } from "../../src/store/index.ts";
import { tenantId } from "../support/activities.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";
import { createFakeClock, createFakeLog } from "../support/fakes.ts";

const MINUTE_S = 60;

describe("a clock that differs from the Connector's", () => {
  let stage: BotStage;
  const { error } = console;
  before(async () => {
    stage = await startBotStage();
    // The SDK prints what it refuses.
    console.error = () => {};
  });
  after(async () => {
    console.error = error;
    await stage?.stop();
  });

  /** The SDK forgives five minutes; a minute to either side keeps the table clear of its edge. */
  const tokens: Readonly<Record<string, [minutes: { nbf: number; exp: number }, status: number]>> =
    {
      "expired four minutes ago": [{ nbf: -60, exp: -4 }, 200],
      "expired six minutes ago": [{ nbf: -60, exp: -6 }, 401],
      "valid in four minutes": [{ nbf: 4, exp: 60 }, 200],
      "valid in six minutes": [{ nbf: 6, exp: 60 }, 401],
    };
  for (const [name, [{ nbf, exp }, status]] of Object.entries(tokens))
    it(`answers a token ${name} with ${status}`, async () => {
      const now = Math.floor(Date.now() / 1000);
      const times = { nbf: now + nbf * MINUTE_S, exp: now + exp * MINUTE_S };
      const token = await stage.channel.signAsChannel(stage.claims(times));

      assert.equal((await stage.deliverWith(token)).status, status);
    });

  for (const minutes of [-5, 5, -60 * 24, 60 * 24])
    it(`takes an activity whose time is off by ${minutes} minutes`, async () => {
      const timestamp = new Date(Date.now() + minutes * MINUTE_S * 1000).toISOString();

      assert.equal((await stage.deliver({ timestamp, localTimestamp: timestamp })).status, 200);
    });
});

describe("a clock that is set back five minutes", () => {
  const BACK_MS = -5 * MINUTE_S * 1000;

  it("lets no delivery through twice", async () => {
    const clock = createFakeClock();
    const store = await openStore({ file: ":memory:" });
    const create = () =>
      createDeliveries({ once: createOnce({ store, clock }), store, clock, log: createFakeLog() });
    const [here, there] = [create(), create()];
    await here.claimName(tenantId, "a");

    clock.advance(BACK_MS);
    const said = await Promise.all([
      here.claimName(tenantId, "a"),
      there.claimName(tenantId, "a"),
      here.claimName(tenantId, "b"),
    ]);

    await store.close();
    assert.deepEqual(said, ["again", "again", "first"]);
  });

  it("takes no request from the throttle, and gives none", () => {
    const clock = createFakeClock();
    const isAllowed = createThrottle({ clock, proxyHops: 0, rate: 1, burst: 2 });
    const request = { headers: {}, socket: { remoteAddress: "203.0.113.7" } };
    const ask = () => isAllowed(request as Parameters<typeof isAllowed>[0]);

    const before = ask();
    clock.advance(BACK_MS);
    const after = [ask(), ask()];

    assert.deepEqual([before, ...after], [true, true, false]);
  });
});
