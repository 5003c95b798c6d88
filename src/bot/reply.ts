import type { View } from "../core/view/index.ts";
import type { ExtensionAnswer } from "./extension-answer.ts";
import type { FileOffer, FileStored } from "./file-cards.ts";
import { isAlone, type Turn } from "./turn.ts";

/** What a handler returns; `present` alone sends. */
export interface Reply {
  readonly views: readonly View[];
  /**
   * `replace` puts the first view in the place of the card that was pressed, for everybody who has it;
   * `new` says it in a message of its own; `private` shows it to the person alone, in their own chat where
   * the place has no other way.
   */
  readonly mode: "new" | "replace" | "private";
  /** Asks the person to sign in, in whatever form the place has for it; the views are for where there is none. */
  readonly signIn?: SignInCard;
  /** What the reply shows, for the person's list of results. */
  readonly result?: { readonly kind: "answer" | "check"; readonly code: string };
  /** A file to offer to the person, or one that is in their OneDrive; after the views. */
  readonly file?: FileOffer | FileStored;
  /** Takes away the message whose offer of a file was answered. @default false */
  readonly isOfferOver?: boolean;
  /** What an invoke of the message extension is answered with. @default a view, in the form of that invoke */
  readonly extension?: ExtensionAnswer;
}

/** What a client of Teams needs to sign a person in. */
export interface SignInCard {
  /** Why, in one line. */
  readonly text: string;
  /** Title of the button, and the page it opens. */
  readonly button: string;
  readonly link: string;
  /** Names the exchange; the question that waits, where one does. */
  readonly id: string;
  /** True for a press that the client sends again with a token; anything else waits here. */
  readonly isSentAgain: boolean;
  /** The API that the client gets a token for without asking; none where no silent sign-in can do. */
  readonly uri: string | undefined;
}

/** Says something in a message of its own. */
export function say(...views: readonly View[]): Reply {
  return { views, mode: "new" };
}

/** Puts a view in the place of the card that was pressed. */
export function replace(view: View): Reply {
  return { views: [view], mode: "replace" };
}

/** Shows a view to the person who pressed, and leaves the card of the others alone. */
export function show(view: View): Reply {
  return { views: [view], mode: "private" };
}

/**
 * Answers a person: in a message of its own where that person wrote one; to the person alone where a card
 * was pressed in a conversation of several.
 */
export function sayTo(turn: Pick<Turn, "kind" | "place" | "isTargeted">, view: View): Reply {
  return turn.kind === "message" || isAlone(turn) ? say(view) : show(view);
}

/** Answers an invoke of the message extension. */
export function answerInvoke(extension: ExtensionAnswer): Reply {
  return { views: [], mode: "new", extension };
}

/** Nothing to say. */
export const SILENCE: Reply = { views: [], mode: "new" };
