// Knows how the product proves who it is: tokens of its own, sealed states, and where requests may go.
// Must not know what the tokens are used for.
// MSAL is met here only; each way to prove who the bot is stands in credential.ts.
export { createAppToken } from "./app-token.ts";
export { createBotToken } from "./bot-token.ts";
export {
  type Credential,
  type CredentialOptions,
  createCredential,
  listIdentityEndpoints,
} from "./credential.ts";
export { createEgress, type Egress } from "./egress.ts";
export { createSeal } from "./seal.ts";
