// Knows what a request for approval is, what may happen to it, and what has happened to it.
// Must not know where it is kept, who is told, or how a consent is proved: flows/approvals does.
// ApprovalRequest is the record; applyEvent takes it from one state to the next, or says why not.
export {
  applyEvent,
  type EventRefusal,
  isOpen,
  listApprovals,
} from "./apply-event.ts";
export { needsOf } from "./needs.ts";
export {
  APPROVAL_STATES,
  ApprovalCheck,
  ApprovalEvent,
  ApprovalReach,
  ApprovalRequest,
  type ApprovalState,
} from "./request.ts";
export { setTimes } from "./set-times.ts";
