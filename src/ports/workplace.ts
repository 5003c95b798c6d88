import type { Directory } from "./directory.ts";
import type { PersonTokenAnswer, ScopedToken } from "./tokens.ts";

/** What came of asking Microsoft Graph for a person. */
export type PersonAnswer<Value> =
  | { readonly kind: "read"; readonly value: Value }
  | { readonly kind: "absent" }
  /** Graph does not let this person read it, whatever was consented to. */
  | { readonly kind: "forbidden" }
  | Exclude<PersonTokenAnswer, { kind: "token" }>;

/** A team that a person is in. Ids are those of Microsoft 365 groups. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
}

/** A channel of a team. */
export interface Channel {
  /** `19:…@thread.tacv2` */
  readonly id: string;
  readonly name: string;
  readonly membership: "standard" | "private" | "shared" | "unknown";
}

/** What of a team's settings matters to who reads a shared result. */
export interface TeamFacts {
  readonly visibility: "private" | "public" | "hidden" | "unknown";
  readonly isArchived: boolean;
  /** Null where Graph does not say. */
  readonly mayGuestsAddChannels: boolean | null;
  readonly mayMembersAddApps: boolean | null;
}

/** What of a channel's settings matters to whether a result can be shared there; null where Graph does not say. */
export interface ChannelFacts {
  readonly mayBotsPost: boolean | null;
  readonly whoMayPost: "everyone" | "everyoneExceptGuests" | "moderators" | null;
  readonly isArchived: boolean | null;
}

/** Somebody who reads what is posted in a team or a channel. */
export interface Reader {
  readonly name: string;
  readonly isOwner: boolean;
  /** True for people of other organizations in a shared channel too. */
  readonly isGuest: boolean;
}

/** Readers, and whether there are more than were read. */
export interface Readers {
  readonly people: readonly Reader[];
  readonly isCut: boolean;
}

/** A person whom a search found. */
export interface FoundPerson {
  readonly id: string;
  readonly name: string;
  /** Mail address; the name for sign-in where there is none. */
  readonly mail: string | null;
}

/** A tab of a channel. */
export interface ChannelTab {
  readonly name: string;
  /** Id of the app in its own manifest; null where Graph does not say. */
  readonly externalAppId: string | null;
}

/** A sensitivity label of the organization. */
export interface SensitivityLabel {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly isActive: boolean;
}

/**
 * Microsoft Graph as a person sees it, read only. Each call runs under a scope that the registry of calls
 * names for it.
 * @throws RangeError when a token of another scope is given: a fault of ours, never of the person
 */
export interface Workplace {
  /** Teams of the person; scope basic. */
  listTeams(token: ScopedToken): Promise<PersonAnswer<readonly Team[]>>;
  /** Scope basic. */
  listChannels(token: ScopedToken, teamId: string): Promise<PersonAnswer<readonly Channel[]>>;
  /** Scope home. */
  readTeam(token: ScopedToken, teamId: string): Promise<PersonAnswer<TeamFacts>>;
  /** Scope home. */
  listTeamReaders(token: ScopedToken, teamId: string): Promise<PersonAnswer<Readers>>;
  /** Scope home; for private and shared channels, which have members of their own. */
  listChannelReaders(
    token: ScopedToken,
    teamId: string,
    channelId: string,
  ): Promise<PersonAnswer<Readers>>;
  /** Scope home. */
  readChannel(
    token: ScopedToken,
    teamId: string,
    channelId: string,
  ): Promise<PersonAnswer<ChannelFacts>>;
  /** Scope home. */
  listTabs(
    token: ScopedToken,
    teamId: string,
    channelId: string,
  ): Promise<PersonAnswer<readonly ChannelTab[]>>;
  /** Scope catalog. */
  listLabels(token: ScopedToken): Promise<PersonAnswer<readonly SensitivityLabel[]>>;
  /** People of the organization by the beginning of a name, at most ten; scope basic. */
  findPeople(token: ScopedToken, text: string): Promise<PersonAnswer<readonly FoundPerson[]>>;
  /**
   * The tenant's directory with the person's own rights; scope verification.
   * @param grantsAs who reads delegated grants: Microsoft Graph shows them to people with certain roles only,
   *   so for others Consentry reads them with the permission that an administrator gave it
   */
  openDirectory(token: ScopedToken, grantsAs: "person" | "consentry"): Directory;
}
