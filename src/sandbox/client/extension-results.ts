import { element } from "./element.ts";
import type { FoundCard } from "./extension-answer.ts";

/** The list under a search box: the box keeps the focus, and the arrows move in the list. */
export interface Results {
  readonly list: HTMLElement;
  show(found: readonly FoundCard[], isMore: boolean): void;
  clear(): void;
  count(): number;
  /** Arrows move, Enter chooses. */
  press(event: KeyboardEvent): void;
}

export function createResults(input: HTMLElement, choose: (found: FoundCard) => void): Results {
  const attributes = { class: "extension-results", id: "extension-results", role: "listbox" };
  const list = element("ul", { ...attributes, "aria-label": "Results" });
  let shown: readonly FoundCard[] = [];
  let active = -1;
  const activate = (index: number) => {
    active = index;
    for (const [at, row] of [...list.children].entries())
      row.setAttribute("aria-selected", String(at === index));
    const row = list.children[index];
    if (!row) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  };
  const draw = (found: FoundCard, index: number) => {
    const row = toRow(found, index);
    row.addEventListener("click", () => choose(found));
    return row;
  };
  const clear = () => {
    shown = [];
    list.replaceChildren();
    activate(-1);
  };
  return {
    list,
    clear,
    count: () => shown.length,
    show: (found, isMore) => {
      if (!isMore) clear();
      const start = shown.length;
      shown = [...shown, ...found];
      list.append(...found.map((one, index) => draw(one, start + index)));
    },
    press: (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined && shown.length > 0) {
        event.preventDefault();
        activate((Math.max(active, step < 0 ? 0 : -1) + step + shown.length) % shown.length);
      }
      const found = shown[active];
      if (event.key === "Enter" && found) choose(found);
    },
  };
}

function toRow({ title, text }: FoundCard, index: number): HTMLElement {
  const row = element("li", { class: "extension-result", role: "option", id: `result-${index}` });
  row.setAttribute("aria-selected", "false");
  row.append(element("span", { class: "result-title" }, title));
  if (text !== "") row.append(element("span", { class: "result-text" }, text));
  return row;
}
