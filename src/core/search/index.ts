// Knows how the catalogue is searched by a few words: set-ups, scopes, permissions and notes, by likeness.
// Must not know questions or cards: what somebody means by a sentence is core/understanding's to say.
// searchCatalogue() is the entrance; entries.ts says what is found by which words, and how much each counts.
export type { Hit } from "./entries.ts";
export {
  findHit,
  listHits,
  prepareSearch,
  searchCatalogue,
} from "./search.ts";
