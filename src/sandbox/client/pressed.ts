import { act } from "./api.ts";
import type { Press } from "./card.ts";
import { toOpened } from "./link.ts";
import type { Deed, InvokeResponse, Message, Outcome } from "./model.ts";

/** What a press led to, for the line under the card. */
export interface Notice {
  readonly kind: "info" | "problem";
  readonly text: string;
}

/** Brings a press on a card to the bot, or a link to a new tab. */
export async function carryOut(
  press: Press,
  message: Message,
  at: { conversation: string; as: string },
): Promise<Notice> {
  if (press.kind === "open") return openLink(press.url, at.as);
  const outcome = await act(at.conversation, at.as, toDeed(press, message.id));
  return toNotice(outcome, press);
}

function openLink(link: string, as: string): Notice {
  const address = toOpened(link, as);
  if (address === undefined) {
    return { kind: "problem", text: "The link is neither http nor https." };
  }
  window.open(address, "_blank", "noopener,noreferrer");
  return { kind: "info", text: "" };
}

function toDeed(press: Exclude<Press, { kind: "open" }>, replyToId: string): Deed {
  const { data } = press;
  if (press.kind === "execute") {
    const action = { type: "Action.Execute", verb: press.verb, data };
    const value = { action, trigger: "manual" };
    return { type: "invoke", name: "adaptiveCard/action", value, replyToId };
  }
  const value = typeof data === "object" && data !== null ? data : { data };
  const { msteams } = value as { msteams?: { type?: string; value?: unknown } };
  if (msteams?.type === "imBack") return { type: "message", text: String(msteams.value) };
  return { type: "message", value, replyToId };
}

function toNotice(outcome: Outcome, press: Press): Notice {
  if (outcome.kind === "refused") return wentWrong(outcome.message);
  if (press.kind === "submit") return { kind: "info", text: "" };
  return readResponse(outcome.invokeResponse);
}

/** https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format */
function readResponse(response: InvokeResponse | undefined): Notice {
  const { type, value, statusCode = 0 } = response?.body ?? {};
  if (type?.endsWith(".activity.message")) return { kind: "info", text: String(value) };
  if (type?.endsWith(".activity.loginRequest")) {
    return {
      kind: "problem",
      text: "The bot asks for a sign-in, which the sandbox does not have.",
    };
  }
  const isCard = type?.endsWith(".card.adaptive") && statusCode === 200;
  return response?.status === 200 && isCard
    ? { kind: "info", text: "" }
    : wentWrong(toMessage(value));
}

function toMessage(value: unknown): string {
  const { message } = (value ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : "";
}

function wentWrong(detail: string): Notice {
  return { kind: "problem", text: `Something went wrong. ${detail}`.trim() };
}
