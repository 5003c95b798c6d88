import assert from "node:assert/strict";
import { createDaily } from "../../../src/flows/agenda/index.ts";
import type { Store } from "../../../src/ports/index.ts";
import { openStore } from "../../../src/store/index.ts";
import { createFakeClock } from "../../support/fakes.ts";

const TENANT = "5f3c7a52-0000-4000-8000-000000000001";
const HOUR = 60 * 60_000;

describe("createDaily", () => {
  let store: Store;
  let clock = createFakeClock();
  let runs: number;
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    clock = createFakeClock();
    runs = 0;
  });
  afterEach(() => store.close());

  const create = () => createDaily({ store, clock }, "sweep", async () => ++runs);

  it("works once a day, whichever process comes", async () => {
    for (let hour = 0; hour < 49; hour++) {
      await create()(TENANT);
      clock.advance(HOUR);
    }

    assert.equal(runs, 3);
  });

  it("works again where it broke", async () => {
    const broken = createDaily({ store, clock }, "sweep", async () => {
      throw new Error("broken");
    });
    await assert.rejects(broken(TENANT), /broken/);

    await create()(TENANT);

    assert.equal(runs, 1);
  });

  it("works although a clock once was ahead", async () => {
    clock.advance(1000 * HOUR);
    await create()(TENANT);
    clock.advance(-1000 * HOUR);

    await create()(TENANT);

    assert.equal(runs, 2);
  });
});
