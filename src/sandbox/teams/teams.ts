import { findPerson, type Person, people } from "../directory/people.ts";

/** Who may start posts in a channel. https://learn.microsoft.com/graph/api/resources/channelmoderationsettings?view=graph-rest-beta */
export interface Moderation {
  readonly userNewMessageRestriction: "everyone" | "everyoneExceptGuests" | "moderators";
  readonly replyRestriction: "everyone" | "authorAndModerators";
  readonly allowNewMessageFromBots: boolean;
  readonly allowNewMessageFromConnectors: boolean;
}

/** A channel as Microsoft Graph knows it; the bot need not be in it. */
export interface TeamChannel {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly membership: "standard" | "private";
  readonly owners: readonly Person[];
  readonly members: readonly Person[];
  readonly moderation: Moderation;
  readonly tabs: readonly TeamTab[];
}

/** A pinned tab: Consentry's, or one of an app that every tenant has. */
export interface TeamTab {
  readonly id: string;
  readonly name: string;
  readonly app: "consentry" | "planner";
}

/** A team as Microsoft Graph knows it. */
export interface GraphTeam {
  /** That of its Microsoft 365 group. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly visibility: "public" | "private";
  readonly owners: readonly Person[];
  readonly members: readonly Person[];
  readonly mayGuestsCreateChannels: boolean;
  readonly mayMembersAddApps: boolean;
  readonly channels: readonly TeamChannel[];
}

const open: Moderation = {
  userNewMessageRestriction: "everyone",
  replyRestriction: "everyone",
  allowNewMessageFromBots: true,
  allowNewMessageFromConnectors: true,
};

/** Bots answer there, and start nothing. */
const forPeople: Moderation = {
  ...open,
  userNewMessageRestriction: "everyoneExceptGuests",
  allowNewMessageFromBots: false,
  allowNewMessageFromConnectors: false,
};

const [priya, jonas, harriet] = ["product-admin", "global-admin", "teams-admin"].map(toPerson) as [
  Person,
  Person,
  Person,
];

function toPerson(alias: string): Person {
  const found = findPerson(alias);
  if (!found) throw new RangeError(`no person ${alias}`);
  return found;
}

type Draft = Pick<TeamChannel, "id" | "name"> & Partial<TeamChannel>;

/** Standard channels have the members of their team. */
function toTeam({
  channels,
  ...team
}: Omit<GraphTeam, "channels"> & { channels: Draft[] }): GraphTeam {
  const { owners, members } = team;
  const standard = {
    description: null,
    membership: "standard",
    moderation: open,
    tabs: [],
  } as const;
  return {
    ...team,
    channels: channels.map((channel) => ({ ...standard, owners, members, ...channel })),
  };
}

/** The team that has Consentry: two channels of the bot's conversations, and a private one without it. */
export const contosoIt = toTeam({
  id: "e515dae4-a052-4f9b-8d42-61de95a4d505",
  name: "Contoso IT",
  description: "Accounts, devices and permissions",
  visibility: "private",
  owners: [priya, jonas],
  members: people,
  mayGuestsCreateChannels: false,
  mayMembersAddApps: true,
  channels: [
    {
      id: "19:contoso-it@thread.tacv2",
      name: "General",
      description: "What concerns everybody",
      moderation: forPeople,
      tabs: [{ id: "8f1b5a52-2f6e-4c8e-9a57-0b1d2c3e4f01", name: "Plan", app: "planner" }],
    },
    {
      id: "19:contoso-it-permissions@thread.tacv2",
      name: "Permissions",
      tabs: [{ id: "8f1b5a52-2f6e-4c8e-9a57-0b1d2c3e4f02", name: "Consentry", app: "consentry" }],
    },
    {
      id: "19:contoso-it-approvals@thread.tacv2",
      name: "Approvals",
      membership: "private",
      owners: [jonas],
      members: [priya, jonas],
    },
  ],
});

/** A team without Consentry. */
export const contosoFinance = toTeam({
  id: "f7a3c1d2-8b54-4e6a-9c1f-2d7e8a906b11",
  name: "Contoso Finance",
  description: "Closing and reporting",
  visibility: "public",
  owners: [harriet],
  members: [priya, harriet],
  mayGuestsCreateChannels: false,
  mayMembersAddApps: false,
  channels: [
    { id: "19:contoso-finance@thread.tacv2", name: "General" },
    { id: "19:contoso-finance-closing@thread.tacv2", name: "Monthly closing" },
  ],
});

export const graphTeams: readonly GraphTeam[] = [contosoIt, contosoFinance];
