import { bottomBar } from "./actions.ts";
import { button, buttons } from "./buttons.ts";
import { list, type Part, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** Where the deletion of a person's data stands. */
export type ForgetState = "asked" | "deleted" | "kept";

/** Asks whether everything about a person is to go, or says what came of it. */
export function drawForgetView(voice: Voice, state: ForgetState): View {
  const { t } = voice;
  const title = t(`forget.${state}.title`);
  const choices: readonly Part[] =
    state === "asked"
      ? [
          button(t("forget.delete"), "forget", { answer: "delete" }),
          button(t("forget.keep"), "forget", { answer: "keep" }),
        ]
      : [];
  return toView(voice, "action", title, {
    title: say(title),
    lead: paragraphs(LEAD[state].map((key) => t(key))),
    about: list([]),
    ask: list([]),
    choices: buttons(choices),
    links: list([]),
    groups: list([]),
    actions: bottomBar(voice, []),
  });
}

const LEAD: Readonly<Record<ForgetState, readonly string[]>> = {
  asked: ["action.delete-my-data.does", "action.delete-my-data.until", "forget.asked.stays"],
  deleted: ["forget.deleted.lead"],
  kept: ["forget.kept.lead"],
};
