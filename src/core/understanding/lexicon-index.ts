import type { Catalogue, Lexicon, Pack, Words } from "../catalogue/index.ts";
import type { Language } from "../local-text.ts";
import { stem, toWords } from "./fold.ts";

/** The general roles a word can play in a sentence. */
export type Role = Exclude<
  keyof Words,
  "$schema" | "intents" | "commands" | "numbers" | "families"
>;

/** What a phrase can mean. */
export type Meaning =
  | { readonly type: "product"; readonly pack: string }
  | {
      readonly type: "choice";
      readonly pack: string;
      readonly dimension: string;
      readonly choice: string;
      readonly weak: boolean;
    }
  | {
      readonly type: "half";
      readonly pack: string;
      readonly dimension: string;
      readonly choice: string;
      readonly side: "one" | "other";
      /** Halves of one pair share it. */
      readonly pair: string;
    }
  | { readonly type: "scenario"; readonly pack: string; readonly scenario: string }
  | { readonly type: "note"; readonly id: string }
  | { readonly type: "outside"; readonly pack: string; readonly dimension: string }
  | { readonly type: "intent"; readonly id: string }
  | { readonly type: "command"; readonly id: string }
  | { readonly type: "permission"; readonly value: string }
  | { readonly type: "number"; readonly value: string; readonly isOrdinal: boolean }
  | { readonly type: "role"; readonly role: Role; readonly language: Language };

export interface Phrase {
  readonly words: readonly string[];
  readonly meanings: Meaning[];
}

/** All phrases of the catalogue, by their first word, and the words they are made of. */
export interface LexiconIndex {
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
  readonly vocabulary: ReadonlySet<string>;
  /** Stem -> the vocabulary's words that share it. */
  readonly stems: ReadonlyMap<string, readonly string[]>;
  /** First letter -> the vocabulary's words of four letters and more. */
  readonly byLetter: ReadonlyMap<string, readonly string[]>;
}

/** Builds the index; do it once per catalogue, a question then only reads it. */
export function indexLexicons(catalogue: Catalogue): LexiconIndex {
  const phrases = new Map<string, Phrase>();
  const add = (text: string, meaning: Meaning) => addPhrase(phrases, toWords(text), meaning);
  for (const [language, words] of Object.entries(catalogue.words))
    addWords(words, language as Language, add);
  for (const pack of catalogue.packs)
    for (const lexicon of Object.values(pack.lexicons)) addLexicon(pack, lexicon, add);
  for (const permission of catalogue.facts.permissions)
    if (permission.value.includes(".") && permission.value !== "Mail.Send")
      add(permission.value, { type: "permission", value: permission.value });
  return toIndex([...phrases.values()]);
}

type Add = (text: string, meaning: Meaning) => void;

function addWords(words: Words, language: Language, add: Add): void {
  const {
    $schema: _,
    families: __,
    signs: ___,
    intents,
    commands,
    numbers,
    ordinals,
    ...roles
  } = words;
  const addAll = (texts: readonly string[], meaning: Meaning) => {
    for (const text of texts) add(text, meaning);
  };
  for (const [role, texts] of Object.entries(roles))
    addAll(texts, { type: "role", role: role as Role, language });
  for (const [id, texts] of Object.entries(intents)) addAll(texts, { type: "intent", id });
  for (const [id, texts] of Object.entries(commands)) addAll(texts, { type: "command", id });
  for (const [value, texts] of Object.entries(numbers))
    addAll(texts, { type: "number", value, isOrdinal: false });
  for (const [value, texts] of Object.entries(ordinals))
    addAll(texts, { type: "number", value, isOrdinal: true });
}

function addLexicon({ head }: Pack, lexicon: Lexicon, add: Add): void {
  const pack = head.id;
  for (const text of lexicon.product) add(text, { type: "product", pack });
  for (const [weak, choices] of [
    [false, lexicon.choices],
    [true, lexicon.weakChoices],
  ] as const)
    for (const [dimension, byChoice] of Object.entries(choices))
      for (const [choice, texts] of Object.entries(byChoice))
        for (const text of texts) add(text, { type: "choice", pack, dimension, choice, weak });
  addPairs(pack, lexicon, add);
  for (const [scenario, texts] of Object.entries(lexicon.scenarios))
    for (const text of texts) add(text, { type: "scenario", pack, scenario });
  for (const [note, texts] of Object.entries(lexicon.notes))
    for (const text of texts) add(text, { type: "note", id: `${pack}:${note}` });
  for (const [dimension, texts] of Object.entries(lexicon.outside))
    for (const text of texts) add(text, { type: "outside", pack, dimension });
}

function addPairs(pack: string, lexicon: Lexicon, add: Add): void {
  for (const [dimension, byChoice] of Object.entries(lexicon.nearChoices))
    for (const [choice, pairs] of Object.entries(byChoice))
      for (const [number, words] of pairs.entries())
        for (const side of ["one", "other"] as const)
          for (const text of words[side])
            add(text, { type: "half", pack, dimension, choice, side, pair: `${choice} ${number}` });
}

function addPhrase(phrases: Map<string, Phrase>, words: string[], meaning: Meaning): void {
  if (words.length === 0) return;
  for (const form of words.length === 2 && words.join("").length >= 8
    ? [words, [words.join("")]]
    : [words]) {
    const key = form.join(" ");
    const phrase = phrases.get(key) ?? { words: form, meanings: [] };
    if (!phrase.meanings.some((known) => JSON.stringify(known) === JSON.stringify(meaning)))
      phrase.meanings.push(meaning);
    phrases.set(key, phrase);
  }
}

function toIndex(phrases: readonly Phrase[]): LexiconIndex {
  const vocabulary = new Set(phrases.flatMap((phrase) => phrase.words));
  return {
    phrases: Map.groupBy(phrases, (phrase) => phrase.words[0] as string),
    vocabulary,
    stems: Map.groupBy(vocabulary, stem),
    byLetter: Map.groupBy(
      [...vocabulary].filter((word) => word.length >= 4),
      (word) => word[0] as string,
    ),
  };
}
