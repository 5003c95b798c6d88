import assert from "node:assert/strict";
import { createWalk, toDueOp, type Walk } from "../../../src/flows/agenda/index.ts";
import type { Store } from "../../../src/ports/index.ts";
import { openStore } from "../../../src/store/index.ts";
import { createAgendaStage } from "../../support/agenda-stage.ts";
import { createFakeClock, createFakeIds, createFakeLog } from "../../support/fakes.ts";

const MINUTE = 60_000;
const TENANTS = Array.from({ length: 120 }, (_, index) => `tenant-${1000 + index}`);

describe("createWalk", () => {
  let store: Store;
  let clock = createFakeClock();
  let log = createFakeLog();
  let ids = createFakeIds();
  let seen: string[];
  let first: number;
  let fault: (tenantId: string) => Promise<unknown>;
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    clock = createFakeClock();
    log = createFakeLog();
    ids = createFakeIds();
    seen = [];
    first = 0;
    fault = async () => undefined;
  });
  afterEach(() => store.close());

  const nothing = async (): Promise<unknown> => undefined;
  const start = (name = "", visit: (tenantId: string) => Promise<unknown> = nothing): Walk =>
    createWalk({
      store,
      clock,
      ids,
      log,
      listTenants: async () => TENANTS,
      firstWorks: { first: async () => ++first },
      works: {
        visit,
        fault: (tenantId) => fault(tenantId),
        look: async (tenantId) => seen.push(`${name}${tenantId}`),
      },
    });

  it("goes through all tenants once an hour", async () => {
    const walk = start();
    const counts: number[] = [];
    for (const minutes of [0, 1, 58, 2, 1]) {
      clock.advance(minutes * MINUTE);
      await walk.run();
      counts.push(seen.length);
    }

    assert.deepEqual(counts, [120, 120, 120, 240, 240]);
  });

  it("does first works in the first walk only", async () => {
    const walk = start();
    await walk.run();
    clock.advance(61 * MINUTE);

    await walk.run();

    assert.deepEqual([first, seen.length], [120, 240]);
  });

  it("is one replica's work", async () => {
    const walks = [start(), start(), start()];

    await Promise.all(walks.map((walk) => walk.run()));
    for (const walk of walks) await walk.run();

    assert.deepEqual(seen.toSorted(), TENANTS);
  });

  it("walks for a process that begins later", async () => {
    await start().run();
    clock.advance(MINUTE);

    await start().run();

    assert.equal(seen.length, 240);
  });

  it("goes on where another replica ended", async () => {
    const first = start("a ");
    const second = start("b ");
    const hanging = Promise.withResolvers<void>();
    fault = (tenantId) => (tenantId === "tenant-1060" ? hanging.promise : Promise.resolve());
    void first.run();
    while (seen.length < 60) await new Promise((resolve) => setImmediate(resolve));
    fault = async () => undefined;
    await second.run();
    const early = seen.filter((one) => one.startsWith("b ")).length;
    clock.advance(6 * MINUTE);

    await second.run();

    const later = seen.filter((one) => one.startsWith("b ")).toSorted();
    assert.equal(early, 0);
    assert.deepEqual(
      later,
      TENANTS.slice(50).map((tenantId) => `b ${tenantId}`),
    );
    hanging.resolve();
  });

  it("makes good a note that was lost", async () => {
    const stage = await createAgendaStage(store);
    const { visits, rounds } = stage.start();
    const [tenantId = ""] = TENANTS;
    await store.commit(tenantId, [toDueOp("note", "1", stage.clock.now())]);
    await rounds.run();
    const early = [...stage.met];

    await start("", visits.ask).run();

    assert.deepEqual([early, stage.met], [[], [tenantId]]);
  });

  it("lets no tenant that breaks stop the others", async () => {
    fault = async (tenantId) => {
      if (tenantId === "tenant-1003") throw new Error("broken");
    };

    await start().run();

    assert.equal(seen.length, 120);
    assert.equal(log.find("a work of the walk broke").length, 1);
  });

  it("walks although a clock once was ahead", async () => {
    clock.advance(600 * MINUTE);
    await start().run();
    clock.advance(-600 * MINUTE);

    await start().run();

    assert.equal(seen.length, 240);
  });

  it("goes on after a replica whose clock was ahead for a while", async () => {
    const hanging = Promise.withResolvers<void>();
    fault = async (tenantId) => {
      if (tenantId === "tenant-1049") clock.advance(600 * MINUTE);
      if (tenantId === "tenant-1060") await hanging.promise;
    };
    void start().run();
    while (seen.length < 60) await new Promise((resolve) => setImmediate(resolve));
    fault = async () => undefined;
    clock.advance(-600 * MINUTE);

    await start("b ").run();

    assert.equal(seen.at(-1), "b tenant-1119");
    hanging.resolve();
  });

  it("ends between two tenants when the product stops", async () => {
    const walk = start();
    fault = async (tenantId) => {
      if (tenantId === "tenant-1010") void walk.stop();
    };

    await walk.run();

    assert.ok(seen.length < 20, `${seen.length}`);
  });
});
