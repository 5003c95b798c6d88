/**
 * Entra directory roles that decide something here, by their template ids, which are the same in every
 * tenant. Source: learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
export const ENTRA_ROLES = {
  "62e90394-69f5-4237-9190-012177145e10": "global-administrator",
  "69091246-20e8-4a56-aa4d-066075b2a7a8": "teams-administrator",
  "e8611ab8-c189-46e8-94e1-60213ab1f814": "privileged-role-administrator",
  "158c047a-c907-4556-b7ef-446551a6b5f7": "cloud-application-administrator",
  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3": "application-administrator",
} as const satisfies Readonly<Record<string, string>>;
/** One of {@link ENTRA_ROLES}, by name. */
export type EntraRole = (typeof ENTRA_ROLES)[keyof typeof ENTRA_ROLES];

/** Roles that Consentry gives itself, in Settings. */
export type OwnRole = "catalog-manager" | "approver";

/**
 * Reads the roles out of the claims of a token that was verified.
 * @param claims `wids` holds template ids. Where it is missing or unreadable, or the token points to them
 *   elsewhere because there are too many (`_claim_names`), the person counts as one without a role.
 *   Source: learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function readRoles(claims: Readonly<Record<string, unknown>>): readonly EntraRole[] {
  const { wids, _claim_names: elsewhere } = claims;
  const isCut = typeof elsewhere === "object" && elsewhere !== null && "wids" in elsewhere;
  if (isCut || !Array.isArray(wids)) return [];
  const given = new Set(wids.filter((id) => typeof id === "string").map((id) => id.toLowerCase()));
  return Object.entries(ENTRA_ROLES).flatMap(([id, role]) => (given.has(id) ? [role] : []));
}
