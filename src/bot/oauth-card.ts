import { type Attachment, type InvokeResponse, StatusCodes } from "botbuilder";
import type { View } from "../core/view/index.ts";
import type { SignInCard } from "./reply.ts";
import { type Addressee, dropProgress, send } from "./send.ts";

/** A sign-in that Teams' clients can do without asking the person. */
type SilentSignIn = SignInCard & { readonly uri: string };

/**
 * Hands a sign-in to the client: as a message that it answers with `signin/tokenExchange`, or as the answer
 * to a press, which it sends again with a token. One that has sent a token already is told that it did not
 * do; it then shows the button. A press that goes on with what waited gets a message: it can be sent once.
 * Source: learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/enable-sso-for-your-adaptive-cards-universal-action
 */
export async function presentSignIn(
  to: Addressee,
  signIn: SilentSignIn,
  views: readonly View[],
): Promise<InvokeResponse | undefined> {
  const card = toOAuthCard(signIn);
  if (!signIn.isSentAgain) {
    const attachments: Attachment[] = [{ contentType: OAUTH_CARD, content: card }];
    // A client signs in for a new message, not for one that has changed.
    await dropProgress(to);
    await send(to, { type: "message", summary: signIn.text, attachments }, views);
    return undefined;
  }
  if (to.turn.assertion !== undefined) return toPrecondition(signIn.text);
  const type = "application/vnd.microsoft.activity.loginRequest";
  return { status: StatusCodes.OK, body: { statusCode: 401, type, value: card } };
}

const OAUTH_CARD = "application/vnd.microsoft.card.oauth";

/** No connection of Azure Bot Service: the token goes to Consentry's own API. */
function toOAuthCard({ text, button, link, id, uri }: SilentSignIn) {
  return {
    text,
    connectionName: "",
    buttons: [{ type: "signin", title: button, value: link }],
    tokenExchangeResource: { id, uri },
  };
}

function toPrecondition(message: string): InvokeResponse {
  const type = "application/vnd.microsoft.error.preconditionFailed";
  const value = { code: "412", message };
  return { status: StatusCodes.OK, body: { statusCode: 412, type, value } };
}
