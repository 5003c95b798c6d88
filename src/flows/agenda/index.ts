// Knows when which tenant has something to do: rows `due|<time>|<kind>|<id>` and `outbox|<time>|<id>`.
// Must not know what is to be done: each kind of due row has a handler, handed over when the rims are joined.
// withAgenda(store) notes each time that a commit writes; createRounds(...).run() visits the tenants that are due.
export { createDaily } from "./daily.ts";
export { type DueHandler, dueRowKey, toDueOp } from "./due.ts";
export { createHealth, type JobsHealth, type TenantJobs } from "./health.ts";
export { createRounds, type Rounds } from "./rounds.ts";
export { createVisits, type VisitOptions, type Visits } from "./visits.ts";
export { createWalk, type Walk } from "./walk.ts";
export { type Agenda, withAgenda } from "./with-agenda.ts";
