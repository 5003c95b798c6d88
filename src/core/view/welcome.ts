import { bottomBar } from "./actions.ts";
import { button } from "./buttons.ts";
import { paragraphs, say, section, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";
import { listProducts } from "./wizard.ts";

/** The first thing that a person, a chat or a team sees. */
export function drawWelcomeView(voice: Voice): View {
  const { t, local } = voice;
  const products = listProducts(voice).map(({ head }) => `• ${local(head.title)}`);
  return toView(voice, "welcome", t("welcome.summary"), {
    title: say(t("welcome.title")),
    lead: paragraphs([t("welcome.lead"), t("welcome.promise")]),
    products: section(t("welcome.products"), products),
    examples: section(t("welcome.examples"), [
      t("welcome.example.first"),
      t("welcome.example.second"),
      t("welcome.example.third"),
    ]),
    actions: bottomBar(voice, [
      button(t("button.wizard"), "wizard"),
      button(t("button.scenarios"), "action", { action: "scenarios" }),
    ]),
  });
}
