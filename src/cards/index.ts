// Knows templates: loads them from /cards, binds a view's data to them, checks what comes out.
// Must not know questions, catalogue or Bot Framework: a View goes in, an Adaptive Card comes out.
// renderCard() is all that a turn needs; prepareCards() runs once, right after listening.
export { listElements } from "./elements.ts";
export { lintCard } from "./lint.ts";
export { toOlderClient } from "./older-client.ts";
export { type Card, measureCard, renderCard, SIZE_LIMIT } from "./render.ts";
export {
  CARDS_FOLDER,
  countConstructed,
  prepareCards,
} from "./templates.ts";
