import { toRecord, toText } from "./host-wire.ts";
import type { Conversation, InvokeResponse, Message, Outcome, TriedState } from "./model.ts";

/**
 * How Teams' clients sign somebody in for a bot.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-overview
 */
export const oauthCard = "application/vnd.microsoft.card.oauth";
export const signInCard = "application/vnd.microsoft.card.signin";

/** A card that asks for a sign-in. */
export interface SignInAsk {
  readonly text: string;
  readonly connectionName: string;
  /** What the button says and opens; undefined where the bot sent none. */
  readonly button?: { readonly title: string; readonly link: string };
  /** With it the client tries without a question first. */
  readonly exchange?: { readonly id: string; readonly uri: string };
}

/** What the host gives for the app. */
export type TokenAnswer =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

/** Asks the host for a token, and brings an invoke to the bot. */
export interface SignInDeeds {
  getToken(): Promise<TokenAnswer>;
  invoke(name: string, value: unknown): Promise<Outcome>;
}

/** Reads the content of an OAuth or sign-in card, or of a `loginRequest`. */
export function readSignInAsk(content: unknown): SignInAsk {
  const { text, connectionName, buttons, tokenExchangeResource } = toRecord(content);
  const [first]: readonly unknown[] = Array.isArray(buttons) ? buttons : [];
  const { title, value } = toRecord(first);
  const { id, uri } = toRecord(tokenExchangeResource);
  return {
    text: toText(text),
    connectionName: toText(connectionName),
    ...(toText(value) && { button: { title: toText(title) || "Sign in", link: toText(value) } }),
    ...(toText(id) && { exchange: { id: toText(id), uri: toText(uri) } }),
  };
}

/** What a message asks for silently. In channels Teams has no silent sign-in, so there the card stands. */
export function findSilentAsk(
  { from, text, attachments = [] }: Pick<Message, "from" | "text" | "attachments">,
  { type }: Pick<Conversation, "type">,
): SignInAsk | undefined {
  const [card, ...others] = attachments;
  if (from.kind !== "bot" || type === "channel" || text || others.length > 0) return undefined;
  const ask = card?.contentType === oauthCard ? readSignInAsk(card.content) : undefined;
  return ask?.exchange ? ask : undefined;
}

/**
 * Signs in without a question: token, exchange, done. Where one of them fails the card is shown.
 * https://learn.microsoft.com/microsoftteams/platform/teams-sdk/teams/user-authentication/troubleshooting-sso
 */
export async function signInSilently(
  { connectionName, exchange }: SignInAsk,
  { getToken, invoke }: SignInDeeds,
): Promise<TriedState> {
  if (!exchange) return "shown";
  const answer = await getToken();
  if (answer.kind === "refused") {
    await invoke("signin/failure", { code: toFailureCode(answer.code), message: answer.message });
    return "shown";
  }
  const { token } = answer;
  const value = { id: exchange.id, connectionName, token };
  return isTaken(await invoke("signin/tokenExchange", value)) ? "done" : "shown";
}

const failureCodes = [
  "installappfailed",
  "authrequestfailed",
  "installedappnotfound",
  "invokeerror",
  "resourcematchfailed",
  "oauthcardnotvalid",
  "tokenmissing",
] as const;

/** The codes that Teams knows; without one it is that no token came. */
function toFailureCode(code: string): string {
  return failureCodes.find((one) => one === code.toLowerCase()) ?? "tokenmissing";
}

/** 412 asks for the card, everything else is no sign-in either. */
function isTaken(outcome: Outcome): boolean {
  return outcome.kind === "done" && outcome.invokeResponse?.status === 200;
}

/** The answer to Action.Execute, with what it asks for. */
export type Pressed =
  | { readonly kind: "answered"; readonly outcome: Outcome }
  | { readonly kind: "sign-in"; readonly ask: SignInAsk }
  | { readonly kind: "wrong-code" };

const action = "adaptiveCard/action";

/**
 * Presses Action.Execute. Where the bot asks for a sign-in, the press goes again with the person's token;
 * where that does not do, the button is what is left.
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format
 */
export async function pressSignedIn(value: object, deeds: SignInDeeds): Promise<Pressed> {
  const first = await deeds.invoke(action, value);
  const ask = findLoginRequest(first);
  if (!ask) return { kind: "answered", outcome: first };
  if (!ask.exchange) return { kind: "sign-in", ask };
  const answer = await deeds.getToken();
  if (answer.kind === "refused") return { kind: "sign-in", ask };
  const { connectionName, exchange } = ask;
  const authentication = { id: exchange.id, connectionName, token: answer.token };
  return toPressed(await deeds.invoke(action, { ...value, authentication }), ask);
}

/** Presses it again after the sign-in page, with the code that the page reported. */
export async function pressWithCode(
  value: object,
  ask: SignInAsk,
  { code, invoke }: Pick<SignInDeeds, "invoke"> & { readonly code: string },
): Promise<Pressed> {
  return toPressed(await invoke(action, { ...value, state: code }), ask);
}

function toPressed(outcome: Outcome, ask: SignInAsk): Pressed {
  const { statusCode, type } = readBody(outcome);
  if (statusCode === 412 && type.endsWith(".error.preconditionFailed")) {
    return { kind: "sign-in", ask };
  }
  if (statusCode === 401 && type.endsWith(".error.incorrectAuthCode")) {
    return { kind: "wrong-code" };
  }
  const next = findLoginRequest(outcome);
  return next ? { kind: "sign-in", ask: next } : { kind: "answered", outcome };
}

function findLoginRequest(outcome: Outcome): SignInAsk | undefined {
  const { statusCode, type, value } = readBody(outcome);
  const isLogin = statusCode === 401 && type.endsWith(".activity.loginRequest");
  return isLogin ? readSignInAsk(value) : undefined;
}

function readBody(outcome: Outcome): Required<NonNullable<InvokeResponse["body"]>> {
  const body = outcome.kind === "done" ? outcome.invokeResponse?.body : undefined;
  return { statusCode: body?.statusCode ?? 0, type: body?.type ?? "", value: body?.value };
}
