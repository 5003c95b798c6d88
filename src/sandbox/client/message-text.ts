import { element } from "./element.ts";
import { toPieces } from "./found-links.ts";
import { toHtml } from "./markdown.ts";
import type { Bot, Message } from "./model.ts";

/** The words of a message: Markdown of the bot, and of people what they typed. */
export function toBubble(message: Message, text: string, bot: Bot): HTMLElement {
  const bubble = element("div", { class: "bubble" });
  if (message.textFormat === "plain") bubble.append(...toPlain(text, bot));
  else bubble.innerHTML = toHtml(text);
  return bubble;
}

/** What a person typed: as it stands, with the mention of the bot and links made visible. */
function toPlain(text: string, { name }: Bot): readonly (Node | string)[] {
  const [before = "", ...after] = text.split(`@${name}`);
  if (after.length === 0) return toLinked(text);
  const mention = element("span", { class: "mention" }, name);
  return [...toLinked(before), mention, ...toLinked(after.join(`@${name}`))];
}

function toLinked(text: string): readonly (Node | string)[] {
  return toPieces(text).map((piece) => (piece.isLink ? toLink(piece.text) : piece.text));
}

function toLink(address: string): HTMLElement {
  const attributes = { href: address, target: "_blank", rel: "noopener noreferrer" };
  return element("a", attributes, address);
}
