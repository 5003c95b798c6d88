import type { Bot, Conversation, Message, Person } from "./model.ts";
import { parseViewState, type ViewState } from "./view-state.ts";

/** What the page knows of the sandbox. */
export interface Page {
  state: ViewState;
  readonly people: readonly Person[];
  readonly bot: Bot;
  conversations: readonly Conversation[];
  messages: readonly Message[];
  readonly unread: Set<string>;
  takesFiles: boolean;
  /** Who looks at what; another value opens that conversation afresh. */
  seat: string;
}

/** What the address says, and nothing read yet. */
export function createPage(people: readonly Person[], bot: Bot): Page {
  return {
    state: parseViewState(location.hash),
    people,
    bot,
    conversations: [],
    messages: [],
    unread: new Set(),
    takesFiles: true,
    seat: "",
  };
}
