import * as AdaptiveCards from "adaptivecards";
import { toHtml } from "../../core/markdown.ts";
import { toHostConfig } from "./host-config.ts";

/** A press on a card that somebody has to carry out. */
export type Press =
  | { readonly kind: "verb"; readonly verb: string; readonly data: Record<string, unknown> }
  | { readonly kind: "open"; readonly url: string };

const { AdaptiveCard, ExecuteAction, HostConfig, OpenUrlAction } = AdaptiveCards;
const { SerializationContext, Strings, Version } = AdaptiveCards;

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = toHtml(text);
  result.didProcess = true;
};

export interface RenderOptions {
  readonly isNarrow: boolean;
  readonly press: (press: Press) => void;
  /** Name of the button behind which stand the actions that are too many. */
  readonly more: string;
}

/**
 * Draws a card as Teams does on the desktop.
 * @returns undefined for what is no card
 */
export function renderCard(payload: unknown, options: RenderOptions): HTMLElement | undefined {
  Strings.defaults.overflowButtonTooltip = () => options.more;
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(toHostConfig(options.isNarrow));
  card.onAnchorClicked = (_element, anchor) => {
    options.press({ kind: "open", url: anchor.href });
    return true;
  };
  card.onExecuteAction = (action) => {
    const press = toPress(action);
    if (press) options.press(press);
  };
  card.parse(payload, new SerializationContext(new Version(1, 5)));
  const drawn = card.render();
  if (!drawn) return undefined;
  tellExpanded(drawn);
  card.onElementVisibilityChanged = () => queueMicrotask(() => tellExpanded(drawn));
  return drawn;
}

/** The renderer says on what opens and closes whether it is open; it belongs on the button that does it. */
function tellExpanded(drawn: HTMLElement): void {
  for (const button of drawn.querySelectorAll("[aria-controls]")) {
    const ids = (button.getAttribute("aria-controls") ?? "").split(" ");
    const targets = ids.flatMap((id) => [
      ...drawn.querySelectorAll<HTMLElement>(`[id="${CSS.escape(id)}"]`),
    ]);
    const isOpen = targets.some(({ style }) => style.display !== "none");
    button.setAttribute("aria-expanded", String(isOpen));
    for (const target of targets) target.removeAttribute("aria-expanded");
  }
}

function toPress(action: AdaptiveCards.Action): Press | undefined {
  if (action instanceof OpenUrlAction) return { kind: "open", url: action.url ?? "" };
  if (!(action instanceof ExecuteAction)) return undefined;
  const data: unknown = action.data;
  const isRecord = typeof data === "object" && data !== null && !Array.isArray(data);
  return {
    kind: "verb",
    verb: action.verb ?? "",
    data: isRecord ? (data as Record<string, unknown>) : {},
  };
}
