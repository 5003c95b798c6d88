// Knows what has changed in what is granted to an app, compared with the last look and with what is needed.
// Must not know when it is looked, who is told, or where it is kept: flows/watches does.
// findDrift(before, now) gives Findings; Snapshot is what of a report is remembered.
export { findDrift, type Met } from "./find-drift.ts";
export { Finding, findingKey } from "./finding.ts";
export { type NamedPermission, namePermission, parsePermission } from "./permission-name.ts";
export { nextLook, nextTry } from "./schedule.ts";
export { countRows, Snapshot } from "./snapshot.ts";
