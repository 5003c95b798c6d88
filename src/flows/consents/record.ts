import { z } from "zod";
import type { Requirement } from "../../core/advisor/index.ts";
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
  /** What the link asks for: its key in the catalogue, and as a tenant names it, whatever comes after. */
  asked: z.array(z.strictObject({ key: z.string(), permission: Permission })),
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
  /** As Teams shows it to the others; null where it did not say. */
  requesterName: z.string().nullable(),
  card: z.strictObject({
    conversationId: z.string(),
    activityId: z.string(),
    /** Only the person who asked reads it: in their own chat, or targeted. */
    isPersonal: z.boolean(),
    targetedTo: z.string().optional(),
  }),
  /** Milliseconds since 1970. */
  openedAt: z.number(),
  expiresAt: z.number(),
  /** When it has to be looked at next; of a request that has ended, when it did. */
  dueAt: z.number(),
  links: z.array(Link).min(1),
  /** What was granted when the links were made, to tell later what is new; null where it was not read. */
  before: z.array(z.string()).nullable(),
  outcome: Outcome.nullable(),
  /** When the directory was read for the outcome; null where it was not. */
  provedAt: z.number().nullable(),
  /** Which try to tell its people of the outcome is the last that began, from 0; null when they are told. */
  untold: z.number().nullable(),
  /** The person was told that a link was used twice. */
  isReplayTold: z.boolean(),
  /** The request for approval that it follows from; none where nobody had to approve. */
  approvalId: z.string().optional(),
});
export type ConsentRecord = z.infer<typeof ConsentRecord>;
export type ConsentLink = ConsentRecord["links"][number];

/** The row of a request in its tenant's partition. */
export function consentKey(id: string): string {
  return `consent|${id}`;
}

/**
 * The row that says what time a request waits for, sorted by time. Each request has exactly one: `due` is
 * when it is looked at, `ended` since when there is nothing left to do. How long it is kept from then
 * on is asked each time, so that it is no time that stands anywhere.
 */
export function dueKey(record: Pick<ConsentRecord, "id" | "dueAt" | keyof Standing>): string {
  return timeKey(hasEnded(record) ? "ended" : "due", record);
}

/** The key of a row of one of these kinds. */
export function timeKey(
  kind: "due" | "ended",
  { id, dueAt }: Pick<ConsentRecord, "id" | "dueAt">,
): string {
  return `${kind}|${new Date(dueAt).toISOString()}|consent|${id}`;
}

/** Time after which is taken up what should be over by then, in milliseconds. */
export const PROVE_MS = 5 * 60_000;
const TELL_MS = 60_000;

/** The time that a request has to stand under, from how it stands. */
export function nextDue(record: Omit<ConsentRecord, "dueAt">, now: number): number {
  if (record.untold !== null) return now + TELL_MS * 2 ** record.untold;
  if (isChecking(record)) return now + PROVE_MS;
  if (isClosed(record)) return now;
  return Math.max(record.expiresAt, now + TELL_MS);
}

/** How far a request has come. */
type Standing = Pick<ConsentRecord, "outcome" | "links" | "untold">;

function hasEnded(record: Standing): boolean {
  return record.untold === null && !isChecking(record) && isClosed(record);
}

function isChecking({ links }: Pick<ConsentRecord, "links">): boolean {
  return links.some(({ status }) => status === "checking");
}

/** Nothing more is to be expected of its links. */
function isClosed({ outcome, links }: Pick<ConsentRecord, "outcome" | "links">): boolean {
  return outcome?.kind === "granted" || links.every(({ status }) => status === "settled");
}

/**
 * Names of the grants of a reading that may become news: those for everybody, and the person's own. Null
 * where a part of them is missing. What other people consented to for themselves is not kept.
 */
export function namesOf(reading: TenantReading | null, personId: string): string[] | null {
  if (!reading?.gaps.every(({ part }) => part === "registration")) return null;
  return reading.grants
    .filter(({ reach, personId: of }) => reach !== "person" || of === personId)
    .map(grantName);
}

/** What links ask for, to be judged by a reading. */
export function askedOf(links: readonly ConsentLink[]): Asked[] {
  return links.flatMap(({ endpoint, asked }) =>
    asked.map(({ permission }) => ({ permission, endpoint })),
  );
}

/** The same for people to read; what the catalogue has lost since is left out. */
export function toRequirements(catalogue: Catalogue, links: readonly ConsentLink[]): Requirement[] {
  return links.flatMap(({ asked }) =>
    asked.flatMap(({ key, permission: { type } }) => {
      const permission = catalogue.permissions.get(key);
      const form = permission?.[type];
      if (!permission || !form) return [];
      return [{ permission, type, form, phase: "configured" as const, reasons: [] }];
    }),
  );
}
