import type * as AdaptiveCards from "adaptivecards";
import { toDesktopElements } from "./code-block.ts";
import { toHostConfig } from "./host-config.ts";
import { toRecord, toText } from "./host-wire.ts";
import { toHtml } from "./markdown.ts";
import type { Theme } from "./view-state.ts";

declare global {
  interface Window {
    /** The renderer; a classic script of index.html. */
    readonly AdaptiveCards: typeof AdaptiveCards;
  }
}

export interface Look {
  readonly theme: Theme;
  readonly isNarrow: boolean;
}

/** A press on a card, in the forms that reach the bot or the browser. */
export type Press =
  | { readonly kind: "submit"; readonly data: unknown }
  | { readonly kind: "execute"; readonly verb: string; readonly data: unknown }
  | { readonly kind: "open"; readonly url: string }
  /** Opens a dialog. */
  | { readonly kind: "dialog"; readonly data: unknown }
  /** Says what becomes of a file that the bot offers. */
  | { readonly kind: "file"; readonly action: "accept" | "decline" }
  /** Opens a window whose page reports how it ended. */
  | { readonly kind: "sign-in"; readonly url: string };

/**
 * Draws a card as Teams would: schema 1.5 on the desktop, 1.2 on a phone, where what needs more falls
 * back to what its author put there.
 */
export function renderCard(
  payload: unknown,
  look: Look,
  press: (press: Press) => void,
): HTMLElement | undefined {
  const { AdaptiveCard, HostConfig, SerializationContext, Version } = window.AdaptiveCards;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = toHtml(text);
    result.didProcess = true;
  };
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(toHostConfig(look.theme, look.isNarrow));
  card.onExecuteAction = (action) => {
    const pressed = toPress(action);
    if (pressed) press(pressed);
  };
  const context = new SerializationContext(new Version(1, look.isNarrow ? 2 : 5));
  if (!look.isNarrow) context.setElementRegistry(toDesktopElements());
  card.parse(payload, context);
  const drawn = card.render();
  if (!drawn) return undefined;
  tellExpanded(drawn);
  card.onElementVisibilityChanged = () => queueMicrotask(() => tellExpanded(drawn));
  return drawn;
}

/** The renderer says on what opens and closes whether it is open; it belongs on the button that does it. */
function tellExpanded(drawn: HTMLElement): void {
  for (const opener of drawn.querySelectorAll("[aria-controls]")) {
    const ids = (opener.getAttribute("aria-controls") ?? "").split(" ");
    const targets = ids.flatMap((id) => [
      ...drawn.querySelectorAll<HTMLElement>(`[id="${CSS.escape(id)}"]`),
    ]);
    const isOpen = targets.some(({ style }) => style.display !== "none");
    opener.setAttribute("aria-expanded", String(isOpen));
    for (const target of targets) target.removeAttribute("aria-expanded");
  }
}

function toPress(action: AdaptiveCards.Action): Press | undefined {
  const { ExecuteAction, OpenUrlAction, SubmitAction } = window.AdaptiveCards;
  if (action instanceof ExecuteAction) {
    return { kind: "execute", verb: action.verb ?? "", data: action.data ?? {} };
  }
  if (action instanceof SubmitAction) return toSubmit(action.data ?? {});
  if (action instanceof OpenUrlAction) return toOpen(action.url ?? "");
  return undefined;
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions */
function toSubmit(data: unknown): Press {
  const { type, value } = toRecord(toRecord(data).msteams);
  if (type === "signin") return { kind: "sign-in", url: toText(value) };
  return { kind: type === "task/fetch" ? "dialog" : "submit", data: data ?? {} };
}

/** The bot's own sign-in page reports to whoever opened it. */
function toOpen(url: string): Press {
  const { origin, pathname } = URL.parse(url) ?? {};
  const isSignIn = origin === location.origin && pathname === "/auth/start";
  return { kind: isSignIn ? "sign-in" : "open", url };
}

/** True when the card asks for the width of the whole pane. */
export function isFullWidth(payload: unknown): boolean {
  const { msteams } = payload as { readonly msteams?: { readonly width?: string } };
  return msteams?.width?.toLowerCase() === "full";
}
