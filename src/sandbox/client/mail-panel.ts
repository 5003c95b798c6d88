import { read } from "./api.ts";
import { button, element } from "./element.ts";
import type { Panel, Teller } from "./panel.ts";

const about =
  "Mail that the tenant's Exchange took, the newest first. It goes out where Settings of the app says so, and somebody has granted Mail.Send. Links open in a new window.";

/** A mail that was sent. */
interface SentMail {
  readonly id: string;
  /** ISO 8601 */
  readonly sentAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** The panel that shows what was sent by mail. */
export function createMailPanel(body: HTMLElement, teller: Teller): Panel {
  const list = element("div", { class: "apps" });
  body.replaceChildren(element("p", { class: "panel-about" }, about), list);
  let shown = "";
  const refresh = () =>
    teller.reading(async () => {
      const mails = await read<readonly SentMail[]>("/sandbox/api/mails");
      const ids = mails.map(({ id }) => id).join();
      if (ids === shown && list.childElementCount > 0) return;
      shown = ids;
      draw(list, mails);
    });
  return { refresh };
}

/** What was folded out stays so. */
function draw(list: HTMLElement, mails: readonly SentMail[]): void {
  const open = new Set([...list.querySelectorAll("details[open]")].map(({ id }) => id));
  const drawn = mails.map(toMail);
  for (const one of drawn) one.open = open.has(one.id);
  list.replaceChildren(
    ...(drawn.length > 0 ? drawn : [element("p", { class: "app-note" }, "No mail was sent yet.")]),
  );
}

function toMail(mail: SentMail): HTMLDetailsElement {
  const { id, sentAt, from, to, subject } = mail;
  const at = new Date(sentAt).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
  const content = element("div", { class: "mail-content" });
  const made = element(
    "details",
    { class: "app-card", id: `mail-${id}` },
    element(
      "summary",
      {},
      element("span", { class: "app-name" }, subject),
      element("span", { class: "app-note" }, `${at}, to ${to.join(", ")}`),
    ),
    element("p", { class: "app-note" }, `From ${from}`),
    content,
  );
  // Read when it is looked at: a page of its own for each mail would load them all.
  made.addEventListener("toggle", () => {
    if (made.open && content.childElementCount === 0) content.append(...toForms(mail));
  });
  return made;
}

/** Both forms; the page of the mail runs nothing, and is shut off from this one. */
function toForms({ id, subject, text }: SentMail): readonly HTMLElement[] {
  const frame = element("iframe", {
    class: "mail-frame",
    title: `Mail: ${subject}`,
    src: `/sandbox/api/mails/${encodeURIComponent(id)}/html`,
    sandbox: "allow-popups allow-popups-to-escape-sandbox",
  });
  const plain = element("pre", { class: "mail-plain", tabindex: "0", hidden: "" }, text);
  const toggle = button(
    "Show as plain text",
    { class: "panel-button", "aria-pressed": "false" },
    () => {
      plain.hidden = !plain.hidden;
      frame.hidden = !plain.hidden;
      toggle.setAttribute("aria-pressed", String(!plain.hidden));
    },
  );
  return [toggle, frame, plain];
}
