import { z } from "zod";
import type { Language } from "../core/local-text.ts";
import { LANGUAGES } from "../core/local-text.ts";
import { type Earlier, type Question, toEarlier } from "../core/understanding/index.ts";
import {
  type Answer,
  answerQuestion,
  createQuestion,
  readText,
  type World,
} from "../core/view/index.ts";

/** One question as it stands on a line of input. */
export const AskLine = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  text: z.string(),
  lang: z.enum(LANGUAGES).optional(),
  /** Earlier texts of the same talk, oldest first. */
  context: z.array(z.string()).max(20).optional(),
});
export type AskLine = z.infer<typeof AskLine>;

export interface AskResult extends Omit<Answer, "view" | "selection"> {
  readonly id?: string | number;
  readonly text: string;
}

export interface AskError {
  readonly id?: string | number;
  readonly error: { readonly code: "ERR_LINE_INVALID"; readonly message: string };
}

/** Answers one question from its texts; the earlier ones only say what it follows. */
export function ask(world: World, { text, lang: language = "en", context = [] }: AskLine): Answer {
  let earlier: Earlier | undefined;
  for (const before of context)
    earlier = toEarlier(read(world, before, { language, earlier }), earlier);
  return answerQuestion(world, read(world, text, { language, earlier }));
}

/** As the chat reads it; of a link that another version made it asks what is known still. */
function read(world: World, text: string, options: Parameters<typeof readText>[2]): Question {
  const asked = readText(world, text, options);
  if (asked.kind === "question") return asked.question;
  const { known: selection } = asked.reading;
  return createQuestion({ kind: "clarify", language: options.language, selection });
}

/** Answers one line of JSON; a line that is none, or lacks its text, gives an error and no fault. */
export function askJson(world: World, text: string): AskResult | AskError {
  const parsed = parseLine(text);
  if ("error" in parsed) return parsed;
  const { kind, view, selection: _, ...facts } = ask(world, parsed);
  return { ...(parsed.id !== undefined && { id: parsed.id }), kind, ...facts, text: view.text };
}

function parseLine(text: string): AskLine | AskError {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return toError(undefined, "the line is not JSON: write one object a line");
  }
  const line = AskLine.safeParse(value);
  return line.success ? line.data : toError(value, z.prettifyError(line.error));
}

function toError(value: unknown, message: string): AskError {
  const id = z.object({ id: AskLine.shape.id }).safeParse(value).data?.id;
  return {
    ...(id !== undefined && { id }),
    error: { code: "ERR_LINE_INVALID", message },
  };
}

/** Reads the words after `npm run -s ask --`: `[--lang de] text…`. */
export function readWords(words: readonly string[]): { text: string; language?: Language } {
  const at = words.indexOf("--lang");
  const language = LANGUAGES.find((known) => known === words[at + 1]);
  const rest = at < 0 ? words : words.filter((_, index) => index !== at && index !== at + 1);
  return { text: rest.join(" "), ...(at >= 0 && language && { language }) };
}
