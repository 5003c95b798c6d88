import { type DeepLink, readDeepLink, toPageLink } from "./deep-link.ts";
import type { Done } from "./host.ts";
import { toOpened } from "./link.ts";
import type { Bot } from "./model.ts";
import { type TabName, tabNames, toTabName } from "./view-state.ts";

export interface WaysOptions {
  readonly bot: Bot;
  /** Who follows a link. */
  readonly readAlias: () => string;
  openPage(page: TabName, subPage: string): void;
  /** Opens a conversation where that message stands; false where the person is not in it. */
  openMessage(conversation: string, message: string): boolean;
  /** Opens the app's chat with a text in its box. */
  openChat(text: string): void;
  tell(title: string, text: string): void;
}

/** Where links lead to, from a page of the app or from a card. */
export interface Ways {
  openLink(link: string): Done;
  openPage(page: string, subPage: string): Done;
  toLink(page: string, subPage: string): string;
  /** A link that Teams follows itself, in place of a browser. */
  isOfTeams(link: string): boolean;
}

export function createWays(options: WaysOptions): Ways {
  const openPage = (id: string, subPage: string): Done => {
    const page = id === "" ? tabNames[0] : toTabName(id);
    if (!page) return refuse(options, `The app has no page "${id}".`);
    options.openPage(page, subPage);
    return { isDone: true };
  };
  return {
    openPage,
    openLink: (link) => {
      const meant = readDeepLink(link);
      return meant.kind === "page" ? openPage(meant.page, meant.subPage) : follow(options, meant);
    },
    toLink: (page, subPage) => toPageLink(toAppId(options.bot), page, subPage),
    isOfTeams: (link) => ["chat", "page", "message"].includes(readDeepLink(link).kind),
  };
}

/** Pages are not asked for their app: the sandbox has one. */
function follow(options: WaysOptions, meant: Exclude<DeepLink, { kind: "page" }>): Done {
  switch (meant.kind) {
    case "chat":
      return openChat(options, meant);
    case "message":
      if (options.openMessage(meant.conversation, meant.message)) return { isDone: true };
      return refuse(options, "You are not in the conversation of that message, or it is not here.");
    case "window":
      window.open(toOpened(meant.url, options.readAlias()), "_blank", "noopener,noreferrer");
      return { isDone: true };
    case "outside":
      return refuse(options, `The sandbox opens nothing outside of this machine: ${meant.url}`);
    case "broken":
      return refuse(options, "The link is neither http nor https.");
    default:
      return meant satisfies never;
  }
}

function openChat(options: WaysOptions, { users, message }: Extract<DeepLink, { kind: "chat" }>) {
  const wanted = options.bot.id.toLowerCase();
  if (!users.some((user) => user.toLowerCase() === wanted)) {
    return refuse(options, `The sandbox has no chat with ${users.join(", ") || "nobody"}.`);
  }
  options.openChat(message);
  return { isDone: true } as const;
}

function refuse({ tell }: WaysOptions, reason: string): Done {
  tell("The link was not opened", reason);
  return { isDone: false, reason };
}

/** The bot's id is its client id behind a prefix; the sandbox's app has no other. */
function toAppId({ id }: Bot): string {
  return id.replace(/^28:/, "");
}
