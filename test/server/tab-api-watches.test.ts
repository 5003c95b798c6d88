import assert from "node:assert/strict";
import type { Finding } from "../../src/core/drift/index.ts";
import type { TabOutput } from "../../src/core/tab-api/index.ts";
import type { WatchView } from "../../src/flows/watches/index.ts";
import { ASKED_AT, PRIYA } from "../support/approval-request.ts";
import {
  codeOf,
  PERSON,
  readAnswer,
  startTabStage,
  type TabStage,
  TENANT,
  toToken,
} from "../support/tab-stage.ts";
import { createFakeWatches, toWatch, WATCHED } from "../support/tab-work.ts";

type Rows = TabOutput<"listWatches">;

const FINDING: Finding = {
  kind: "removed",
  permission: "graph TeamMember.Read.All delegated",
  other: "",
  foundAt: ASKED_AT,
};
const APPROVER = toToken({ roles: ["global-administrator"], personId: PRIYA.id });
const ADMIN = toToken({ roles: ["teams-administrator"], personId: PRIYA.id });
const SEEN = { "if-match": `"${ASKED_AT}%20speaks"` };
const DAY = 86_400_000;

describe("watches in the tab's API", () => {
  let stage: TabStage;
  let asked: unknown[];
  before(async () => {
    stage = await startTabStage();
  });
  after(() => stage?.stop());
  beforeEach(() => {
    asked = [];
    stage.clock.advance(60_000);
  });

  const open = (...parts: Partial<WatchView>[]) =>
    stage.open({ watches: createFakeWatches(parts.map(toWatch), asked), clock: stage.clock });
  const list = async (token = toToken()) =>
    (await readAnswer<Rows>(stage.ask("GET", "/api/home/watches", { token }))).body.watches;

  it("says in words what was found, and since when nothing is read", async () => {
    open({ findings: [FINDING] }, { problem: "not-connected", problemSince: ASKED_AT });

    const [found, unread] = await list();

    assert.match(found?.findings[0]?.[0] ?? "", /^Removed: TeamMember\.Read\.All/);
    assert.match(found?.findings[0]?.join(" ") ?? "", /have it granted again/);
    assert.deepEqual(found?.problem, []);
    assert.match(unread?.problem.join(" ") ?? "", /Nothing could be read since .*lost its own/);
  });

  it("shows everybody their own, and all to approvers and administrators", async () => {
    open({}, { clientId: PERSON, startedBy: PRIYA });

    const [own, all, admins] = [await list(), await list(APPROVER), await list(ADMIN)];

    assert.deepEqual(
      own.map(({ clientId }) => clientId),
      [WATCHED],
    );
    assert.deepEqual(
      all.map(({ isKeeper }) => isKeeper),
      [true, true],
    );
    assert.deepEqual(
      admins.map(({ isKeeper }) => isKeeper),
      [false, true],
    );
  });

  it("leads to a notice only where the person reads", async () => {
    const personal = { ...toWatch().notice, isPersonal: true };
    const place = { kind: "channel", teamId: "t-1", channelId: "19:c@thread.tacv2" } as const;
    open({ notice: personal }, { clientId: PERSON, startedBy: PRIYA, notice: personal }, { place });

    const links = (await list(APPROVER)).map(({ notice }) => notice?.groupId ?? notice?.tenantId);

    assert.deepEqual(links, [undefined, TENANT, "t-1"]);
  });

  it("looks now", async () => {
    open({});

    const { status } = await stage.ask("POST", `/api/watches/${WATCHED}/look`);

    assert.equal(status, 200);
    assert.deepEqual(asked, [["look", TENANT, WATCHED]]);
  });

  it("keeps quiet for days, and speaks again", async () => {
    open({});
    const path = `/api/watches/${WATCHED}/snooze`;

    const quiet = await readAnswer<TabOutput<"snoozeWatch">>(
      stage.ask("PUT", path, { headers: SEEN, body: { days: 7 } }),
    );
    await stage.ask("PUT", path, { headers: SEEN, body: { days: 0 } });

    const until = stage.clock.now() + 7 * DAY;
    const who = { tenantId: TENANT, personId: PERSON };
    assert.equal(quiet.body.watch.snoozedUntil, until);
    assert.deepEqual(asked, [
      ["snooze", who, WATCHED, until],
      ["snooze", who, WATCHED, null],
    ]);
  });

  it("lets a person silence few times, since the audit log keeps each", async () => {
    open({});
    const ask = () =>
      stage.ask("PUT", `/api/watches/${WATCHED}/snooze`, { headers: SEEN, body: { days: 1 } });
    for (let count = 0; count < 5; count += 1) await ask();

    const refused = await ask();

    assert.deepEqual(await codeOf(refused), [429, "throttled"]);
    assert.equal(asked.length, 5);
  });

  it("stops", async () => {
    open({});

    const stopped = stage.ask("DELETE", `/api/watches/${WATCHED}`, { headers: SEEN });

    assert.deepEqual((await readAnswer(stopped)).body, { done: true });
    assert.deepEqual(asked, [["stop", { tenantId: TENANT, personId: PERSON }, WATCHED]]);
  });

  it("lets an administrator who is no approver look, and change nothing", async () => {
    open({});
    const options = { token: ADMIN, headers: SEEN };

    const looked = await stage.ask("POST", `/api/watches/${WATCHED}/look`, options);
    const stopped = stage.ask("DELETE", `/api/watches/${WATCHED}`, options);

    assert.equal(looked.status, 200);
    assert.deepEqual(await codeOf(stopped), [403, "forbidden"]);
  });

  it("S34 says of others' watches nothing, not even that they are", async () => {
    open({ startedBy: PRIYA });

    for (const [method, path, body] of [
      ["POST", "look", undefined],
      ["PUT", "snooze", { days: 1 }],
      ["DELETE", "", undefined],
    ] as const) {
      const address = `/api/watches/${WATCHED}${path === "" ? "" : `/${path}`}`;
      const sent = stage.ask(method, address, { headers: SEEN, ...(body && { body }) });
      assert.deepEqual(await codeOf(sent), [404, "not_found"], path);
    }
    assert.deepEqual(asked, []);
  });

  it("changes nothing that was not seen", async () => {
    open({ snoozedUntil: ASKED_AT });
    const path = `/api/watches/${WATCHED}`;

    const snoozed = stage.ask("PUT", `${path}/snooze`, { headers: SEEN, body: { days: 1 } });
    const stopped = stage.ask("DELETE", path, { headers: SEEN });

    assert.deepEqual(await codeOf(snoozed), [412, "conflict"]);
    assert.deepEqual(await codeOf(stopped), [412, "conflict"]);
    assert.deepEqual(asked, []);
  });
});
