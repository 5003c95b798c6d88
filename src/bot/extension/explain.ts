import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import {
  drawNoError,
  drawSharedError,
  type FoundError,
  findErrorIn,
  type View,
} from "../../core/view/index.ts";
import type { DialogButton } from "../extension-answer.ts";
import { answerInvoke, type Reply } from "../reply.ts";
import type { Tools } from "../route.ts";
import type { Turn } from "../turn.ts";
import { readHtml } from "./html-text.ts";

/**
 * The message on which the command was called. Nothing of it is kept, and nothing of it is repeated.
 * Source: learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
 */
const Payload = z.object({
  messagePayload: z.object({
    body: z
      .object({ contentType: z.string().catch("html"), content: z.string() })
      .catch({ contentType: "html", content: "" }),
    /** Cards, as JSON text. */
    attachments: z
      .array(z.object({ content: z.string().catch("") }))
      .max(10)
      .catch([]),
  }),
});

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What was found, as the button sends it back: numbers and ids of the catalogue, none of the message. */
export const ReplyStep = z.strictObject({
  verb: z.literal("reply"),
  codes: z.string().regex(/^(AADSTS\d{5,8}( |$)){0,5}$/),
  message: z.string().regex(ID).max(100).optional(),
  checks: z.string().regex(ID).max(100).optional(),
});
export type ReplyStep = z.infer<typeof ReplyStep>;

/** Explains the error in the message on which the command was called. */
export function explainMessage(turn: Turn, tools: Tools): Reply {
  const { body, attachments } = Payload.safeParse(turn.input).data?.messagePayload ?? NOTHING;
  const said = body.contentType === "text" ? body.content : readHtml(body.content);
  const cards = attachments.map(({ content }) => content.slice(0, CARD_LIMIT));
  return explainText(turn, [said, ...cards].join("\n"), tools);
}

/** Longest card that is read, in characters. */
const CARD_LIMIT = 4_000;

const NOTHING: z.infer<typeof Payload>["messagePayload"] = {
  body: { contentType: "html", content: "" },
  attachments: [],
};

/** Explains the error in a text; where there is none, says so and asks for one. */
export function explainText(turn: Turn, text: string, tools: Tools): Reply {
  const { world } = tools;
  const found = findErrorIn(world, text);
  const view = found && drawSharedError(world, turn.language, found);
  const t = world.texts(turn.language);
  const close = { title: t("dialog.close"), data: { verb: "close" } };
  if (!view) return showDialog(turn, tools, [drawNoError(world, turn.language), close]);
  const reply = { title: t("dialog.reply"), data: { verb: "reply", ...toData(found) } };
  return showDialog(turn, tools, [view, reply, close]);
}

/**
 * Inserts the explanation.
 * @throws AppError ERR_ACTION_INPUT for what the catalogue does not know
 */
export function insertExplanation(
  turn: Turn,
  { codes, message, checks }: ReplyStep,
  { world }: Tools,
): Reply {
  const view = drawSharedError(world, turn.language, {
    codes: codes === "" ? [] : codes.trim().split(" "),
    ...(message !== undefined && { message }),
    ...(checks !== undefined && { checks }),
  });
  if (!view) throw new AppError("ERR_ACTION_INPUT", "a dialog sent an error that is not known");
  const t = world.texts(turn.language);
  const preview = { title: t("extension.explain.title"), subtitle: "", text: view.summary };
  return answerInvoke({ kind: "insert", view, preview });
}

function toData({ codes, ...known }: FoundError): Readonly<Record<string, string>> {
  return { codes: codes.join(" "), ...known };
}

function showDialog(
  { language }: Turn,
  { world }: Tools,
  [view, ...buttons]: readonly [View, ...DialogButton[]],
): Reply {
  const title = world.texts(language)("extension.explain.title");
  return answerInvoke({ kind: "dialog", view, title, buttons });
}
