import { ACTIONS } from "../understanding/index.ts";
import { isPlanned } from "./action-traits.ts";
import { wizardButton } from "./actions.ts";
import { button, buttons } from "./buttons.ts";
import { facts, group, list, type Part, paragraphs, say, section, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** A command as the help lists it. */
export interface CommandLine {
  readonly name: string;
  readonly description: string;
  /** True where it is described and not built yet. */
  readonly isPlanned: boolean;
}

/** How to ask, and every command: what works first. */
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
    commands: list([
      ...commandGroup(
        t("help.commands"),
        commands.filter((line) => !line.isPlanned),
      ),
      ...commandGroup(
        t("help.planned"),
        commands.filter((line) => line.isPlanned),
      ),
    ]),
    actions: buttons([
      wizardButton(voice),
      button(t("button.scenarios"), "action", { action: "scenarios" }),
    ]),
  });
}

/** Commands under their heading, or nothing where there are none. */
function commandGroup(heading: string, commands: readonly CommandLine[]): Part[] {
  if (commands.length === 0) return [];
  const items = commands.map(({ name, description }) => ({ title: name, text: description }));
  return [group({ heading: say(heading), items: facts(items) })];
}

/** What the understanding knows to do, for surfaces without commands of their own. */
export function knownCommands({ t }: Voice): CommandLine[] {
  return ACTIONS.map((id) => ({
    name: t(`action.${id}.name`),
    description: t(`action.${id}.does`),
    isPlanned: isPlanned(id),
  }));
}
