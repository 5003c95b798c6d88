import { z } from "zod";

const Phrases = z.array(z.string());

/**
 * The file words.<lang>.json of the catalogue: words of a language that mean the same for every pack.
 * Plain text, matched as the lexicons of the packs are.
 */
export const Words = z.strictObject({
  $schema: z.string().optional(),
  /** Say nothing by themselves: articles, pronouns, polite filler, domain words such as "permission". */
  filler: Phrases,
  /** Mark the question as one about permissions ("permission", "rights", "Berechtigung"). */
  domain: Phrases,
  /** Turn around what follows: "no", "without". */
  negation: Phrases,
  /** Turn around what stands before: "… brauchen wir nicht". */
  negationAfter: Phrases,
  /** End the reach of a negation: "but", "sondern". */
  contrast: Phrases,
  /** Continue an earlier question: "and", "same for", "what about". */
  followUp: Phrases,
  /** Say a choice and its opposite at once: "with and without". */
  both: Phrases,
  /** Join set-ups of one sentence. */
  join: Phrases,
  /** Every scenario or scope: "all", "everything". */
  all: Phrases,
  /** Words before a section's number: "scenario", "section". */
  section: Phrases,
  /** What is wanted: intent -> phrases. */
  intents: z.record(z.string(), Phrases),
  /** Commands: id -> phrases that mean it when they stand alone or first. */
  commands: z.record(z.string(), Phrases),
  /** Things nobody may ask for by chat. */
  refuse: Phrases,
  /** Error texts without a code. */
  errors: Phrases,
  /** Words that lead to a destination: "to", "into", "nach". */
  toward: Phrases,
  greeting: Phrases,
  /** "1" to "8" -> how the number is said after a section word: "three". */
  numbers: z.record(z.string(), Phrases).default({}),
  /** The same before or after a section word: "third". */
  ordinals: z.record(z.string(), Phrases).default({}),
  /**
   * Family id -> words of this language that mean about the same. A family has the same id in every
   * language, so that an example in one helps to recognize the question in another.
   */
  families: z.record(z.string(), Phrases).default({}),
  /** Command id, "refuse" or "outside" -> lists of families that speak for it when all are there. */
  signs: z.record(z.string(), z.array(Phrases)).default({}),
});
export type Words = z.infer<typeof Words>;

/** The file examples.<lang>.json of the catalogue: whole sentences that mean the same for every pack. */
export const WordExamples = z.strictObject({
  $schema: z.string().optional(),
  /** command id -> sentences that want it. */
  commands: z.record(z.string(), Phrases),
  /** Sentences that ask for what nobody may do by chat. */
  refuse: Phrases,
  /** Sentences that the catalogue has nothing to say to. */
  outside: Phrases,
});
export type WordExamples = z.infer<typeof WordExamples>;
