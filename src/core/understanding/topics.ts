import type { Catalogue } from "../catalogue/index.ts";
import { type Families, featuresOf, isWord, type WeighedWord } from "./features.ts";
import { stem, toWords } from "./fold.ts";

/** What a text can be about as a whole, judged by its words and parts of words. */
export type Topic =
  | { readonly type: "note"; readonly id: string }
  | { readonly type: "command"; readonly id: string }
  | { readonly type: "refuse" }
  | { readonly type: "outside" };

/** Vectors of topics and of single example questions, turned inside out. */
export interface TopicIndex {
  readonly topics: readonly Topic[];
  readonly families: Families;
  readonly features: ReadonlyMap<string, Feature>;
  /** Features of notes, commands and refusals: words that the catalogue is about. */
  readonly own: ReadonlySet<string>;
  /** Number of an example -> number of its topic. */
  readonly topicOfExample: readonly number[];
  readonly signs: readonly Sign[];
  /** Weight of a word that no topic has. */
  readonly unknownWeight: number;
}

/** Where a feature occurs, with its share of the unit vector there. */
interface Feature {
  readonly rarity: number;
  readonly topics: Posting[];
  readonly examples: Posting[];
}

/** Families of words that together speak for a topic. */
interface Sign {
  readonly topic: number;
  readonly families: readonly string[];
}

interface Posting {
  readonly at: number;
  readonly weight: number;
}

/** Shorter texts are phrases, too thin to stand for a question. */
const EXAMPLE_WORDS = 4;

interface Document {
  readonly topic: Topic;
  readonly texts: readonly string[];
}

/** Gathers the words of every note, command and refusal in all languages. */
export function indexTopics(catalogue: Catalogue): TopicIndex {
  const documents = [
    ...noteDocuments(catalogue),
    ...wordDocuments(catalogue, listSetUpWords(catalogue)),
  ];
  const families = indexFamilies(catalogue);
  const fillers = listFillers(catalogue);
  const read = (text: string) =>
    featuresOf(
      toWords(text).map((word) => weigh(word, fillers.has(word) ? "filler" : "other")),
      families,
    );
  const counted = documents.map(({ texts }) => countFeatures(texts.map(read)));
  const features = toFeatures(counted);
  for (const [topic, counts] of counted.entries()) addVector(features, "topics", topic, counts);
  const topicOfExample: number[] = [];
  for (const [topic, { texts }] of documents.entries())
    for (const text of texts.filter(isQuestion)) {
      addVector(features, "examples", topicOfExample.length, read(text));
      topicOfExample.push(topic);
    }
  return {
    topics: documents.map(({ topic }) => topic),
    own: listOwn(documents, counted),
    families,
    features,
    topicOfExample,
    signs: listSigns(catalogue, documents),
    unknownWeight: Math.log(1 + documents.length / 2),
  };
}

function listOwn(
  documents: readonly Document[],
  counted: readonly ReadonlyMap<string, number>[],
): ReadonlySet<string> {
  return new Set(
    counted.flatMap((counts, at) =>
      documents[at]?.topic.type === "outside" ? [] : [...counts.keys()].filter(isWord),
    ),
  );
}

function isQuestion(text: string): boolean {
  return toWords(text).length >= EXAMPLE_WORDS;
}

/** Fillers say little, but "again" and "who" belong to families that say a lot. */
const SHARE = {
  filler: { share: 0.25, familyShare: 1 },
  "set-up": { share: 0.25, familyShare: 0.25 },
  domain: { share: 0.25, familyShare: 0.4 },
  other: { share: 1, familyShare: 1 },
};

/** What a word does in a text: nothing, tell which set-up is meant, or anything else. */
export type Part = keyof typeof SHARE;

export function weigh(word: string, part: Part): WeighedWord {
  return { word, ...SHARE[part] };
}

function toFeatures(counted: readonly ReadonlyMap<string, number>[]): Map<string, Feature> {
  const spread = new Map<string, number>();
  for (const counts of counted)
    for (const feature of counts.keys()) spread.set(feature, (spread.get(feature) ?? 0) + 1);
  return new Map(
    [...spread].map(([feature, count]) => {
      const rarity = Math.log(1 + counted.length / count);
      return [feature, { rarity, topics: [], examples: [] }];
    }),
  );
}

function addVector(
  features: ReadonlyMap<string, Feature>,
  side: "topics" | "examples",
  at: number,
  counts: ReadonlyMap<string, number>,
): void {
  const raw = [...counts].flatMap(([name, count]) => {
    const feature = features.get(name);
    return feature ? [{ feature, weight: count * feature.rarity }] : [];
  });
  const length = Math.hypot(...raw.map(({ weight }) => weight)) || 1;
  for (const { feature, weight } of raw) feature[side].push({ at, weight: weight / length });
}

