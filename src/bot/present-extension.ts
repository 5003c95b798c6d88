import type { InvokeResponse } from "botbuilder";
import { renderCard } from "../cards/index.ts";
import type { View } from "../core/view/index.ts";
import { stampLanguage } from "./card-language.ts";
import { toDialogCard } from "./dialog-card.ts";
import type { ExtensionAnswer, ListItem, Preview } from "./extension-answer.ts";
import { type ExtensionInvoke, formOf } from "./extension-invokes.ts";
import type { Reply } from "./reply.ts";
import type { Turn } from "./turn.ts";

const ADAPTIVE = "application/vnd.microsoft.card.adaptive";
const THUMBNAIL = "application/vnd.microsoft.card.thumbnail";

/**
 * Answers an invoke of the message extension. Everything is in the answer: nothing is sent, because the bot
 * may not be a member where it was asked.
 * Source: learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/respond-to-task-module-submit
 * @returns undefined for an invoke that no route answers
 */
export async function presentExtension(
  turn: Turn,
  reply: Reply,
): Promise<InvokeResponse | undefined> {
  const { invoke } = turn;
  const [view] = reply.views;
  const answer = reply.extension ?? (view && toAnswer(turn, view));
  if (!answer || invoke === undefined) return undefined;
  return { status: 200, body: await toBody(invoke, answer) };
}

/** For when no card can be drawn: the same in plain words. */
export function toPlainAnswer(invoke: ExtensionInvoke, view: View): InvokeResponse {
  const form = formOf(invoke);
  const body = form === "preview" ? NO_PREVIEW : toMessageBody(form, readPlainly(view));
  return { status: 200, body };
}

/** A view that is no answer of a route: who may not enter, or what failed. */
function toAnswer({ invoke }: Turn, view: View): ExtensionAnswer | undefined {
  if (invoke === undefined) return undefined;
  const form = formOf(invoke);
  switch (form) {
    case "list":
      return { kind: "message", text: readPlainly(view) };
    case "dialog":
      return { kind: "dialog", view, title: view.summary, buttons: [] };
    case "preview":
      return { kind: "nothing" };
    default:
      return form satisfies never;
  }
}

/** What a card says without its buttons. */
function readPlainly({ text }: View): string {
  const lines = text.split("\n").filter((line) => !line.startsWith("["));
  return lines.join(" ").slice(0, 500);
}

async function toBody(invoke: ExtensionInvoke, answer: ExtensionAnswer): Promise<object> {
  switch (answer.kind) {
    case "list":
      return toList(answer.items.map(toItem));
    case "insert": {
      const content = await renderCard(answer.view);
      return toList([
        { contentType: ADAPTIVE, content, preview: toThumbnail({ ...answer.preview }) },
      ]);
    }
    case "dialog":
      return { task: { type: "continue", value: await toDialog(answer) } };
    case "message":
      return toMessageBody(formOf(invoke), answer.text);
    case "nothing":
      return formOf(invoke) === "preview" ? NO_PREVIEW : {};
    default:
      return answer satisfies never;
  }
}

function toMessageBody(form: ReturnType<typeof formOf>, text: string): object {
  if (form === "dialog") return { task: { type: "message", value: text } };
  return { composeExtension: { type: "message", text } };
}

function toList(attachments: readonly object[]): object {
  return { composeExtension: { type: "result", attachmentLayout: "list", attachments } };
}

const NO_PREVIEW = toList([]);

/** A client that does not ask for what was chosen inserts the content: it says the same and leads on. */
function toItem({ tap, link, ...preview }: ListItem): object {
  const buttons = link ? [{ type: "openUrl", title: link.title, value: link.url }] : [];
  const content = { ...preview, buttons };
  return {
    contentType: THUMBNAIL,
    content,
    preview: toThumbnail({ ...preview, tap: { type: "invoke", value: tap } }),
  };
}

function toThumbnail(content: Preview & { readonly tap?: object }): object {
  return { contentType: THUMBNAIL, content };
}

/** Width and height are the largest that a phone and a small window show without scrolling sideways. */
async function toDialog({
  view,
  title,
  buttons,
}: Extract<ExtensionAnswer, { kind: "dialog" }>): Promise<object> {
  const language = String(view.data.lang);
  const content = stampLanguage(toDialogCard(await renderCard(view), buttons), language);
  return {
    title,
    width: "medium",
    height: "medium",
    card: { contentType: ADAPTIVE, content },
  };
}
