type Attributes = Readonly<Record<string, string | undefined>>;

/** Makes an element; attributes that are undefined are left out. Text is never read as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A button that does something. */
export function button(label: string, attributes: Attributes, press: () => void) {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", press);
  return made;
}

/** The element of index.html with that id. */
export function part<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, id: string) {
  const found = document.querySelector<HTMLElementTagNameMap[Tag]>(`${tag}#${id}`);
  if (!found) throw new Error(`index.html has no ${tag} with id ${id}`);
  return found;
}

/** Brings children into that order and touches only what differs, so that focus and inputs stay. */
export function arrange(parent: Element, wanted: readonly Element[]): void {
  for (const child of [...parent.children]) if (!wanted.includes(child)) child.remove();
  for (const [index, child] of wanted.entries()) {
    if (parent.children[index] !== child)
      parent.insertBefore(child, parent.children[index] ?? null);
  }
}

/** A round picture with initials, or the app's mark for the bot. */
export function avatar(name: string, kind: "bot" | "person"): HTMLElement {
  const initials = name
    .split(" ")
    .map((word) => word[0] ?? "")
    .join("")
    .slice(0, 2)
    .toUpperCase();
  const tone = String(
    [...name].reduce((sum, letter) => (sum * 6 + letter.charCodeAt(0)) % 1009, 0) % 5,
  );
  const attributes = { class: `avatar ${kind}`, "data-tone": tone, "aria-hidden": "true" };
  return element("span", attributes, kind === "bot" ? "" : initials);
}
