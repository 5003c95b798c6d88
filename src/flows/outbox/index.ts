// Knows messages that a decision has promised: rows that are delivered once, retried, or named as dead.
// Must not know what a message says or how it is sent: each topic's deliverer reads its own state and does it.
// createLetters(...).toOp(letter) goes into the deciding commit; createOutbox(...).run(tenant) delivers.
export { dropOldDead } from "./forget.ts";
export type {
  DeadLetter,
  Deliverer,
  Delivery,
  Letter,
  LetterCounts,
  Letters,
  Outbox,
} from "./letter.ts";
export { createOutbox } from "./outbox.ts";
export { createLetters } from "./rows.ts";
