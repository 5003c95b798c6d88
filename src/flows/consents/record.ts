import { z } from "zod";
import type { Catalogue } from "../../core/catalogue/index.ts";
import type { Asked, ConsentOutcome, OutcomeClaim } from "../../core/consent/index.ts";
import { grantName, type TenantPermission, type TenantReading } from "../../core/grant/index.ts";
import { LANGUAGES } from "../../core/local-text.ts";
import { PermissionType, Resource } from "../../core/permission/index.ts";

const Permission = z.strictObject({
  resource: Resource.nullable(),
  resourceName: z.string(),
  type: PermissionType,
  value: z.string().nullable(),
  id: z.string().nullable(),
}) satisfies z.ZodType<TenantPermission>;

const Outcome = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("granted") }),
  z.strictObject({ kind: z.literal("partial"), missing: z.array(Permission).readonly() }),
  z.strictObject({
    kind: z.literal("other"),
    granted: z.array(Permission).readonly(),
    missing: z.array(Permission).readonly(),
  }),
  z.strictObject({
    kind: z.literal("unproved"),
    reason: z.enum(["not-connected", "busy", "unreachable", "absent"]),
  }),
  z.strictObject({ kind: z.literal("failed"), code: z.string().nullable() }),
  z.strictObject({
    kind: z.enum([
      "replicating",
      "cancelled",
      "declined",
      "needs-admin",
      "other-tenant",
      "expired",
    ]),
  }),
]) satisfies z.ZodType<ConsentOutcome>;

/** What a redirect claimed, as far as it has to outlive a restart. */
const Claim = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("accepted"), tenant: z.string().nullable() }),
  z.strictObject({
    kind: z.literal("refused"),
    how: z.enum(["cancelled", "declined", "needs-admin", "failed"]),
    code: z.string().nullable(),
    tenant: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal("empty") }),
]) satisfies z.ZodType<OutcomeClaim>;

const Link = z.strictObject({
  endpoint: z.enum(["admin-scopes", "admin-default", "user"]),
  /** Key and type of each permission that the link asks for. */
  asked: z.array(z.strictObject({ key: z.string(), type: PermissionType })),
  /** What came back on it; null while nobody has. */
  claim: Claim.nullable(),
  /** `checking` from the redirect until the directory has had its say. */
  status: z.enum(["open", "checking", "settled"]),
});

/** A consent request as the store keeps it, in row `consent|<id>` of its tenant. */
export const ConsentRecord = z.strictObject({
  id: z.string(),
  tenantId: z.string(),
  clientId: z.string(),
  appName: z.string().nullable(),
  /** Code of the selection. */
  selection: z.string(),
  language: z.enum(LANGUAGES),
  /** Object id of who asked; who consents may be somebody else. */
  requesterId: z.string(),
  card: z.strictObject({
    conversationId: z.string(),
    activityId: z.string(),
    isPersonal: z.boolean(),
  }),
  /** Milliseconds since 1970. */
  openedAt: z.number(),
  expiresAt: z.number(),
  links: z.array(Link).min(1),
  /** What was granted when the links were made, to tell later what is new; null where it was not read. */
  before: z.array(z.string()).nullable(),
  outcome: Outcome.nullable(),
  /** When the directory was read for the outcome; null where it was not. */
  provedAt: z.number().nullable(),
  /** The person was told that a link was used twice. */
  isReplayTold: z.boolean(),
});
export type ConsentRecord = z.infer<typeof ConsentRecord>;
export type ConsentLink = ConsentRecord["links"][number];

/** The row of a request in its tenant's partition. */
export function consentKey(id: string): string {
  return `consent|${id}`;
}

/** The row that says when a request is due; sorts by time. */
export function dueKey({ id, expiresAt }: Pick<ConsentRecord, "id" | "expiresAt">): string {
  return `due|${new Date(expiresAt).toISOString()}|consent|${id}`;
}

/** Names of all grants of a reading; null where a part of them is missing. */
export function namesOf(reading: TenantReading | null): string[] | null {
  if (!reading?.gaps.every(({ part }) => part === "registration")) return null;
  return reading.grants.map(grantName);
}

/** What a link asks for, as the catalogue knows it today. */
export function askedOf(catalogue: Catalogue, { asked, endpoint }: ConsentLink): Asked[] {
  return asked.flatMap(({ key, type }) => {
    const permission = catalogue.permissions.get(key);
    return permission ? [{ permission, type, endpoint }] : [];
  });
}
