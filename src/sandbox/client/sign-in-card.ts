import { button, element } from "./element.ts";
import { readSignInAsk } from "./sign-in.ts";

/**
 * Draws an OAuth or sign-in card: what the bot says, and the button.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
 */
export function renderSignInCard(content: unknown, signIn: (url: string) => void): HTMLElement {
  const { text, button: asked } = readSignInAsk(content);
  const card = element("div", { class: "card sign-in-card" });
  if (text !== "") card.append(element("p", {}, text));
  if (asked)
    card.append(button(asked.title, { class: "primary-button" }, () => signIn(asked.link)));
  return card;
}
