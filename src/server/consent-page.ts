import type { Language } from "../core/local-text.ts";
import type { Texts } from "../core/view/index.ts";
import { drawPage } from "./page.ts";

/**
 * The page that a consent ends on. Nothing in its address is believed or shown: anybody can write
 * one, and whether something was granted is read from the directory. So every outcome has one page.
 * @param kind `again` when what came could not be kept: the address is still good
 */
export function drawConsentPage(t: Texts, language: Language, kind: "closing" | "again"): string {
  return drawPage({
    language,
    title: t(`consentPage.${kind}.title`),
    lines: [t(`consentPage.${kind}.is`), t(`consentPage.${kind}.next`)],
  });
}
