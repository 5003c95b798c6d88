import assert from "node:assert/strict";
import type { TabOutput } from "../../src/core/tab-api/index.ts";
import type { DeadLetter } from "../../src/flows/outbox/index.ts";
import { ASKED_AT, toRequest } from "../support/approval-request.ts";
import {
  codeOf,
  PERSON,
  readAnswer,
  startTabStage,
  type TabStage,
  TENANT,
  toToken,
} from "../support/tab-stage.ts";
import {
  createFakeApprovals,
  createFakeJobs,
  createFakeWatches,
  toWatch,
  WATCHED,
} from "../support/tab-work.ts";

const ADMIN = { token: toToken({ roles: ["teams-administrator"] }) };

function toDead(id: string, topic: string, about: DeadLetter["about"]): DeadLetter {
  return { id, topic, about, why: "unreached", tries: 9, writtenAt: ASKED_AT, diedAt: ASKED_AT };
}

describe("background jobs in the tab's API", () => {
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

  const open = (dead: readonly DeadLetter[]): void =>
    stage.open({
      jobs: createFakeJobs(dead, asked),
      approvals: createFakeApprovals([toRequest({ tenantId: TENANT })]),
      watches: createFakeWatches([toWatch()]),
    });

  it("tells how they go, and what each letter is about", async () => {
    open([
      toDead("1|a", "approval", { kind: "card", request: "request-1", card: "x" }),
      toDead("2|b", "mail", { request: "gone" }),
      toDead("3|c", "watch", { clientId: WATCHED }),
      toDead("4|d", "later", { strange: true }),
    ]);

    const { body } = await readAnswer<TabOutput<"readJobs">>(
      stage.ask("GET", "/api/settings/jobs", ADMIN),
    );

    assert.deepEqual([body.lastRoundAt, body.waiting, body.dead], [ASKED_AT, 2, 4]);
    assert.deepEqual(
      body.letters.map(({ topic, about, why }) => [topic, about?.split(", ").at(-1), why]),
      [
        ["approval", "Contoso Teams tool", "unreached"],
        ["mail", undefined, "unreached"],
        ["watch", "Contoso Teams tool", "unreached"],
        ["later", undefined, "unreached"],
      ],
    );
  });

  it("shows some of many, and says how many there are", async () => {
    open(Array.from({ length: 60 }, (_, n) => toDead(`${n}`, "mail", {})));

    const { body } = await readAnswer<TabOutput<"readJobs">>(
      stage.ask("GET", "/api/settings/jobs", ADMIN),
    );

    assert.deepEqual([body.letters.length, body.dead], [50, 60]);
  });

  it("sends again and throws away, as the person who asks", async () => {
    open([toDead("1|a", "mail", {})]);
    const path = `/api/settings/letters/${encodeURIComponent("1|a")}`;

    const sent = await stage.ask("POST", `${path}/send`, ADMIN);
    const thrown = await stage.ask("DELETE", path, ADMIN);

    assert.deepEqual([sent.status, thrown.status], [200, 200]);
    assert.deepEqual(asked, [
      ["revive", TENANT, "1|a", PERSON],
      ["discard", TENANT, "1|a", PERSON],
    ]);
  });

  it("says that a letter is gone", async () => {
    open([]);

    const sent = stage.ask("POST", "/api/settings/letters/none/send", ADMIN);

    assert.deepEqual(await codeOf(sent), [404, "not_found"]);
  });
});
