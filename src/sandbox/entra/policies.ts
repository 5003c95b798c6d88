import { z } from "zod";
import { toGuid } from "../directory/ids.ts";
import type { Person } from "../directory/people.ts";
import type { Authority } from "./authority.ts";
import { EntraRefusal } from "./refusal.ts";

/** Conditional access policies of the tenant. */
const policies = {
  secondFactor: toGuid("policy:second factor"),
  block: toGuid("policy:block"),
} as const;

/**
 * A policy in the form in which a refused request is told about it and a new sign-in asks for it.
 * https://learn.microsoft.com/entra/identity-platform/v2-conditional-access-dev-guide
 */
function toClaims(policy: string): string {
  return JSON.stringify({ access_token: { capolids: { essential: true, values: [policy] } } });
}

const AskedPolicies = z.object({
  access_token: z.object({ capolids: z.object({ values: z.array(z.string()) }) }),
});

/** True for the claims of a refusal with 50076: whoever signs in with them gives a second factor. */
export function asksSecondFactor(claims: string): boolean {
  try {
    const { access_token } = AskedPolicies.parse(JSON.parse(claims));
    return access_token.capolids.values.includes(policies.secondFactor);
  } catch {
    // Nothing that a policy of the tenant has asked for.
    return false;
  }
}

/** How somebody has signed in who was on a page: a second factor is asked for there. */
export function toAmr({ switches }: Authority, person: Person, claims: string): readonly string[] {
  const isAsked = switches.mfa.has(person.id) || asksSecondFactor(claims);
  return isAsked ? ["pwd", "mfa"] : ["pwd"];
}

/** @throws EntraRefusal 50076 for somebody who has not given the second factor that is wanted */
export function requireSecondFactor(
  { switches }: Authority,
  person: Person,
  amr: readonly string[],
): void {
  if (!switches.mfa.has(person.id) || amr.includes("mfa")) return;
  const message =
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.";
  const details = { suberror: "basic_action", claims: toClaims(policies.secondFactor) };
  throw new EntraRefusal(50076, "interaction_required", message, details);
}

/** Claims come with it as well, although no sign-in helps. @throws EntraRefusal 53003 */
export function requireUnblocked({ switches }: Authority, person: Person): void {
  if (!switches.blocked.has(person.id)) return;
  const message =
    "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.";
  const details = { suberror: "message_only", claims: toClaims(policies.block) };
  throw new EntraRefusal(53003, "invalid_grant", message, details);
}
