// Knows the life of requests for approval: asked, decided, consented, verified, told, remembered.
// Must not know Bot Framework, HTTP or Graph; what may happen to a request is core/approval's to say.
// createApprovals(...) gives Approvals; its deliverer and due handler are joined to outbox and agenda.
export type {
  ApprovalDraft,
  Approvals,
  DecideOutcome,
  Decider,
  Verdict,
} from "./approvals.ts";
export { type Approvers, findApprovers } from "./approvers.ts";
export { type ApprovalsFlow, createApprovals } from "./create-approvals.ts";
export { dropEndedApprovals } from "./retain.ts";
