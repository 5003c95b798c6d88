import { z } from "zod";
import type { Tools } from "./route.ts";
import { personOf, type Turn } from "./turn.ts";

/** Lifetime of a sealed button, in milliseconds: a card that is older is asked for anew. */
const LIFETIME_MS = 60 * 60_000;
const PURPOSE = "card action";

const Claims = z.strictObject({
  verb: z.string(),
  subject: z.string(),
  tenantId: z.string(),
  conversationId: z.string(),
  personId: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
});
type Claims = z.infer<typeof Claims>;

/**
 * Seals a button that decides something: only this person may press it, in this conversation, about this
 * subject, for an hour.
 */
export function sealButton(turn: Turn, { seal, clock }: Tools, verb: string, subject: string) {
  return seal.seal(PURPOSE, toClaims(turn, { verb, subject }, clock.now() + LIFETIME_MS));
}

/** True when that button was sealed for this very press. */
export function isSealedFor(
  turn: Turn,
  { seal, clock }: Tools,
  button: { readonly verb: string; readonly subject: string; readonly k: string },
): boolean {
  const claims = Claims.safeParse(seal.open(PURPOSE, button.k)).data;
  if (!claims || claims.expiresAt <= clock.now()) return false;
  const expected = toClaims(turn, button, claims.expiresAt);
  return JSON.stringify(claims) === JSON.stringify(expected);
}

function toClaims(
  turn: Turn,
  { verb, subject }: { readonly verb: string; readonly subject: string },
  expiresAt: number,
): Claims {
  const { tenantId, conversationId } = turn;
  const personId = personOf(turn);
  return { verb, subject, tenantId, conversationId, personId, expiresAt };
}
