import { toRecord, toText } from "./host-wire.ts";
import type { Outcome } from "./model.ts";

/** A card that the app gives to be sent. */
export interface GivenCard {
  readonly contentType: string;
  readonly content: object;
}

/** A result of a search. */
export interface FoundCard {
  readonly title: string;
  readonly text: string;
  /** What the list is drawn from is sent as it is, where nothing is asked for once it is chosen. */
  readonly card: GivenCard | undefined;
  /** Value of `composeExtension/selectItem`. */
  readonly select: object | undefined;
}

/** A dialog with a card. */
export interface Task {
  readonly title: string;
  readonly card: object;
  /** Pixels. */
  readonly width: number;
}

/** What the app answered to its message extension or to a dialog. */
export type ExtensionAnswer =
  | { readonly kind: "cards"; readonly cards: readonly FoundCard[] }
  | { readonly kind: "task"; readonly task: Task }
  | { readonly kind: "message"; readonly text: string }
  | { readonly kind: "sign-in"; readonly title: string; readonly url: string }
  | { readonly kind: "nothing" }
  | { readonly kind: "problem"; readonly text: string };

/**
 * Reads an answer to an invoke of a message extension or dialog.
 * https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
 * https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/respond-to-task-module-submit
 */
export function readExtensionAnswer(outcome: Outcome): ExtensionAnswer {
  if (outcome.kind === "refused") return { kind: "problem", text: outcome.message };
  const { status = 0, body } = outcome.invokeResponse ?? {};
  if (status < 200 || status >= 300) return toProblem(`The app answered ${status}.`);
  const { task, composeExtension } = toRecord(body);
  if (task) return readTask(toRecord(task));
  if (composeExtension) return readResult(toRecord(composeExtension));
  return { kind: "nothing" };
}

function toProblem(text: string): ExtensionAnswer {
  return { kind: "problem", text };
}

const widths: Readonly<Record<string, number>> = { small: 376, medium: 576, large: 776 };

function readTask({ type, value }: Readonly<Record<string, unknown>>): ExtensionAnswer {
  if (type === "message") return { kind: "message", text: toText(value) };
  if (type !== "continue") return toProblem("The app answered with no dialog that Teams knows.");
  const { title, width, card } = toRecord(value);
  const { content } = toRecord(card);
  if (!isCard(content)) return toProblem("The sandbox shows dialogs with an Adaptive Card only.");
  const pixels = typeof width === "number" ? width : widths[toText(width)];
  return { kind: "task", task: { title: toText(title), card: content, width: pixels ?? 576 } };
}

function isCard(content: unknown): content is object {
  return toRecord(content).type === "AdaptiveCard";
}

function readResult(result: Readonly<Record<string, unknown>>): ExtensionAnswer {
  const { type, text, attachments, suggestedActions } = result;
  if (type === "message") return { kind: "message", text: toText(text) };
  if (type === "auth" || type === "config") return readSignIn(toRecord(suggestedActions));
  if (type !== "result") return toProblem("The app answered with nothing that Teams knows.");
  const list: readonly unknown[] = Array.isArray(attachments) ? attachments : [];
  return { kind: "cards", cards: list.map(readCard) };
}

function readSignIn({ actions }: Readonly<Record<string, unknown>>): ExtensionAnswer {
  const [first]: readonly unknown[] = Array.isArray(actions) ? actions : [];
  const { title, value } = toRecord(first);
  if (toText(value) === "")
    return toProblem("The app asks for a sign-in and names no page for it.");
  return { kind: "sign-in", title: toText(title) || "Sign in", url: toText(value) };
}

function readCard(attachment: unknown): FoundCard {
  const { contentType, content, preview } = toRecord(attachment);
  const shown = toRecord(toRecord(preview).content ?? content);
  const { type, value } = toRecord(shown.tap ?? toRecord(content).tap);
  const isSelected = type === "invoke" && typeof value === "object" && value !== null;
  return {
    title: toText(shown.title) || "Untitled",
    text: [toText(shown.subtitle), toText(shown.text)].filter((one) => one !== "").join(" · "),
    card: toGiven(toText(contentType), content),
    select: isSelected ? value : undefined,
  };
}

function toGiven(contentType: string, content: unknown): GivenCard | undefined {
  const isObject = typeof content === "object" && content !== null;
  return isObject ? { contentType, content } : undefined;
}
