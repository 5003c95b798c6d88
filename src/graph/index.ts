// Knows Microsoft Graph: which requests answer what, its pages, its faults, and what its rows mean.
// Must not know who asks, how a token is got, or what is done with a reading.
// A new question is a call of core/scope/calls.json, a function that makes it, and a schema of its rows.
export { createDirectory } from "./directory.ts";
export { toKnownResources } from "./known-resources.ts";
export { createMailer } from "./mailer.ts";
export { createRoleHolders } from "./role-holders.ts";
export { createWorkplace } from "./workplace.ts";
