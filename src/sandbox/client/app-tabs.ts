import { button, part } from "./element.ts";
import { pageTitles, type TabSeat } from "./host-context.ts";
import { createHostDialog } from "./host-dialog.ts";
import { createTabFrame, type TabWays } from "./tab-frame.ts";
import { type TabName, tabNames } from "./view-state.ts";

/** What the head of the app's chat offers: the chat, and the app's pages. */
export interface AppTabs {
  /** Undefined where the conversation is not the app's chat. */
  show(seat: AppSeat | undefined): void;
  /** Says something over the page. */
  tell(title: string, text: string): void;
}

/** Who is in the app's chat, and what is open there: a page, or the chat itself. */
export type AppSeat = Omit<TabSeat, "page"> & { readonly page: TabName | "" };

export interface AppTabsWays extends Omit<TabWays, "takeFocus"> {
  /** Puts a page, or the chat, into the address. */
  choose(page: TabName | ""): void;
}

export function createAppTabs(ways: AppTabsWays): AppTabs {
  const nav = part("nav", "tabs");
  const place = part("section", "tab");
  const dialog = createHostDialog();
  const frame = createTabFrame(place, { ...ways, takeFocus: () => focusCurrent(nav) }, dialog);
  const buttons = new Map(
    (["", ...tabNames] as const).map((page) => {
      const title = page === "" ? "Chat" : pageTitles[page];
      return [page, button(title, { class: "tab-button" }, () => ways.choose(page))];
    }),
  );
  nav.replaceChildren(...buttons.values());
  return {
    show: (seat) => {
      nav.hidden = !seat;
      place.hidden = !seat?.page;
      document.documentElement.dataset.tab = seat?.page ?? "";
      for (const [page, one] of buttons) mark(one, page === seat?.page);
      const { page } = seat ?? {};
      frame.show(seat && page ? { ...seat, page } : undefined);
    },
    tell: (title, text) => void dialog.tell(title, text),
  };
}

function mark(one: HTMLElement, isCurrent: boolean): void {
  if (isCurrent) one.setAttribute("aria-current", "page");
  else one.removeAttribute("aria-current");
}

/** What comes before the page, and after it, is the tabs: the page is the last of the pane. */
function focusCurrent(nav: HTMLElement): void {
  nav.querySelector<HTMLElement>("[aria-current]")?.focus();
}
