// Knows how people ask: words and phrases of the lexicons, typos, negation, follow-ups, intents.
// Must not know answers: it turns a text into a Question and looks nothing up in a tenant.
// Enter through understand(); the labelled phrasings in test/core/understanding hold its quality.
export { distance, fold, isTypo, toWords } from "./fold.ts";
export {
  ACTIONS,
  type ActionId,
  type Earlier,
  KINDS,
  type Kind,
  needsSetUp,
  type Question,
  toEarlier,
} from "./question.ts";
export {
  prepareUnderstanding,
  understand,
} from "./understand.ts";
