// Knows how the product proves who it is: tokens of its own, sealed states, and where requests may go.
// Must not know what the tokens are used for.
// MSAL is met here only; a new way to prove who the bot is (certificate, managed identity) is a file here.
export { createBotToken } from "./bot-token.ts";
export { createEgress } from "./egress.ts";
export { createSeal } from "./seal.ts";
