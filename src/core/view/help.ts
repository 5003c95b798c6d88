import { ACTIONS } from "../understanding/index.ts";
import { wizardButton } from "./actions.ts";
import { button, buttons } from "./buttons.ts";
import { facts, paragraphs, say, section, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** A command as the help lists it. */
export interface CommandLine {
  readonly name: string;
  readonly description: string;
}

/** How to ask, and every command. */
export function drawHelpView(voice: Voice, commands: readonly CommandLine[]): View {
  const { t } = voice;
  return toView(voice, "help", t("help.title"), {
    title: say(t("help.title")),
    lead: paragraphs([t("help.lead")]),
    examples: section(t("help.examples"), [
      t("help.example.set-up"),
      t("help.example.permission"),
      t("help.example.reverse"),
      t("help.example.compare"),
      t("help.example.error"),
      t("help.example.follow-up"),
    ]),
    heading: say(t("help.commands")),
    commands: facts(commands.map(({ name, description }) => ({ title: name, text: description }))),
    actions: buttons([
      wizardButton(voice),
      button(t("button.scenarios"), "action", { action: "scenarios" }),
    ]),
  });
}

/** What the understanding knows to do, for surfaces without commands of their own. */
export function knownCommands({ t }: Voice): CommandLine[] {
  return ACTIONS.map((id) => ({
    name: t(`action.${id}.name`),
    description: t(`action.${id}.does`),
  }));
}
