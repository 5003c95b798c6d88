import { formatSelection, type Selection } from "../advisor/index.ts";
import { formatSubject, type Subject } from "../subject/index.ts";
import { behindDots, button, buttons, type Mode } from "./buttons.ts";
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
    verifyButton(voice, s),
    approveButton(voice, s),
  ];
  if (amount === "one") return bottomBar(voice, first.slice(0, 1));
  const share = shareButton(voice, { kind: "answer", code: s });
  if (amount === "few") return bottomBar(voice, [...first, share]);
  return bottomBar(voice, [
    ...first,
    share,
    exportButton(voice, s),
    ...changeButton(voice, selection),
    behindDots(watchButton(voice, { s })),
  ]);
}

/** Under an answer that holds no permission: nothing to grant or to check. */
export function factsActions(voice: Voice, selection: Selection): Part {
  const s = formatSelection(selection);
  const share = shareButton(voice, { kind: "answer", code: s });
  return bottomBar(voice, [share, ...changeButton(voice, selection)]);
}

/** Buttons that Teams shows beside each other. */
const SIGHT_LIMIT = 6;
/** Buttons that stand in sight together with the help. */
const BAR_LIMIT = 5;

/**
 * The buttons at the foot of a card, the help last: in sight where there is room, or else behind the
 * dots.
 * @param links how many links stand beside them, all in sight
 */
export function bottomBar(voice: Voice, first: readonly Part[], links = 0): Part {
  return buttons([
    ...first.map((part, index) => (index + links < SIGHT_LIMIT ? part : behindDots(part))),
    helpButton(voice, first.length + links < BAR_LIMIT ? "primary" : "secondary"),
  ]);
}

export function helpButton({ t }: Voice, mode: Mode): Part {
  return button(t("button.help"), "help", {}, mode);
}

/** Starts the guided wizard. */
export function wizardButton({ t }: Voice): Part {
  return button(t("button.wizard"), "wizard");
}

/** Checks what a tenant has granted: one app of it, or the form that asks for one. */
export function verifyButton({ t }: Voice, s: string, clientId?: string): Part {
  return button(t("button.verify"), "verify", { s, ...(clientId && { clientId }) });
}

/** Back to the answer from a card that serves it. */
export function backButton({ t }: Voice, s: string): Part {
  return button(t("button.back"), "answer", { s });
}

/** The same for a subject: an answer may have lost its place to the card; other subjects keep theirs. */
export function backToSubject(voice: Voice, subject: Subject): Part[] {
  return subject.kind === "answer" ? [backButton(voice, subject.code)] : [];
}

/** Opens the form that takes what Microsoft's page said. */
export function pasteButton({ t }: Voice, s: string): Part {
  return button(t("button.paste"), "paste", { s });
}

/** Offers an answer as a file, or what was missing in a report of an app. */
export function exportButton({ t }: Voice, s: string, clientId?: string): Part {
  if (clientId === undefined) return button(t("button.export"), "export", { s });
  return button(t("button.export"), "export-report", { s, clientId });
}

/** Asks where a subject is to be shared; with an app, what is granted to it can be shown there. */
export function shareButton({ t }: Voice, subject: Subject, clientId?: string): Part {
  const data = { subject: formatSubject(subject), ...(clientId && { clientId }) };
  return button(t("button.share"), "share", data);
}

/** Has an app watched: that one, or the one that the form asks for. */
export function watchButton(
  { t }: Voice,
  { s, clientId }: { readonly s: string; readonly clientId?: string },
  key = "button.watch",
): Part {
  return button(t(key), "watch", { s, ...(clientId && { clientId }) });
}

/** Lists the watched apps of the tenant. */
export function watchesButton({ t }: Voice): Part {
  return button(t("watch.list.title"), "action", { action: "watch" });
}

/** Asks an approver: for an app that is known already, under the card that names it. */
export function approveButton(voice: Voice, s: string, clientId?: string): Part {
  if (clientId === undefined) return act(voice, "approve", s);
  return button(voice.t("button.approve"), "request", { s, app: clientId, step: "new" });
}

function act(voice: Voice, action: string, s: string, mode?: Mode): Part {
  return button(voice.t(`button.${action}`), "action", { action, s }, mode);
}

/** The wizard knows one set-up at a time, so a union has nothing to change there. */
function changeButton({ t }: Voice, selection: Selection): Part[] {
  if (selection.length !== 1) return [];
  return [button(t("button.change"), "change", { s: formatSelection(selection) })];
}
