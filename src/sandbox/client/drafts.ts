import { renderAttachment } from "./attachment.ts";
import type { Look } from "./card.ts";
import { button, element } from "./element.ts";
import type { GivenCard } from "./extension-answer.ts";

/** A card that goes with the next message. */
export interface Draft {
  /** A link has one card; of the app's own there may be several. */
  readonly kind: "card" | "link";
  readonly card: GivenCard;
  /** What it is, in words. */
  readonly title: string;
}

/** The cards in the box that messages are written in. */
export interface Drafts {
  add(draft: Draft): void;
  list(): readonly GivenCard[];
  clear(): void;
  removeLink(): void;
}

/** @param removed is told which kind a person took out */
export function createDrafts(
  place: HTMLElement,
  readLook: () => Look,
  removed: (kind: Draft["kind"]) => void,
): Drafts {
  const shown = new Map<Draft, HTMLElement>();
  const remove = (draft: Draft) => {
    shown.get(draft)?.remove();
    shown.delete(draft);
  };
  const removeLink = () => {
    for (const draft of shown.keys()) if (draft.kind === "link") remove(draft);
  };
  return {
    add: (draft) => {
      if (draft.kind === "link") removeLink();
      const drawn = renderDraft(draft, readLook(), () => {
        remove(draft);
        removed(draft.kind);
      });
      shown.set(draft, drawn);
      place.append(drawn);
    },
    list: () => [...shown.keys()].map(({ card }) => card),
    clear: () => {
      for (const draft of shown.keys()) remove(draft);
    },
    removeLink,
  };
}

/** As it will look; its buttons work once it is sent. */
function renderDraft({ card, title }: Draft, look: Look, remove: () => void): HTMLElement {
  const plain = { ...look, takesFiles: false, fileAnswer: undefined };
  const body = element("div", { class: "draft-body", inert: "" });
  body.append(renderAttachment(card, plain, () => {}));
  const attributes = { class: "panel-button", "aria-label": `Remove ${title}` };
  const head = element("p", { class: "draft-head" }, title, button("Remove", attributes, remove));
  return element("section", { class: "draft", "aria-label": title }, head, body);
}
