import type { View } from "../core/view/index.ts";

/** How Teams lists something, or shows it before it is sent: plain text in each. */
export interface Preview {
  readonly title: string;
  readonly subtitle: string;
  readonly text: string;
}

/** One line of a list to choose from. */
export interface ListItem extends Preview {
  /** What comes back when it is chosen. */
  readonly tap: Readonly<Record<string, string>>;
  /** Where it can be read, for clients that insert a line as it stands; none for a hint. */
  readonly link?: { readonly title: string; readonly url: string };
}

/** A button at the end of a dialog's card; `data` comes back with the fields of the card. */
export interface DialogButton {
  readonly title: string;
  readonly data: Readonly<Record<string, string>>;
}

/** What an invoke of the message extension, of a dialog, or of a link is answered with. */
export type ExtensionAnswer =
  | { readonly kind: "list"; readonly items: readonly ListItem[] }
  /** Puts a card into the compose box, or under a link; it may hold links only. */
  | { readonly kind: "insert"; readonly view: View; readonly preview: Preview }
  /**
   * A card of the chat as a dialog. Of its buttons those stay that the dialog understands; others, and what
   * is left empty by that, go.
   */
  | {
      readonly kind: "dialog";
      readonly view: View;
      readonly title: string;
      readonly buttons: readonly DialogButton[];
    }
  | { readonly kind: "message"; readonly text: string }
  /** Closes a dialog; shows nothing under a link. */
  | { readonly kind: "nothing" };
