import { toRecord, toText } from "./host-wire.ts";

/** A code block of a card, as its author wrote it. */
export interface Code {
  readonly text: string;
  readonly language: string;
  readonly firstLine: number;
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#codeblock-in-adaptive-cards */
export function readCode(source: unknown): Code {
  const { codeSnippet, language, startLineNumber } = toRecord(source);
  const firstLine = typeof startLineNumber === "number" ? startLineNumber : 1;
  return { text: toText(codeSnippet), language: toText(language) || "PlainText", firstLine };
}
