import { backButton, bottomBar } from "./actions.ts";
import { button, buttons } from "./buttons.ts";
import { group, label, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/**
 * Takes the text of an error page, since many of them never come back by themselves.
 * @param s code of the selection that it is about, where one is known
 */
export function drawPasteErrorView(voice: Voice, s: string | undefined): View {
  const { t } = voice;
  const title = t("paste.title");
  return toView(voice, "paste-error", title, {
    title: say(title),
    lead: paragraphs([t("paste.lead"), t("paste.secret")]),
    input: group({
      label: label(t("paste.label")),
      placeholder: label(t("paste.placeholder")),
      error: label(t("paste.error")),
    }),
    submit: buttons([button(t("paste.submit"), "explain-error", { ...(s && { s }) })]),
    actions: bottomBar(voice, s === undefined ? [] : [backButton(voice, s)], 1),
  });
}
