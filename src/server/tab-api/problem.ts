import type { Language } from "../../core/local-text.ts";
import { PROBLEM_CODES, type Problem } from "../../core/tab-api/index.ts";
import type { Texts } from "../../core/view/index.ts";
import { createTexts } from "../../i18n/index.ts";
import type { Refusal } from "./call.ts";

/** Says a refusal as problem details, in the language of who asks. */
export function toProblem(refusal: Refusal, language: Language, correlationId: string): Problem {
  const { kind: _, code, field, needed, ...facts } = refusal;
  return {
    type: "about:blank",
    ...wordsOf(createTexts(language), refusal, field),
    status: PROBLEM_CODES[code],
    code,
    correlationId,
    ...facts,
    ...(needed && { needed: [...needed] }),
  };
}

function wordsOf(t: Texts, { code, seconds = 1 }: Refusal, field = "") {
  const name = code.replaceAll("_", "-");
  return {
    title: t(`problem.${name}.title`),
    detail: t(`problem.${name}.detail`, { field, seconds }),
  };
}
