import { createHash, randomBytes } from "node:crypto";

/** What proves that the answer of a sign-in page belongs to it. */
export interface VisitProof {
  /** PKCE verifier, and its S256 challenge. Source: RFC 7636 */
  readonly verifier: string;
  readonly challenge: string;
  readonly nonce: string;
}

/** Makes the proof of one visit. */
export function createVisitProof(): VisitProof {
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  return { verifier, challenge, nonce: randomBytes(16).toString("base64url") };
}
