// Knows watched apps: when each is looked at, what was found, and the one notice that says so.
// Must not know Bot Framework, HTTP or how Graph is asked; what a change is, core/drift says.
// createWatches(...) gives Watches; its deliverer and due handler are joined to outbox and agenda.
export type { WatchDraft, WatchView } from "./watch-view.ts";
export { createWatches, type Watches } from "./watches.ts";
