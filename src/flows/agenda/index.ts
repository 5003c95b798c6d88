// Knows when which tenant has something to do: rows `due|<time>|<kind>|<id>` and `outbox|<time>|<id>`.
// Must not know what is to be done: each kind of due row has a handler, handed over when the rims are joined.
// withAgenda(store) notes each time that a commit writes; createRounds(...).run() visits the tenants that are due.
export type { DueHandler } from "./due.ts";
