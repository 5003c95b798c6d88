import { act, readToken } from "./api.ts";
import type { Press } from "./card.ts";
import { toContext, type Viewer } from "./host-context.ts";
import { toOpened } from "./link.ts";
import type { Deed, InvokeResponse, Message, Outcome } from "./model.ts";
import { type Pressed, pressSignedIn, pressWithCode, type SignInAsk } from "./sign-in.ts";
import { openSignInWindow, type WindowEnd } from "./sign-in-window.ts";
import { answerFile } from "./teams-calls.ts";

/** What a press led to, for the line under the card. */
export interface Notice {
  readonly kind: "info" | "problem";
  readonly text: string;
  /** A button that goes on from there. */
  readonly step?: { readonly title: string; go(): Promise<Notice> };
}

/** Who presses, and where. */
export interface PressSeat extends Viewer {
  readonly conversation: string;
}

/** A press with all that it needs to be brought to the bot. */
interface Bring {
  readonly seat: PressSeat;
  readonly replyToId: string;
}

/** A dialog is opened elsewhere. */
export type CarriedPress = Exclude<Press, { readonly kind: "dialog" }>;

/** Brings a press on a card to the bot, or a link to a new window. */
export async function carryOut(
  press: CarriedPress,
  message: Message,
  seat: PressSeat,
): Promise<Notice> {
  const bring = { seat, replyToId: message.id };
  switch (press.kind) {
    case "open":
      return openLink(press.url, seat.person.alias);
    case "sign-in":
      return signIn(press.url, bring);
    case "submit":
      return submit(press.data, bring);
    case "execute":
      return execute(press, bring);
    case "file":
      return readStatus(await answerFile(seat.person.alias, message.id, press.action));
    default:
      return press satisfies never;
  }
}

function openLink(link: string, as: string): Notice {
  const address = toOpened(link, as);
  if (address === undefined) {
    return { kind: "problem", text: "The link is neither http nor https." };
  }
  window.open(address, "_blank", "noopener,noreferrer");
  return { kind: "info", text: "" };
}

/** The sign-in button of a card: the page's code goes to the bot. */
async function signIn(url: string, bring: Bring): Promise<Notice> {
  const end = await openWindow(url, bring);
  if (end.kind === "foreign") return openLink(url, bring.seat.person.alias);
  if (end.kind !== "text") return toUnfinished(end);
  const outcome = await invoke(bring, "signin/verifyState", { state: end.text });
  return readStatus(outcome);
}

function openWindow(url: string, { seat }: Bring): Promise<WindowEnd> {
  return openSignInWindow({ url }, () => toContext(seat, "authentication"));
}

function toUnfinished(end: Exclude<WindowEnd, { readonly kind: "text" }>): Notice {
  switch (end.kind) {
    case "refused":
      return { kind: "problem", text: `The sign-in did not succeed. ${end.reason}`.trim() };
    case "closed":
      return { kind: "info", text: "The sign-in window was closed before the sign-in was done." };
    case "blocked":
      return {
        kind: "problem",
        text: "Your browser blocked the sign-in window. Allow windows for this page, then try again.",
      };
    case "foreign":
      return { kind: "problem", text: "The sign-in page is not one of this app." };
    default:
      return end satisfies never;
  }
}

async function submit(data: unknown, { seat, replyToId }: Bring): Promise<Notice> {
  const outcome = await act(seat.conversation, seat.person.alias, toSubmitDeed(data, replyToId));
  return outcome.kind === "refused" ? wentWrong(outcome.message) : { kind: "info", text: "" };
}

function toSubmitDeed(data: unknown, replyToId: string): Deed {
  const value = typeof data === "object" && data !== null ? data : { data };
  const { msteams } = value as { msteams?: { type?: string; value?: unknown } };
  if (msteams?.type === "imBack") return { type: "message", text: String(msteams.value) };
  return { type: "message", value, replyToId };
}

function readStatus(outcome: Outcome): Notice {
  if (outcome.kind === "refused") return wentWrong(outcome.message);
  const { status = 0 } = outcome.invokeResponse ?? {};
  return status < 300 ? { kind: "info", text: "" } : wentWrong(`The bot answered ${status}.`);
}

type Execute = Extract<Press, { readonly kind: "execute" }>;

async function execute({ verb, data }: Execute, bring: Bring): Promise<Notice> {
  const value = { action: { type: "Action.Execute", verb, data }, trigger: "manual" };
  const pressed = await pressSignedIn(value, {
    getToken: () => readToken(bring.seat.person.alias),
    invoke: (name, body) => invoke(bring, name, body),
  });
  return toNotice(pressed, value, bring);
}

function invoke({ seat, replyToId }: Bring, name: string, value: unknown): Promise<Outcome> {
  const deed: Deed = { type: "invoke", name, value, replyToId };
  return act(seat.conversation, seat.person.alias, deed);
}

function toNotice(pressed: Pressed, value: object, bring: Bring): Notice {
  switch (pressed.kind) {
    case "answered": {
      const { outcome } = pressed;
      if (outcome.kind === "refused") return wentWrong(outcome.message);
      return readResponse(outcome.invokeResponse);
    }
    case "sign-in":
      return askToSignIn(pressed.ask, value, bring);
    case "wrong-code":
      return wentWrong("The bot does not take the code of the sign-in page. Try again.");
    default:
      return pressed satisfies never;
  }
}

/** The sign-in stands under the card; the press goes again once it is done. */
function askToSignIn(ask: SignInAsk, value: object, bring: Bring): Notice {
  const text = ask.text || "The bot asks you to sign in.";
  const { button } = ask;
  if (!button) return { kind: "problem", text };
  const go = async (): Promise<Notice> => {
    const end = await openWindow(button.link, bring);
    if (end.kind !== "text") return { ...toUnfinished(end), step: { title: button.title, go } };
    const { text: code } = end;
    const deeds = { code, invoke: (name: string, body: unknown) => invoke(bring, name, body) };
    return toNotice(await pressWithCode(value, ask, deeds), value, bring);
  };
  return { kind: "info", text, step: { title: button.title, go } };
}

/** https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format */
function readResponse(response: InvokeResponse | undefined): Notice {
  const { type, value, statusCode = 0 } = response?.body ?? {};
  if (type?.endsWith(".activity.message")) return { kind: "info", text: String(value) };
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
