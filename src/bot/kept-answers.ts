import { createBoundedMap } from "../core/bounded-map.ts";
import type { Language } from "../core/local-text.ts";
import type { Question } from "../core/understanding/index.ts";
import { type Answer, answerQuestion, answerSelection, type World } from "../core/view/index.ts";

/** Gives answers, those that were given before without drawing them again. */
export interface KeptAnswers {
  toQuestion(question: Question): Answer;
  /** Undefined where the code is not valid. */
  toSelection(language: Language, code: string): Answer | undefined;
}

/**
 * An answer depends on catalogue, language and question alone, and nobody changes it, so the same object
 * may be sent again; its card is kept with it.
 * @param limit answers that are kept; one with its card takes some 150 KB @default 100
 */
export function createKeptAnswers(world: World, limit = 100): KeptAnswers {
  const kept = createBoundedMap<Answer>(limit);
  return {
    toQuestion: (question) => {
      // Somebody's own words, tenant or client id stand on the card: drawn for that person, not kept.
      const isPersonal =
        question.outside !== undefined || Object.keys(question.identifiers).length > 0;
      if (isPersonal) return answerQuestion(world, question);
      // How sure understanding was changes nothing about the answer.
      const key = JSON.stringify({ ...question, confidence: undefined });
      const known = kept.get(key);
      if (known) return known;
      const answer = answerQuestion(world, question);
      kept.set(key, answer);
      return answer;
    },
    toSelection: (language, code) => {
      const key = `${language} ${code}`;
      const known = kept.get(key);
      if (known) return known;
      const answer = answerSelection(world, language, code);
      if (answer) kept.set(key, answer);
      return answer;
    },
  };
}
