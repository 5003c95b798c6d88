import { button, element, part } from "./element.ts";
import type { SharedLink } from "./host.ts";

/** What the host says over the page of an app. */
export interface HostDialog {
  /** Resolves when it is closed. */
  share(links: readonly SharedLink[]): Promise<void>;
  offerLink(title: string, link: string): Promise<void>;
  tell(title: string, text: string): Promise<void>;
}

export function createHostDialog(): HostDialog {
  const dialog = part("dialog", "host-dialog");
  const show = (title: string, ...body: readonly HTMLElement[]) => open(dialog, title, body);
  return {
    share: (links) =>
      show(
        "Share to…",
        element(
          "p",
          {},
          "Teams would ask for a chat or channel here, and post this with a preview:",
        ),
        ...links.flatMap(toLines),
      ),
    offerLink: (title, link) =>
      show(
        title,
        element("p", {}, "A link to this page, for people who have the app:"),
        toAddress(link),
      ),
    tell: (title, text) => show(title, element("p", {}, text)),
  };
}

function toLines({ url, message }: SharedLink): readonly HTMLElement[] {
  const line = toAddress(url);
  return message === "" ? [line] : [element("p", { class: "dialog-message" }, message), line];
}

function toAddress(address: string): HTMLElement {
  return element("p", { class: "dialog-address" }, element("code", {}, address));
}

function open(
  dialog: HTMLDialogElement,
  title: string,
  body: readonly HTMLElement[],
): Promise<void> {
  if (dialog.open) dialog.close();
  const close = button("Close", { class: "panel-button" }, () => dialog.close());
  const heading = element("h2", { id: "host-dialog-title" }, title);
  dialog.replaceChildren(heading, ...body, element("p", { class: "dialog-buttons" }, close));
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(), { once: true });
  });
}
