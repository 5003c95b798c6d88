import { z } from "zod";
import { LANGUAGES } from "../local-text.ts";

/** A person by Entra object id, with the name under which Settings shows them. */
export const NamedPerson = z.strictObject({
  id: z.guid().toLowerCase(),
  name: z.string().trim().min(1).max(256),
});
export type NamedPerson = z.infer<typeof NamedPerson>;

/** A sensitivity label of the tenant, as Microsoft Purview names it. */
export const PackLabel = z.strictObject({
  id: z.string().min(1).max(100),
  name: z.string().trim().min(1).max(256),
});
export type PackLabel = z.infer<typeof PackLabel>;

const uniqueIds = (entries: readonly { readonly id: string }[]) =>
  new Set(entries.map(({ id }) => id)).size === entries.length;

/** What the administrators of a tenant decide in Settings. */
export const TenantSettings = z.strictObject({
  /** People who decide on requests besides those whose Entra role lets them. */
  approvers: z
    .array(NamedPerson)
    .max(50)
    .refine(uniqueIds, "somebody stands there twice")
    .readonly(),
  /** People who keep the catalogue of the tenant: Consentry's own role. */
  catalogManagers: z
    .array(NamedPerson)
    .max(50)
    .refine(uniqueIds, "somebody stands there twice")
    .readonly(),
  /** Client ids that links may be made for although the tenant does not show them. */
  allowedApps: z
    .array(z.guid().toLowerCase())
    .max(200)
    .refine((ids) => new Set(ids).size === ids.length, "a client id stands there twice")
    .readonly(),
  /** As whom jobs read the tenant: Consentry itself, or an account that signed in for them. */
  model: z.enum(["application", "service-account"]),
  /** Language where Teams names none that Consentry speaks. */
  language: z.enum(LANGUAGES),
  /** Days after which ended requests and results are forgotten. The audit log stays. */
  retentionDays: z.number().int().min(30).max(3650),
  /** Sensitivity label of a pack, by the pack's id. */
  labels: z.record(z.string().max(100), PackLabel),
});
export type TenantSettings = z.infer<typeof TenantSettings>;

/** What holds in a tenant whose administrators have decided nothing yet. */
export const DEFAULT_SETTINGS: TenantSettings = {
  approvers: [],
  catalogManagers: [],
  allowedApps: [],
  model: "application",
  language: "en",
  retentionDays: 365,
  labels: {},
};
