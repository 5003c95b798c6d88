import { z } from "zod";
import type { Seal } from "../../ports/index.ts";
import type { ConsentRecord } from "./record.ts";

/** What a link's state says. It is sealed, so nobody reads or changes it. */
const Claims = z.strictObject({
  id: z.string(),
  link: z.number().int().min(0),
  tenantId: z.string(),
  personId: z.string(),
  conversationId: z.string(),
  activityId: z.string(),
  clientId: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
});
export type StateClaims = z.infer<typeof Claims>;

/** The purpose under which states are sealed: no other sealed text passes for one. */
const PURPOSE = "consent state";

/** The state of one link of a request. */
export function sealState(seal: Seal, record: ConsentRecord, link: number): string {
  return seal.seal(PURPOSE, toClaims(record, link));
}

/** What a state says, or undefined for one that was not made here. Does not look at the time. */
export function openState(seal: Seal, state: string): StateClaims | undefined {
  return Claims.safeParse(seal.open(PURPOSE, state)).data;
}

function toClaims(record: ConsentRecord, link: number): StateClaims {
  const { id, tenantId, requesterId, card, clientId, expiresAt } = record;
  const { conversationId, activityId } = card;
  return {
    id,
    link,
    tenantId,
    personId: requesterId,
    conversationId,
    activityId,
    clientId,
    expiresAt,
  };
}

/** True when the sealed state and the stored request speak of the same tenant, person, card and app. */
export function fitsRecord(claims: StateClaims, record: ConsentRecord): boolean {
  const own = toClaims(record, claims.link);
  return Object.entries(own).every(([name, value]) => claims[name as keyof StateClaims] === value);
}
