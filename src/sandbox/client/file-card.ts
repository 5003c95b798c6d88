import { button, element } from "./element.ts";
import { toSize } from "./file-size.ts";
import { toRecord, toText } from "./host-wire.ts";
import type { Attachment } from "./model.ts";

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 */
export const fileConsentCard = "application/vnd.microsoft.teams.card.file.consent";
export const fileInfoCard = "application/vnd.microsoft.teams.card.file.info";

type Answer = "accept" | "decline";

const told: Readonly<Record<Answer, string>> = {
  accept: "You allowed the file.",
  decline: "You declined the file.",
};

/** A file that the bot would put into the person's OneDrive. */
export function renderFileConsent(
  { name = "", content }: Attachment,
  answered: Answer | undefined,
  answer: (action: Answer) => void,
): HTMLElement {
  const { description, sizeInBytes } = toRecord(content);
  const size = typeof sizeInBytes === "number" ? toSize(sizeInBytes) : "";
  const card = toFileCard(name, size);
  if (toText(description) !== "") card.append(element("p", {}, toText(description)));
  card.append(answered ? element("p", { class: "file-told" }, told[answered]) : toButtons(answer));
  return card;
}

function toButtons(answer: (action: Answer) => void): HTMLElement {
  const allow = button("Allow", { class: "primary-button" }, () => answer("accept"));
  const decline = button("Decline", { class: "panel-button" }, () => answer("decline"));
  return element("p", { class: "file-buttons" }, allow, decline);
}

/** A file that is there, with its download. */
export function renderFileInfo({ name = "", contentUrl = "", content }: Attachment): HTMLElement {
  const kind = toText(toRecord(content).fileType).toUpperCase();
  const card = toFileCard(name, kind);
  const label = `Download ${name}`;
  const attributes = { class: "file-link", href: contentUrl, download: name, "aria-label": label };
  const isOfWeb = /^https?:$/.test(URL.parse(contentUrl)?.protocol ?? "");
  card.append(element("a", isOfWeb ? attributes : {}, "Download"));
  return card;
}

function toFileCard(name: string, about: string): HTMLElement {
  const mark = element("span", { class: "file-mark", "aria-hidden": "true" });
  const title = element("p", { class: "file-name" }, name);
  const line = element("p", { class: "file-about" }, about);
  return element("div", { class: "card file-card" }, mark, title, line);
}
