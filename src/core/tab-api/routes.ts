import { z } from "zod";
import { APPROVAL_ROUTES } from "./approval-routes.ts";
import type { TabRoute } from "./route.ts";
import { RUNNING_ROUTES } from "./running-routes.ts";
import * as shapes from "./shapes.ts";

/** Every route by its name. */
export const TAB_ROUTES = {
  me: {
    method: "GET",
    path: "/api/me",
    who: "member",
    scope: null,
    does: "Says who the person is to Consentry, and which pages are open to them.",
    output: shapes.Me,
  },
  deleteMyData: {
    method: "DELETE",
    path: "/api/me/data",
    who: "member",
    scope: null,
    does: "Forgets what is kept about the person: results, consent requests, sign-in, chat address.",
    output: shapes.Done,
  },
  signOut: {
    method: "POST",
    path: "/api/me/sign-out",
    who: "member",
    scope: null,
    does: "Forgets the person's sign-in here.",
    output: shapes.Done,
  },
  signInLink: {
    method: "POST",
    path: "/api/sign-in-links",
    who: "member",
    scope: null,
    does: "Makes the address of a sign-in page for one scope, good for this person and ten minutes.",
    input: shapes.SignInWanted,
    output: shapes.SignInLink,
  },
  consentLinks: {
    method: "POST",
    path: "/api/consent-links",
    who: "member",
    scope: null,
    does: "Opens a consent request for one of Consentry's own scopes and gives its links.",
    input: shapes.ConsentWanted,
    output: shapes.ConsentLinks,
  },
  listTeams: {
    method: "GET",
    path: "/api/home/teams",
    who: "member",
    scope: "basic",
    does: "Lists the person's teams in which Consentry is installed.",
    output: shapes.Teams,
  },
  listChannels: {
    method: "GET",
    path: "/api/home/teams/{team}/channels",
    who: "member",
    scope: "basic",
    does: "Lists the channels of one of these teams.",
    output: shapes.Channels,
  },
  readTeam: {
    method: "GET",
    path: "/api/home/teams/{team}",
    who: "member",
    scope: "home",
    does: "Tells who is in a team, guests by name, and the settings that matter.",
    output: shapes.TeamDetails,
  },
  readChannel: {
    method: "GET",
    path: "/api/home/teams/{team}/channels/{channel}",
    who: "member",
    scope: "home",
    does: "Tells who would see a result shared in a channel, and whether Consentry can post there.",
    output: shapes.ChannelDetails,
  },
  listResults: {
    method: "GET",
    path: "/api/home/results",
    who: "member",
    scope: null,
    does: "Lists the person's latest results.",
    output: shapes.RecentResults,
  },
  listPacks: {
    method: "GET",
    path: "/api/catalog/packs",
    who: "member",
    scope: null,
    does: "Lists all packs with their scenarios and sensitivity labels.",
    output: shapes.Packs,
  },
  ask: {
    method: "POST",
    path: "/api/catalog/ask",
    who: "member",
    scope: null,
    does: "Answers a question, or shows what a selection needs, with the card of the chat.",
    input: shapes.Asked,
    output: shapes.CardReply,
  },
  press: {
    method: "POST",
    path: "/api/catalog/press",
    who: "member",
    scope: null,
    does: "Carries out a button of a card.",
    input: shapes.Pressed,
    output: shapes.CardReply,
  },
  listLabels: {
    method: "GET",
    path: "/api/catalog/labels",
    who: "catalog-manager",
    scope: "catalog",
    does: "Lists the sensitivity labels that the person may see.",
    output: shapes.Labels,
  },
  setLabel: {
    method: "PUT",
    path: "/api/catalog/packs/{pack}/label",
    who: "catalog-manager",
    scope: "catalog",
    does: "Puts a sensitivity label on a pack, or takes it off.",
    input: shapes.LabelChoice,
    output: shapes.LabelSet,
  },
  readSettings: {
    method: "GET",
    path: "/api/settings",
    who: "admin",
    scope: "settings",
    does: "Reads what the administrators of the tenant have decided.",
    output: shapes.SettingsRead,
  },
  changeSettings: {
    method: "PUT",
    path: "/api/settings",
    who: "admin",
    scope: "settings",
    does: "Changes it, with an audit line.",
    input: shapes.SettingsForm,
    output: shapes.SettingsRead,
    isConditional: true,
  },
  findPeople: {
    method: "GET",
    path: "/api/settings/people",
    who: "admin",
    scope: "basic",
    does: "Finds people of the organization by the beginning of a name.",
    query: z.strictObject({ name: z.string().trim().min(2).max(100) }),
    output: shapes.PeopleFound,
  },
  readModels: {
    method: "GET",
    path: "/api/settings/models",
    who: "admin",
    scope: "settings",
    does: "Tells what is granted to each of the two models of the jobs, as the directory shows it.",
    output: shapes.Models,
  },
  disconnectServiceAccount: {
    method: "DELETE",
    path: "/api/settings/service-account",
    who: "admin",
    scope: "settings",
    does: "Forgets the account that jobs act as, with its tokens, with an audit line.",
    output: shapes.Done,
  },
  ...APPROVAL_ROUTES,
  ...RUNNING_ROUTES,
} as const satisfies Readonly<Record<string, TabRoute>>;

/** A key of {@link TAB_ROUTES}. */
export type TabRouteName = keyof typeof TAB_ROUTES;

/** What a route answers. */
export type TabOutput<Name extends TabRouteName> = z.infer<(typeof TAB_ROUTES)[Name]["output"]>;

/** What a route takes as its body; undefined where it takes none. */
export type TabInput<Name extends TabRouteName> = (typeof TAB_ROUTES)[Name] extends {
  readonly input: infer Input extends z.ZodType;
}
  ? z.infer<Input>
  : undefined;
