import { z } from "zod";
import { LANGUAGES } from "../local-text.ts";
import { APPROVER_ROLES } from "./rules/approver-roles.ts";

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

/** A channel of a team, with the names under which Settings shows it. */
export const NamedChannel = z.strictObject({
  /** Id of the group behind the team. */
  teamId: z.guid().toLowerCase(),
  teamName: z.string().trim().min(1).max(256),
  channelId: z.string().regex(/^19:[^\s/;]{1,200}$/),
  channelName: z.string().trim().min(1).max(256),
});
export type NamedChannel = z.infer<typeof NamedChannel>;

const uniqueIds = (entries: readonly { readonly id: string }[]) =>
  new Set(entries.map(({ id }) => id)).size === entries.length;

/** What the administrators of a tenant decide in Settings. */
export const TenantSettings = z.strictObject({
  /** People who decide on requests, whatever their role. */
  approvers: z
    .array(NamedPerson)
    .max(50)
    .refine(uniqueIds, "somebody stands there twice")
    .readonly(),
  /** How requests are decided. */
  approval: z.strictObject({
    /** Roles of Entra ID whose people decide too. */
    roles: z
      .array(z.enum(APPROVER_ROLES))
      .refine((roles) => new Set(roles).size === roles.length, "a role stands there twice")
      .readonly(),
    /** Where requests are shown to approvers; null for their own chats. */
    channel: NamedChannel.nullable(),
    /** Two different people have to approve. */
    isTwoPerson: z.boolean(),
    /** Days in which a request has to be decided, and after that the consent to be given. */
    days: z.number().int().min(1).max(90),
    /** Days between two reminders of a request; 0 for none. */
    reminderDays: z.number().int().min(0).max(30),
  }),
  /** Whether approvers get mail too, and the mailbox that sends it where Consentry acts as itself. */
  mail: z.strictObject({
    isOn: z.boolean(),
    sender: z.email().max(320).nullable(),
  }),
  /** Hours between two checks of a watched app. */
  watchHours: z.number().int().min(1).max(168),
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
  approval: {
    roles: APPROVER_ROLES,
    channel: null,
    isTwoPerson: false,
    days: 14,
    reminderDays: 3,
  },
  mail: { isOn: false, sender: null },
  watchHours: 24,
  catalogManagers: [],
  allowedApps: [],
  model: "application",
  language: "en",
  retentionDays: 365,
  labels: {},
};
