import { z } from "zod";

// What Graph sends of teams and people, as far as it is used. Source: learn.microsoft.com/graph/api/resources/
// followed by team, channel, aaduserconversationmember, channelmoderationsettings, teamsapp, user,
// security-sensitivitylabel.

const Id = z.guid().toLowerCase();
const Text = z.string().nullish();
const Flag = z.boolean().nullish();

export const TeamRow = z.object({ id: Id, displayName: Text, description: Text });
export type TeamRow = z.infer<typeof TeamRow>;

export const ChannelRow = z.object({ id: z.string(), displayName: Text, membershipType: Text });
export type ChannelRow = z.infer<typeof ChannelRow>;

export const TeamSettingsRow = z.object({
  visibility: Text,
  isArchived: Flag,
  guestSettings: z.object({ allowCreateUpdateChannels: Flag }).nullish(),
  memberSettings: z.object({ allowAddRemoveApps: Flag }).nullish(),
});
export type TeamSettingsRow = z.infer<typeof TeamSettingsRow>;

export const MemberRow = z.object({
  id: z.string(),
  displayName: Text,
  /** Of the tenant that the person comes from. */
  tenantId: Id.nullish(),
  /** `owner`, `guest`; nothing for everybody else. */
  roles: z.array(z.string()).nullish(),
});
export type MemberRow = z.infer<typeof MemberRow>;

export const ChannelSettingsRow = z.object({
  isArchived: Flag,
  moderationSettings: z
    .object({ allowNewMessageFromBots: Flag, userNewMessageRestriction: Text })
    .nullish(),
});
export type ChannelSettingsRow = z.infer<typeof ChannelSettingsRow>;

export const TabRow = z.object({
  displayName: Text,
  teamsApp: z.object({ id: Text, externalId: Text, distributionMethod: Text }).nullish(),
});
export type TabRow = z.infer<typeof TabRow>;

export const PersonRow = z.object({
  id: Id,
  displayName: Text,
  mail: Text,
  userPrincipalName: Text,
});
export type PersonRow = z.infer<typeof PersonRow>;

export const LabelRow = z.object({
  id: z.string(),
  name: Text,
  description: Text,
  isActive: Flag,
});
export type LabelRow = z.infer<typeof LabelRow>;

/** A member of a role may be a service principal or a group as well. */
export const HolderRow = z.object({
  "@odata.type": Text,
  id: Id,
  displayName: Text,
  mail: Text,
  /** `Member` or `Guest`, of people alone. */
  userType: Text,
});
export type HolderRow = z.infer<typeof HolderRow>;

export const AddressRow = z.object({ id: Id, mail: Text });
export type AddressRow = z.infer<typeof AddressRow>;
