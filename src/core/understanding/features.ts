import { stem } from "./fold.ts";

/** Letters in a part of a word; parts carry compounds, endings and typos. */
const GRAM = 4;

/** How much a part, a pair and a family count beside a whole word. */
const WEIGHT = { part: 0.35, pair: 1, family: 0.9 };

/** Stem of a word -> the families it belongs to, in any language. */
export type Families = ReadonlyMap<string, readonly string[]>;

/** A word of a text and how much it says, 0 to 1. */
export interface WeighedWord {
  readonly word: string;
  readonly share: number;
  /** The same for the families it belongs to. */
  readonly familyShare: number;
}

/**
 * What a text is compared by, with weights: stems, pairs of stems (`a b`), parts of longer words
 * (`#part`) and families of words (`@family`), which languages share.
 */
export function featuresOf(words: readonly WeighedWord[], families: Families): Map<string, number> {
  const features = new Map<string, number>();
  const add = (name: string, weight: number) => {
    if (weight > (features.get(name) ?? 0)) features.set(name, weight);
  };
  let before: { root: string; share: number } | undefined;
  for (const { word, share, familyShare } of words) {
    const root = stem(word);
    add(root, share);
    if (before) add(`${before.root} ${root}`, WEIGHT.pair * Math.max(share, before.share));
    for (const family of familiesOf(root, families)) add(`@${family}`, WEIGHT.family * familyShare);
    if (share === 1)
      for (let from = 0; root.length > GRAM && from + GRAM <= root.length; from++)
        add(`#${root.slice(from, from + GRAM)}`, WEIGHT.part);
    before = { root, share };
  }
  return features;
}

/** Shortest head of a compound, and how much must stand before it. */
const HEAD = { length: 5, before: 4 };

/** The families of a word, or of the head of a compound: "Erklärvideo" is a video. */
function familiesOf(root: string, families: Families): readonly string[] {
  const known = families.get(root);
  if (known) return known;
  for (let from = HEAD.before; root.length - from >= HEAD.length; from++) {
    const found = families.get(root.slice(from));
    if (found) return found;
  }
  return [];
}

/** True for features that are words of the text, not made from them. */
export function isWord(feature: string): boolean {
  return !(feature.startsWith("#") || feature.startsWith("@") || feature.includes(" "));
}
