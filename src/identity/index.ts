// Knows how the product proves who it is, who people are, and which tokens they give it: tokens of its own
// and of people, sealed states, and where requests may go.
// Must not know what the tokens are used for.
// MSAL is met here only; each way to prove who an app registration is stands in credential.ts.
export { createAppToken } from "./app-token.ts";
export { createBotToken } from "./bot-token.ts";
export {
  type Credential,
  type CredentialOptions,
  createCredential,
  listIdentityEndpoints,
} from "./credential.ts";
export { createEgress, type Egress } from "./egress.ts";
export { createFiles } from "./files.ts";
export { createJobTokens, type JobTokenOptions } from "./job-tokens.ts";
export { createManagedToken } from "./managed-token.ts";
export { createPersonTokens } from "./person-tokens.ts";
export { createSeal, TOKEN_SEAL } from "./seal.ts";
export { createVerifyToken, type VerifyTokenOptions } from "./verify-token.ts";
export { createVisitProof } from "./visit-proof.ts";
