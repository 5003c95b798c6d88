import assert from "node:assert/strict";
import { simulate } from "../../bench/scale/simulate.ts";

describe("simulate", () => {
  const small = { tenants: 6, days: 2, roundMs: 5 * 60_000 };
  const quiet = { apps: 0, looksPerChange: 0, requests: 0 };

  it("rings once for each change, however many replicas look", async () => {
    const watched = { ...small, ...quiet, apps: 2, looksPerChange: 2 };

    const { changes, teams, graph } = await simulate({ ...watched, replicas: 3 });

    assert.equal(changes, 12);
    assert.equal(teams.byKind.get("post line"), changes);
    // Each of twelve apps is looked at on each of two days, by one replica.
    assert.equal(teams.byKind.get("edit"), 24);
    assert.equal(graph.requests, 24 * 4);
  });

  it("asks three people once for each request", async () => {
    const { asked, teams } = await simulate({ ...small, ...quiet, requests: 0.5, replicas: 3 });

    assert.equal(asked, 6);
    assert.equal(teams.byKind.get("post card"), 3 * asked);
  });

  it("asks nothing of Graph and Teams where nothing happens", async () => {
    const { graph, teams } = await simulate({ ...small, ...quiet, replicas: 1 });

    assert.deepEqual([graph.requests, teams.messages], [0, 0]);
  });
});
