import { z } from "zod";
import { LocalText } from "../local-text.ts";

/** The two ways an app can hold a permission. */
export const PermissionType = z.enum(["delegated", "application"]);
export type PermissionType = z.infer<typeof PermissionType>;

/** The APIs that own permissions here; `appId` of each stands in permissions.json. */
export const Resource = z.enum(["graph", "exo"]);
export type Resource = z.infer<typeof Resource>;

/** How well its sources support a fact; people are told to check a low one in their tenant. */
export const Confidence = z.enum(["high", "medium", "low"]);
export type Confidence = z.infer<typeof Confidence>;

const Availability = z.enum(["yes", "inferred-yes", "partial", "no", "unknown"]);

const Form = z.strictObject({
  id: z.guid(),
  confidence: Confidence,
  /** Microsoft's admin display name, quoted as a name; null where none was seen. */
  displayName: z.string().nullable(),
  /** What it lets an app do, in our own words. */
  plain: LocalText,
  /** Consent flag by definition; null where no source states it. A tenant may be stricter. */
  adminConsentRequired: z.boolean().nullable(),
  conflict: z.union([z.string(), z.record(z.string(), z.unknown())]).nullable(),
  /** Microsoft's number, 1 to 4 seen; null where not given. */
  privilegeLevel: z.number().int().min(1).max(5).nullable(),
  /** Delegated only: may a plain user consent under the Microsoft-managed policy; null = not stated. */
  userConsentUnderManagedPolicy: z.boolean().nullable().optional(),
});
/** What is published about a permission in one of its two types. */
export type PermissionForm = z.infer<typeof Form>;

/** One permission value on one resource, with the facts of each type in which it exists. */
export const Permission = z.strictObject({
  /** `graph:Mail.Send`, `exo:IMAP.AccessAsApp`, `rsc:TeamSettings.Read.Group`. */
  key: z.string().regex(/^(graph|exo|rsc):[A-Za-z_]+(\.[A-Za-z]+)*$/),
  resource: Resource,
  value: z.string(),
  delegated: Form.optional(),
  application: Form.optional(),
  /** The scope to ask a token for where it differs (IMAP, POP, SMTP). */
  tokenScope: z.string().nullable(),
  clouds: z.strictObject({
    global: Availability,
    usGovL4: Availability,
    usGovL5: Availability,
    china21Vianet: Availability,
    basis: z.enum(["api-doc", "protocol", "community", "none"]),
    note: z.string().nullable(),
  }),
  retirement: z
    .strictObject({
      status: z.string(),
      what: LocalText,
      blockedFrom: z.iso.date().optional(),
      finalOff: z.iso.date().optional(),
      detail: LocalText,
      confidence: z.string(),
    })
    .nullable(),
  /** What an admin should know besides, in our own words. */
  remarks: z.array(LocalText),
  sources: z.array(z.string()).min(1),
});
export type Permission = z.infer<typeof Permission>;

/** The file catalogue/permissions.json. */
export const PermissionFacts = z.strictObject({
  $schema: z.string().optional(),
  /** When the facts were read: of permissions, and of what is being switched off. */
  asOf: z.strictObject({ permissions: z.iso.date(), retirements: z.iso.date() }),
  resources: z.record(Resource, z.strictObject({ appId: z.guid(), displayName: z.string() })),
  sources: z.record(z.string(), z.string()),
  permissions: z.array(Permission),
});
export type PermissionFacts = z.infer<typeof PermissionFacts>;
