import assert from "node:assert/strict";
import {
  isFaultOf,
  isOn,
  toFaultGroups,
  toHits,
  toSummary,
} from "../../../src/sandbox/client/fault-switches.ts";
import type { Fault } from "../../../src/sandbox/client/model.ts";

const switches = toFaultGroups("t").flatMap((group) => group.switches);

function makeFault(overrides: Partial<Fault> = {}): Fault {
  const match = { service: "graph" } as const;
  return { id: "f1", match, status: 503, times: 0, hits: 0, ...overrides };
}

describe("toFaultGroups", () => {
  it("gives every switch an id and a plan of its own", () => {
    const ids = new Set(switches.map(({ id }) => id));
    const plans = new Set(switches.map(({ plan }) => JSON.stringify(plan)));

    assert.equal(ids.size, switches.length);
    assert.equal(plans.size, switches.length);
  });

  it("leaves the consent pages alone when sign-in is down", () => {
    const down = switches.find(({ id }) => id === "login-down");

    const match = { service: "login", path: "/t/oauth2/v2.0/token", method: "POST" };
    assert.deepEqual(down?.plan.match, match);
  });
});

describe("isFaultOf", () => {
  for (const { id, plan } of switches) {
    it(`knows ${id} again, and only that`, () => {
      const fault: Fault = { ...plan, id: "f1", hits: 7 };

      const found = switches.filter((one) => isFaultOf(one.plan, fault)).map((one) => one.id);

      assert.deepEqual(found, [id]);
    });
  }
});

describe("toHits", () => {
  const cases: Readonly<Record<string, { fault: Fault | undefined; hits: string; on: boolean }>> = {
    "no fault": { fault: undefined, hits: "", on: false },
    "one that has met nothing": {
      fault: makeFault(),
      hits: "It has met no request yet.",
      on: true,
    },
    "one that has met some": {
      fault: makeFault({ hits: 3 }),
      hits: "Requests affected so far: 3.",
      on: true,
    },
    "one that waits": {
      fault: makeFault({ times: 1 }),
      hits: "It waits for the next request.",
      on: true,
    },
    "one that is used up": {
      fault: makeFault({ times: 1, hits: 1 }),
      hits: "It has happened. Turn it on again to repeat it.",
      on: false,
    },
  };
  for (const [name, { fault, hits, on }] of Object.entries(cases)) {
    it(`tells of ${name}`, () => {
      assert.equal(toHits(fault), hits);
      assert.equal(fault ? isOn(fault) : false, on);
    });
  }
});

describe("toSummary", () => {
  it("says what a plan without a switch does", () => {
    const match = { service: "graph", method: "GET", path: "/v1.0/users" } as const;
    const fault = makeFault({ match, status: 429, retryAfter: 3, delayMs: 50, times: 4, hits: 1 });

    const expected = "graph GET /v1.0/users: 50 ms late, answers 429, Retry-After 3 s (1 of 4)";
    assert.equal(toSummary(fault), expected);
  });

  it("names a dropped connection", () => {
    const fault = makeFault({ status: undefined, drop: true });

    assert.equal(toSummary(fault), "graph: drops the connection (0 so far)");
  });
});
