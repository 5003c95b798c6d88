import type { Catalogue, Lexicon, Pack } from "../catalogue/index.ts";
import type { Language } from "../local-text.ts";
import { indexLexicons, type LexiconIndex } from "./lexicon-index.ts";
import type { Match } from "./match.ts";
import { indexTopics, type TopicIndex } from "./topics.ts";

/** Phrases and topics that a text is read with. */
export interface Reader {
  readonly lexicons: LexiconIndex;
  readonly topics: TopicIndex;
}

/**
 * Readers of a catalogue. Packs whose words count by name only are out of sight until they are named; what
 * reads them is built when it is first asked for.
 */
export interface Readers {
  /** No such pack is named: of them, only the names of their products are known. */
  readonly usual: Reader;
  /** One of them is named and no other product; undefined for a pack of another kind. */
  alone(pack: string): Reader | undefined;
  /** One of them is named beside another product. */
  together(): Reader;
}

/** Builds the readers of a catalogue; do it once, a question then only reads them. */
export function createReaders(catalogue: Catalogue): Readers {
  const { packs } = catalogue;
  const withPacks = (kept: readonly Pack[]): Catalogue => ({ ...catalogue, packs: kept });
  const usual = withPacks(packs.filter((pack) => !isByNameOnly(pack)));
  const named = withPacks(packs.map((pack) => (isByNameOnly(pack) ? toNames(pack) : pack)));
  const built = new Map<string, Reader>();
  const build = (key: string, kept: readonly Pack[]): Reader => {
    const reader = built.get(key) ?? createReader(withPacks(kept));
    built.set(key, reader);
    return reader;
  };
  return {
    usual: { lexicons: indexLexicons(named), topics: indexTopics(usual) },
    alone(id) {
      const pack = packs.find(({ head }) => head.id === id);
      if (!pack || !isByNameOnly(pack)) return undefined;
      const general = packs.filter(({ head }) => head.dimensions.length === 0);
      return build(id, [...general, pack]);
    },
    together: () => build("", packs),
  };
}

/** Ids of the packs whose products a text names. */
export function namedPacks(matches: readonly Match[]): readonly string[] {
  const packs = matches.flatMap(({ meanings }) =>
    meanings.flatMap((meaning) => (meaning.type === "product" ? [meaning.pack] : [])),
  );
  return [...new Set(packs)];
}

function createReader(catalogue: Catalogue): Reader {
  return { lexicons: indexLexicons(catalogue), topics: indexTopics(catalogue) };
}

function isByNameOnly({ head }: Pack): boolean {
  return head.byNameOnly === true;
}

/** A pack of which nothing but the names of its product is left. */
function toNames(pack: Pack): Pack {
  const lexicons = Object.entries(pack.lexicons).map(([language, { product }]) => [
    language as Language,
    { ...NOTHING, product },
  ]);
  return { ...pack, notes: [], examples: {}, lexicons: Object.fromEntries(lexicons) };
}

const NOTHING: Lexicon = {
  product: [],
  choices: {},
  weakChoices: {},
  nearChoices: {},
  scenarios: {},
  notes: {},
  signs: {},
  outside: {},
};
