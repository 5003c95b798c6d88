import { z } from "zod";
import { JOB_AREAS, JOB_OBSTACLES } from "../job-access/index.ts";
import { SCOPE_IDS } from "../scope/index.ts";
import { PackLabel, TenantSettings } from "../settings/index.ts";

const Count = z.number().int().min(0);
/** Milliseconds since 1970. */
const Time = z.number().int();

/** Pages of the tab. */
export const PAGES = ["home", "catalog", "settings"] as const;

export const Me = z.strictObject({
  name: z.string(),
  /** Roles by id, Consentry's own too. */
  roles: z.array(z.string()),
  /** What each page asks for: roles of which one is needed; empty where every member may enter. */
  pages: z.array(
    z.strictObject({ id: z.enum(PAGES), isOpen: z.boolean(), needed: z.array(z.string()) }),
  ),
  /** Client id of the bot, for links into its chat; id of the Teams app, null where it is not set. */
  botId: z.string(),
  teamsAppId: z.string().nullable(),
  /** Title of the cloud: "Public", "Sandbox". */
  cloud: z.string(),
});

export const Teams = z.strictObject({
  /** Teams of the person in which Consentry is installed. */
  teams: z.array(
    z.strictObject({ id: z.string(), name: z.string(), description: z.string().nullable() }),
  ),
  /** How many further teams the person is in. */
  others: Count,
});

export const Channels = z.strictObject({
  channels: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      membership: z.enum(["standard", "private", "shared", "unknown"]),
    }),
  ),
});

/** Who would see a result that is shared there. */
export const ReaderCount = z.strictObject({
  /** Of those that were read. */
  total: Count,
  owners: Count,
  /** True when there are more than were read. */
  isCut: z.boolean(),
  /** Names of the first twenty who are no guests. */
  names: z.array(z.string()),
  /** Names of all guests that were read. */
  guests: z.array(z.string()),
});

export const TeamDetails = z.strictObject({
  visibility: z.enum(["private", "public", "hidden", "unknown"]),
  isArchived: z.boolean(),
  mayGuestsAddChannels: z.boolean().nullable(),
  mayMembersAddApps: z.boolean().nullable(),
  readers: ReaderCount,
});

export const ChannelDetails = z.strictObject({
  readers: ReaderCount,
  mayBotsPost: z.boolean().nullable(),
  whoMayPost: z.enum(["everyone", "everyoneExceptGuests", "moderators"]).nullable(),
  isArchived: z.boolean().nullable(),
  /** Consentry stands as a tab on top of the channel; null where that cannot be told. */
  isPinned: z.boolean().nullable(),
});

export const RecentResults = z.strictObject({
  results: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(["answer", "check", "consent"]),
      title: z.string(),
      /** Selection code. */
      code: z.string(),
      at: Time,
      /** What became of it, in words; null for answers. */
      state: z.string().nullable(),
    }),
  ),
});

export const Packs = z.strictObject({
  packs: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      vendor: z.string(),
      label: PackLabel.nullable(),
      scenarios: z.array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          purpose: z.string(),
          /** Selection code that answers it; null where more choices are needed. */
          code: z.string().nullable(),
        }),
      ),
    }),
  ),
});

/** A question in words, or a selection code. */
export const Asked = z.union([
  z.strictObject({
    text: z.string().trim().min(1).max(2000),
    earlier: z.string().max(4000).optional(),
  }),
  z.strictObject({ code: z.string().min(1).max(4000) }),
]);

/** A button of a card that was pressed in the tab. */
export const Pressed = z.strictObject({
  verb: z.string().max(100),
  data: z.record(z.string(), z.unknown()),
});

export const CardReply = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("card"),
    /** Adaptive Card. */
    card: z.record(z.string(), z.unknown()),
    summary: z.string(),
    /** Selection code that follow-ups build on; empty where there is none. */
    earlier: z.string(),
    /** Address of the page that says the same to everybody; null for a card of the moment. */
    link: z.url().nullable(),
  }),
  /** It goes on in the chat with the bot, where this text asks for it. */
  z.strictObject({ kind: z.literal("in-chat"), message: z.string() }),
]);

export const Labels = z.strictObject({
  labels: z.array(
    z.strictObject({ id: z.string(), name: z.string(), description: z.string().nullable() }),
  ),
});

export const LabelChoice = z.strictObject({ labelId: z.string().max(100).nullable() });
export const LabelSet = z.strictObject({ label: PackLabel.nullable() });

/** What a form of Settings sends; labels are set in the Catalog. */
export const SettingsForm = TenantSettings.omit({ labels: true });

export const SettingsRead = z.strictObject({
  settings: SettingsForm,
  /** For `If-Match` of the next change. */
  etag: z.string(),
  /** What the operator has set for all tenants; it is changed where Consentry runs. */
  operator: z.strictObject({
    cloud: z.string(),
    allowedApps: z.union([z.literal("*"), z.array(z.string())]),
    domains: z.array(z.string()),
  }),
});

export const PeopleFound = z.strictObject({
  people: z.array(
    z.strictObject({ id: z.string(), name: z.string(), mail: z.string().nullable() }),
  ),
});

const ModelState = z.strictObject({
  /** `unknown`: the tenant could not be read. */
  state: z.enum(["granted", "missing", "unknown"]),
  /** Values of permissions that are not granted. */
  missing: z.array(z.string()),
});

export const Models = z.strictObject({
  /** What keeps jobs from their work, as it was met last. */
  lost: z.array(
    z.strictObject({
      area: z.enum(JOB_AREAS),
      why: z.enum(JOB_OBSTACLES),
      /** Milliseconds since 1970. */
      since: z.number(),
    }),
  ),
  application: ModelState,
  serviceAccount: ModelState.extend({
    /** Name of the account that signed in; null while nobody has. */
    account: z.string().nullable(),
    /** The account is that of the person who looks. */
    isYours: z.boolean(),
  }),
});

export const ConsentWanted = z.strictObject({ scope: z.enum(SCOPE_IDS) });

export const ConsentLinks = z.strictObject({
  /** In the order in which they have to be opened. */
  links: z.array(
    z.strictObject({
      url: z.string(),
      /** Values of the permissions that the page asks for. */
      asksFor: z.array(z.string()),
      isAdminNeeded: z.boolean(),
    }),
  ),
  /** Titles of the roles that may grant it. */
  roles: z.array(z.string()),
});

export const SignInWanted = z.strictObject({
  scope: z.enum(SCOPE_IDS),
  claims: z.string().max(2000).optional(),
});
export const SignInLink = z.strictObject({ url: z.string() });

export const Done = z.strictObject({ done: z.literal(true) });
