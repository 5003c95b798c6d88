// Knows Microsoft Graph: which requests answer what, its pages, its faults, and what its rows mean.
// Must not know who asks, how a token is got, or what is done with a reading.
// A new question to a tenant is a call in calls.ts and a schema of its rows in rows.ts.
export { createDirectory } from "./directory.ts";
export { toKnownResources } from "./known-resources.ts";
