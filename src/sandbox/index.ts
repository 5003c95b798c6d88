// Knows a pretended tenant: Entra, the Bot Connector, people, conversations, and a page to be them in.
// Must not know the bot's code: it meets the bot over HTTP only, with real tokens in both directions.
// Imported by start.ts, where the cloud is the sandbox, and by tests; nothing in production depends on it.
export { type Sandbox, startSandbox } from "./sandbox.ts";
