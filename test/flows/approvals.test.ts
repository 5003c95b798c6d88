import assert from "node:assert/strict";
import { tenantId } from "../support/activities.ts";
import { ANNA, BEN } from "../support/approval-request.ts";
import { type ApprovalStage, createApprovalStage } from "../support/approval-stage.ts";

describe("createApprovals", () => {
  let stage: ApprovalStage;
  beforeEach(async () => {
    stage = await createApprovalStage();
    await stage.set({ approvers: [ANNA, BEN] });
  });
  afterEach(() => stage?.store.close());

  it("asks approvers in their own chats and tells the requester of each step", async () => {
    const card = { tenantId, conversationId: "chat-p", activityId: "1", isPersonal: true };
    const { id } = await stage.ask({ card });
    await stage.settle();
    await stage.approve(ANNA, id);
    await stage.settle();

    assert.deepEqual(stage.told.toSorted(), [
      "card chat-Anna: approver pending 1 en",
      "card chat-Ben: approver pending 1 en",
      "edit chat-Anna: approver approved 2 en",
      "edit chat-Ben: approver approved 2 en",
      "edit chat-p: requester approved 2 de",
      "line chat-Priya: requester approved 2 de",
    ]);
    assert.deepEqual(await stage.audit(), [
      "settings.changed Anna",
      "approval.asked Priya",
      "approval.approved Anna",
    ]);
    assert.equal(await stage.verdict(), "intact");
  });
});
