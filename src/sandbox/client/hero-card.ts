import type { Press } from "./card.ts";
import { button, element } from "./element.ts";
import { toRecord, toText } from "./host-wire.ts";

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference */
export const heroCards: ReadonlySet<string> = new Set([
  "application/vnd.microsoft.card.hero",
  "application/vnd.microsoft.card.thumbnail",
]);

/** Draws a hero or thumbnail card: its words, and the buttons that open something. */
export function renderHeroCard(content: unknown, press: (press: Press) => void): HTMLElement {
  const { title, subtitle, text, buttons } = toRecord(content);
  const card = element("div", { class: "card hero-card" });
  for (const [line, kind] of [
    [toText(title), "hero-title"],
    [toText(subtitle), "hero-subtitle"],
    [toText(text), "hero-text"],
  ] as const)
    if (line !== "") card.append(element("p", { class: kind }, line));
  const list: readonly unknown[] = Array.isArray(buttons) ? buttons : [];
  for (const { type, title: label, value } of list.map(toRecord)) {
    if (type !== "openUrl") continue;
    const open = () => press({ kind: "open", url: toText(value) });
    card.append(button(toText(label), { class: "panel-button" }, open));
  }
  return card;
}
