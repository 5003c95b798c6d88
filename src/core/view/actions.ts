import { formatSelection, type Selection } from "../advisor/index.ts";
import { button, buttons, type Mode } from "./buttons.ts";
import type { Economy } from "./economy.ts";
import type { Part } from "./parts.ts";
import type { Voice } from "./voice.ts";

/** Under an answer: six actions in sight, the rarely used ones behind the dots. */
export function answerActions(
  voice: Voice,
  selection: Selection,
  amount: Economy["actions"] = "all",
): Part {
  const s = formatSelection(selection);
  const first = [
    button(voice.t("button.consent"), "consent", { s }),
    act(voice, "verify", s),
    act(voice, "approve", s),
  ];
  if (amount === "few") return buttons([...first, helpButton(voice)]);
  return buttons([
    ...first,
    act(voice, "share", s),
    act(voice, "export", s),
    ...changeButton(voice, selection),
    act(voice, "watch", s, "secondary"),
    helpButton(voice),
  ]);
}

/** Under an answer that holds no permission: nothing to grant or to check. */
export function factsActions(voice: Voice, selection: Selection): Part {
  const s = formatSelection(selection);
  return buttons([act(voice, "share", s), ...changeButton(voice, selection), helpButton(voice)]);
}

/** Opens the help, from behind the dots. */
export function helpButton({ t }: Voice): Part {
  return button(t("button.help"), "help", {}, "secondary");
}

/** Starts the guided wizard. */
export function wizardButton({ t }: Voice): Part {
  return button(t("button.wizard"), "wizard");
}

function act(voice: Voice, action: string, s: string, mode?: Mode): Part {
  return button(voice.t(`button.${action}`), "action", { action, s }, mode);
}

/** The wizard knows one set-up at a time, so a union has nothing to change there. */
function changeButton({ t }: Voice, selection: Selection): Part[] {
  if (selection.length !== 1) return [];
  return [button(t("button.change"), "change", { s: formatSelection(selection) })];
}
