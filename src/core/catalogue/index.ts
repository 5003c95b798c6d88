// Knows the curated data: packs, scenarios, notes, errata, facts of permissions and of consent.
// Must not know where the files lie or what is asked of them.
// Files become one Catalogue in parseCatalogue(); checks/ hold what a schema cannot say.
export {
  type Catalogue,
  type CatalogueFiles,
  findPack,
  type Pack,
  parseCatalogue,
} from "./catalogue.ts";
export { ConsentFacts } from "./consent-facts.ts";
export {
  type Alternative,
  type Choice,
  type Dimension,
  Errata,
  type Erratum,
  Examples,
  Lexicon,
  Note,
  PackHead,
  type Row,
  Scenario,
  type Source,
  type Variant,
} from "./schema.ts";
export { WordExamples, Words } from "./words.ts";
