import { isFullWidth, type Look, type Press, renderCard } from "./card.ts";
import { element } from "./element.ts";
import { fileConsentCard, fileInfoCard, renderFileConsent, renderFileInfo } from "./file-card.ts";
import { heroCards, renderHeroCard } from "./hero-card.ts";
import type { Attachment } from "./model.ts";
import { oauthCard, signInCard } from "./sign-in.ts";
import { renderSignInCard } from "./sign-in-card.ts";

const adaptiveCard = "application/vnd.microsoft.card.adaptive";

/** How somebody sees what a message carries. */
export interface AttachmentLook extends Look {
  /** Whether a file that the bot offers can be taken here. */
  readonly takesFiles: boolean;
  readonly fileAnswer: "accept" | "decline" | undefined;
}

/** Draws a card or file of a message. */
export function renderAttachment(
  attachment: Attachment,
  look: AttachmentLook,
  press: (press: Press) => void,
): HTMLElement {
  const { contentType, content } = attachment;
  if (contentType === adaptiveCard) return renderAdaptive(content, look, press);
  if (contentType === oauthCard || contentType === signInCard) {
    return renderSignInCard(content, (url) => press({ kind: "sign-in", url }));
  }
  if (heroCards.has(contentType)) return renderHeroCard(content, press);
  if (contentType === fileInfoCard) return renderFileInfo(attachment);
  if (contentType === fileConsentCard && look.takesFiles) {
    const answer = (action: "accept" | "decline") => press({ kind: "file", action });
    return renderFileConsent(attachment, look.fileAnswer, answer);
  }
  const hint =
    contentType === fileConsentCard
      ? "The bot offers a file. This client takes no files of bots here."
      : `The sandbox does not show ${contentType}.`;
  return element("p", { class: "bubble" }, hint);
}

function renderAdaptive(content: unknown, look: Look, press: (press: Press) => void): HTMLElement {
  const width = isFullWidth(content) ? "card full" : "card";
  const drawn = renderCard(content, look, press);
  return element("div", { class: width }, drawn ?? "This card cannot be drawn.");
}