/** How often each feature occurs, damped, at the weight it has. */
function countFeatures(read: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const counts = new Map<string, number>();
  const weights = new Map<string, number>();
  for (const [feature, weight] of read.flatMap((features) => [...features])) {
    counts.set(feature, (counts.get(feature) ?? 0) + 1);
    weights.set(feature, Math.max(weight, weights.get(feature) ?? 0));
  }
  return new Map(
    [...counts].map(([name, count]) => [name, (1 + Math.log(count)) * (weights.get(name) ?? 1)]),
  );
}

/** The packs' and the general signs, with the numbers of the topics they speak for. */
function listSigns(catalogue: Catalogue, documents: readonly Document[]): Sign[] {
  const keys = new Map(documents.map(({ topic }, at) => [keyOf(topic), at]));
  const general = Object.values(catalogue.words).flatMap(({ signs }) => Object.entries(signs));
  const own = catalogue.packs.flatMap(({ head, lexicons }) =>
    Object.values(lexicons).flatMap(({ signs }) =>
      Object.entries(signs).map(([note, lists]) => [`${head.id}:${note}`, lists] as const),
    ),
  );
  return [...general, ...own].flatMap(([key, lists]) => {
    const topic = keys.get(key);
    return topic === undefined ? [] : lists.map((families) => ({ topic, families }));
  });
}

function keyOf(topic: Topic): string {
  return topic.type === "note" || topic.type === "command" ? topic.id : topic.type;
}

function indexFamilies(catalogue: Catalogue): Families {
  const families = new Map<string, string[]>();
  const add = (family: string, text: string) => {
    const key = stem(toWords(text).join(""));
    const known = families.get(key) ?? [];
    if (!known.includes(family)) families.set(key, [...known, family]);
  };
  for (const words of Object.values(catalogue.words)) {
    for (const [family, texts] of Object.entries(words.families))
      for (const text of texts) add(family, text);
    for (const text of words.domain) if (!text.includes(" ")) add("permission", text);
  }
  return families;
}

function listFillers(catalogue: Catalogue): ReadonlySet<string> {
  return new Set(
    Object.values(catalogue.words)
      .flatMap((words) => words.filler)
      .map((word) => toWords(word).join(" ")),
  );
}

function noteDocuments(catalogue: Catalogue): Document[] {
  return catalogue.packs.flatMap((pack) =>
    pack.notes.map((note) => ({
      topic: { type: "note" as const, id: `${pack.head.id}:${note.id}` },
      texts: [
        ...Object.values(note.title),
        ...Object.values(pack.lexicons).flatMap((lexicon) => lexicon.notes[note.id] ?? []),
        ...Object.values(pack.examples).flatMap((examples) => examples.notes[note.id] ?? []),
      ],
    })),
  );
}

/** Words that only tell which set-up is meant: they say nothing about what to do with it. */
function listSetUpWords(catalogue: Catalogue): ReadonlySet<string> {
  const choices = catalogue.packs.flatMap((pack) =>
    Object.values(pack.lexicons).flatMap((lexicon) => [
      ...lexicon.product,
      ...Object.values(lexicon.choices).flatMap((byChoice) => Object.values(byChoice).flat()),
    ]),
  );
  const sections = Object.values(catalogue.words).flatMap((words) => words.section);
  const words = new Set([...choices, ...sections].flatMap(toWords));
  for (const { families, filler } of Object.values(catalogue.words))
    for (const text of [...Object.values(families).flat(), ...filler]) words.delete(text);
  return words;
}

function wordDocuments(catalogue: Catalogue, setUpWords: ReadonlySet<string>): Document[] {
  const all = Object.values(catalogue.words);
  const examples = Object.values(catalogue.examples);
  const withoutSetUp = (text: string) =>
    toWords(text)
      .filter((word) => !setUpWords.has(word) && !/^\d$/.test(word))
      .join(" ");
  const ids = [...new Set(all.flatMap((words) => Object.keys(words.commands)))];
  const commands = ids.map((id) => ({
    topic: { type: "command" as const, id },
    texts: [...all, ...examples].flatMap((words) => (words.commands[id] ?? []).map(withoutSetUp)),
  }));
  const refuse = [...all, ...examples].flatMap((words) => words.refuse);
  const outside = examples.flatMap((words) => words.outside);
  return [
    ...commands,
    { topic: { type: "refuse" }, texts: refuse },
    { topic: { type: "outside" }, texts: outside },
  ];
}
