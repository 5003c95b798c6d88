import { part } from "./element.ts";
import type { Bot, Conversation } from "./model.ts";
import { readSlash } from "./slash.ts";

/**
 * The switch for messages to the app alone, in channels and group chats that it is in. Typing the app's name
 * behind a slash turns it on.
 */
export interface Privacy {
  open(conversation: Conversation, bot: Bot): void;
  isOn(): boolean;
  /** What is left of a text that turns the switch on; undefined for all other texts. */
  readSlash(text: string): string | undefined;
  /** Why a card does not go along. */
  cardProblem(): string;
}

export function createPrivacy(): Privacy {
  const toggle = part("button", "private");
  let appName = "";
  const set = (isOn: boolean) => {
    toggle.setAttribute("aria-pressed", String(isOn));
    part("p", "private-note").textContent = isOn
      ? `Only you and ${appName} see what you send.`
      : "";
  };
  const isOn = () => toggle.getAttribute("aria-pressed") === "true";
  toggle.addEventListener("click", () => set(!isOn()));
  return {
    open: ({ type, hasBot }, { name }) => {
      appName = name;
      toggle.hidden = type === "personal" || !hasBot;
      toggle.textContent = `Only to ${name}`;
      toggle.title = `A message that only ${name} sees. You can also type /${name.toLowerCase()}.`;
      set(false);
    },
    isOn,
    readSlash: (text) => {
      if (toggle.hidden || !/\s/.test(text)) return undefined;
      const rest = readSlash(text, appName);
      if (rest !== undefined) set(true);
      return rest;
    },
    cardProblem: () =>
      `Cards are for everybody. Remove the card, or turn "Only to ${appName}" off.`,
  };
}
