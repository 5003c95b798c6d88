import { featuresOf, isWord } from "./features.ts";
import { type Part, type Topic, type TopicIndex, weigh } from "./topics.ts";

/** A topic and how near a text is to it. */
export interface Ranked {
  readonly topic: Topic;
  /** Likeness of text and topic, 0 to 1. */
  readonly score: number;
  /** Families of words that belong together speak for the topic. */
  readonly isSigned: boolean;
}

/**
 * `NEAREST`: how much the nearest single example counts beside the topic as a whole. `SUBSTANCE`: a
 * text that says less than this is no nearer to anything for being short. `SIGN`: what families of
 * words that belong together add.
 */
const RANK = { NEAREST: 0.76, SUBSTANCE: 4, SIGN: 0.16 };

/** A word of the text and what it does there. */
export interface RankWord {
  readonly word: string;
  readonly part: Part;
}

/** The topics nearest to a text, best first; none where no feature is shared. */
export function rankTopics(index: TopicIndex, words: readonly RankWord[]): Ranked[] {
  const isSaying = ({ part }: RankWord) => part !== "set-up";
  const whole = likeness(index, words);
  const rest = words.every(isSaying) ? whole : likeness(index, words.filter(isSaying));
  return index.topics
    .map((topic, at) => {
      const { scores, signed } = topic.type === "command" ? rest : whole;
      return { topic, score: scores[at] ?? 0, isSigned: signed.has(at) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}

interface Likeness {
  readonly scores: Float64Array;
  readonly signed: ReadonlySet<number>;
}

/** How near the words are to each topic: as a whole, to one of its examples, by signs. */
function likeness(index: TopicIndex, words: readonly RankWord[]): Likeness {
  const byTopic = new Float64Array(index.topics.length);
  const byExample = new Float64Array(index.topicOfExample.length);
  const features = featuresOf(
    words.map(({ word, part }) => weigh(word, part)),
    index.families,
  );
  let square = 0;
  for (const [name, share] of features) {
    const feature = index.features.get(name);
    const weight = share * (feature?.rarity ?? (isWord(name) ? index.unknownWeight : 0));
    square += weight ** 2;
    for (const { at, weight: other } of feature?.topics ?? [])
      byTopic[at] = (byTopic[at] ?? 0) + weight * other;
    if (share > LIGHT)
      for (const { at, weight: other } of feature?.examples ?? [])
        byExample[at] = (byExample[at] ?? 0) + weight * other;
  }
  for (const [example, score] of byExample.entries()) {
    const topic = index.topicOfExample[example] ?? 0;
    byTopic[topic] = Math.max(byTopic[topic] ?? 0, RANK.NEAREST * score);
  }
  const length = Math.max(Math.sqrt(square), RANK.SUBSTANCE);
  const scores = byTopic.map((score) => score / length);
  const signed = findSigned(index, features);
  for (const topic of signed) scores[topic] = (scores[topic] ?? 0) + RANK.SIGN;
  return { scores, signed };
}

/** Features that say less are not looked up in the single examples: too many have them. */
const LIGHT = 0.3;

function findSigned(
  { signs }: TopicIndex,
  features: ReadonlyMap<string, number>,
): ReadonlySet<number> {
  const signed = new Set<number>();
  for (const { topic, families } of signs)
    if (families.every((family) => (features.get(`@${family}`) ?? 0) > LIGHT)) signed.add(topic);
  return signed;
}
