import assert from "node:assert/strict";
import type { DecideOutcome } from "../../src/flows/approvals/index.ts";
import type { Store } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import { tenantId } from "../support/activities.ts";
import { ANNA, BEN, PRIYA } from "../support/approval-request.ts";
import { type ApprovalStage, createApprovalStage } from "../support/approval-stage.ts";
import { newTable, toConnection } from "../support/azurite.ts";
import { startTableProxy, type TableProxy } from "../support/table-proxy.ts";

const ROUNDS = 8;
const card = { tenantId, conversationId: "chat-own", activityId: "1", isPersonal: true };

/** The same races as on a file, by three processes that share a table whose answers may be lost. */
describe("createApprovals on a table", function () {
  this.timeout(60_000);
  let proxy: TableProxy;
  let stage: ApprovalStage;
  let stores: readonly Store[];
  before(async () => {
    proxy = await startTableProxy();
    const name = newTable();
    const connection = await toConnection(proxy.port);
    const open = () => openStore({ tables: { access: { kind: "connection", connection }, name } });
    stores = [await open(), await open(), await open()];
    stage = await createApprovalStage(stores[0]);
    await stage.set({ approvers: [ANNA, BEN] }, { roles: [] });
  });
  after(async () => {
    await Promise.all((stores ?? []).map((store) => store.close()));
    await proxy?.stop();
  });

  const RULES: Readonly<Record<string, () => void>> = {
    "that answers": () => {
      proxy.rule = () => "pass";
    },
    "that loses every fourth answer": () => {
      proxy.rule = ({ isBatch, number }) => (isBatch && number % 4 === 0 ? "lose-answer" : "pass");
    },
  };
  for (const [name, spoil] of Object.entries(RULES))
    it(`lets one of three win on a table ${name}`, async () => {
      const flows = stores.map((store) => stage.restart(store));
      const before = proxy.count("lose-answer");
      const told = { won: 0, lost: 0 };
      for (let round = 0; round < ROUNDS; round++) {
        proxy.rule = () => "pass";
        const { id } = await stage.ask({ card });
        await stage.settle();
        spoil();
        const [first, second, third] = flows;
        assert.ok(first && second && third);

        const outcomes: readonly DecideOutcome[] = await Promise.all([
          first.decide(stage.decider(ANNA), id, { kind: "approve", comment: "" }),
          second.decide(stage.decider(BEN), id, { kind: "decline", reason: "No" }),
          third.decide(stage.decider(BEN), id, { kind: "approve", comment: "" }),
        ]);

        const request = await stage.find(id);
        const winners = outcomes.filter(({ kind }) => kind === "decided");
        const losers = outcomes.filter((one) => one.kind === "refused");
        assert.equal(winners.length, 1, JSON.stringify(outcomes));
        assert.ok(
          losers.every((one) => one.why === "ended" && one.request.state === request.state),
        );
        assert.equal(request.events.length, 2);
        assert.equal((await stage.rows("outbox")).length, 4);
        told.won += winners.length;
        told.lost += losers.length;
        proxy.rule = () => "pass";
        await stage.settle();
        await stage.flow.withdraw({ tenantId, personId: PRIYA.id }, id);
        await stage.settle();
      }

      assert.deepEqual(told, { won: ROUNDS, lost: 2 * ROUNDS });
      assert.equal(await stage.verdict(), "intact");
      const lost = proxy.count("lose-answer") - before;
      console.log(
        `      ${ROUNDS} races of 3: ${told.won} won, ${told.lost} told so, ${lost} answers lost`,
      );
    });
});
