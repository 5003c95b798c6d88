import type { ConsentFacts } from "../catalogue/index.ts";

/** An error text without a number that the catalogue can explain. */
export type ErrorMessage = ConsentFacts["messages"][number];

/** What was found in the text of an error page. */
export interface ReadError {
  /** `AADSTS65001`, each once, as often as they stand there. */
  readonly codes: readonly string[];
  /** What explains the text where no known number does. */
  readonly message: ErrorMessage | undefined;
}

/** Longest text that is looked at; error pages are far shorter. */
const TEXT_LIMIT = 8000;

const CODE = /AADSTS[\s:_-]{0,3}(\d{5,8})/giu;

/** Reads numbers and known phrases out of what Microsoft's page, or the address it led to, said. */
export function readError(facts: ConsentFacts, text: string): ReadError {
  const read = text.slice(0, TEXT_LIMIT);
  const codes = [...new Set([...read.matchAll(CODE)].map(([, digits]) => `AADSTS${digits}`))];
  const isKnown = facts.errors.some(({ code }) => codes.includes(code));
  return { codes, message: isKnown ? undefined : findMessage(facts, read) };
}

function findMessage(facts: ConsentFacts, text: string): ErrorMessage | undefined {
  const padded = ` ${fold(text)} `;
  return facts.messages.find(({ phrases }) =>
    Object.values(phrases)
      .flat()
      .some((phrase) => padded.includes(` ${fold(phrase)} `)),
  );
}

/** Words alone: an address has `+` and `%20` between them, a page blanks and line breaks. */
function fold(text: string): string {
  return text
    .replace(/%[0-9a-f]{2}/giu, " ")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
