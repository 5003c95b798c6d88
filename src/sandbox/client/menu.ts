import { button, element } from "./element.ts";

/** One line of a menu. */
export interface MenuItem {
  readonly title: string;
  pick(): void;
}

let closeOpen = () => {};
let lastId = 0;

/**
 * A button that opens a menu, as the keyboard expects one: arrows move, Escape and Tab close it, and the
 * focus comes back to the button.
 * @param list is asked each time the menu opens
 */
export function createMenu(label: string, list: () => readonly MenuItem[]): HTMLElement {
  lastId += 1;
  const id = `menu-${lastId}`;
  const place = element("div", { class: "menu-place" });
  const opener = button("", toOpenerAttributes(label, id), () => {
    if (opener.getAttribute("aria-expanded") === "true") closeOpen();
    else open(place, opener, { id, label, items: list() });
  });
  opener.append(element("span", { "aria-hidden": "true" }, "…"));
  place.append(opener);
  return place;
}

function toOpenerAttributes(label: string, id: string) {
  return {
    class: "icon-button menu-opener",
    "aria-label": label,
    title: label,
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    "aria-controls": id,
  };
}

interface MenuContent {
  readonly id: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
}

function open(place: HTMLElement, opener: HTMLElement, { id, label, items }: MenuContent): void {
  closeOpen();
  const menu = element("div", { class: "menu", role: "menu", id, "aria-label": label });
  const close = () => {
    closeOpen = () => {};
    menu.remove();
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", closeOutside);
  };
  const closeOutside = ({ target }: Event) => {
    if (target instanceof Node && !place.contains(target)) close();
  };
  closeOpen = close;
  const pick = (item: MenuItem) => {
    close();
    // What the item opens gives the focus back to where it was.
    opener.focus();
    item.pick();
  };
  menu.append(...items.map((item) => toLine(item, pick)));
  menu.addEventListener("keydown", (event) => move(event, menu, { close, opener }));
  document.addEventListener("pointerdown", closeOutside);
  place.append(menu);
  opener.setAttribute("aria-expanded", "true");
  menu.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  menu.scrollIntoView({ block: "nearest" });
}

function toLine(item: MenuItem, pick: (item: MenuItem) => void): HTMLElement {
  const attributes = { class: "menu-item", role: "menuitem", tabindex: "-1" };
  return button(item.title, attributes, () => pick(item));
}

interface Closing {
  readonly opener: HTMLElement;
  close(): void;
}

function move(event: KeyboardEvent, menu: HTMLElement, { close, opener }: Closing): void {
  const items = [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const index = items.findIndex((item) => item.matches(":focus"));
  const wanted: Readonly<Record<string, number>> = {
    ArrowDown: (index + 1) % items.length,
    ArrowUp: (index - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const next = wanted[event.key];
  if (next !== undefined) {
    event.preventDefault();
    items[next]?.focus();
  }
  if (event.key !== "Escape" && event.key !== "Tab") return;
  event.stopPropagation();
  if (event.key === "Escape") event.preventDefault();
  close();
  opener.focus();
}
