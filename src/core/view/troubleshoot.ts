import {
  casesOfSelection,
  formatSelection,
  requirePermissions,
  type Selection,
} from "../advisor/index.ts";
import { findPack, type Pack } from "../catalogue/index.ts";
import { bottomBar, wizardButton } from "./actions.ts";
import { button, buttons, noteButton } from "./buttons.ts";
import { noteOf } from "./names.ts";
import { group, list, type Part, say, toView, under } from "./parts.ts";
import { type ErrorMessage, readError } from "./read-error.ts";
import type { View, World } from "./view.ts";
import type { Voice } from "./voice.ts";

const NOTE_LIMIT = 4;
/** Most codes that are explained at once. */
export const CODE_LIMIT = 5;

/** What there is to explain. */
export interface Trouble {
  readonly codes: readonly string[];
  /** Explains a text without a known number. */
  readonly message?: ErrorMessage | undefined;
  /** A text was given, and nothing in it is known. */
  readonly isUnread?: true;
}

/** What error codes mean, then the checks of the product, most frequent cause first. */
export function drawTroubleshoot(voice: Voice, selection: Selection, trouble: Trouble): View {
  const { t, local } = voice;
  const pack = packToCheck(voice.world, selection);
  const shown = trouble.codes.slice(0, CODE_LIMIT);
  const names = shown.join(", ");
  const summary = names === "" ? t("troubleshoot.summary") : t("troubleshoot.summaryOf", { names });
  const checks = pack ? drawChecks(voice, pack) : list([]);
  const product = pack ? local(pack.head.title) : "";
  return toView(voice, "troubleshoot", summary, {
    title: say(names === "" ? t("troubleshoot.title") : names),
    codes: list([
      ...shown.map((code) => drawCode(voice, code)),
      ...(trouble.message ? [drawExplained(explainMessage(voice, trouble.message))] : []),
      ...(trouble.isUnread ? [drawUnread(voice)] : []),
    ]),
    checks: under(t("troubleshoot.checks", { product }), checks),
    reading: buttons(pack ? noteButtons(voice, pack) : []),
    actions: bottomBar(voice, [...consentButton(voice, selection), wizardButton(voice)]),
  });
}

/** Explains the text of an error page: by its numbers, or by what it says without one. */
export function explainErrorText(voice: Voice, selection: Selection, text: string): View {
  const { codes, message } = readError(voice.world.catalogue.consent, text);
  const isUnread = codes.length === 0 && !message;
  return drawTroubleshoot(voice, selection, { codes, message, ...(isUnread && { isUnread }) });
}

/** Missing consent is the most frequent cause: where the set-up is known, it is one step away. */
function consentButton({ t, world }: Voice, selection: Selection): Part[] {
  const needs = requirePermissions(world.catalogue, casesOfSelection(world.catalogue, selection));
  if (needs.length === 0) return [];
  return [button(t("button.consent"), "consent", { s: formatSelection(selection) })];
}

/** The product that was named, or else the first that has checks. */
export function packToCheck({ catalogue }: World, selection: Selection): Pack | undefined {
  const named = selection.flatMap(({ pack }) => findPack(catalogue, pack) ?? []);
  const all = [...named, ...catalogue.packs];
  return all.find(({ head }) => head.troubleshooting.length > 0);
}

/** An error in three lines: its name, what it means, what to do. */
interface Explained {
  readonly title: string;
  readonly means: string;
  readonly act: string;
}

/** What a code means and what to do. */
export function explainCode({ t, local, world }: Voice, code: string): Explained {
  const fact = world.catalogue.consent.errors.find((known) => known.code === code);
  if (!fact)
    return {
      title: code,
      means: t("troubleshoot.unknown", { code }),
      act: t("troubleshoot.pasteAll"),
    };
  const stays = fact.staysOnMicrosoftPage ? ` ${t("troubleshoot.staysOnPage")}` : "";
  return {
    title: code,
    means: t("troubleshoot.means", { text: `${local(fact.means)}${stays}` }),
    act: t("troubleshoot.do", { text: local(fact.tellTheAdmin) }),
  };
}

/** The same of an error text without a number. */
export function explainMessage(
  { t, local }: Voice,
  { phrases, means, tellTheAdmin }: ErrorMessage,
): Explained {
  return {
    title: t("troubleshoot.message", { phrase: phrases.en[0] ?? "" }),
    means: t("troubleshoot.means", { text: local(means) }),
    act: t("troubleshoot.do", { text: local(tellTheAdmin) }),
  };
}

/** A code as a part of a card. */
export function drawCode(voice: Voice, code: string): Part {
  return drawExplained(explainCode(voice, code));
}

function drawExplained({ title, means, act }: Explained): Part {
  return group({ title: say(title), means: say(means), act: say(act) });
}

function drawUnread({ t }: Voice): Part {
  return drawExplained({
    title: t("troubleshoot.unread"),
    means: t("troubleshoot.unreadMeans"),
    act: t("troubleshoot.pasteAll"),
  });
}

function drawChecks({ local }: Voice, pack: Pack): Part {
  return list(
    pack.head.troubleshooting.map(({ title, text }, index) =>
      group({ title: say(`${index + 1}. ${local(title)}`), text: say(local(text)) }),
    ),
  );
}

function noteButtons(voice: Voice, pack: Pack): Part[] {
  const ids = new Set(pack.head.troubleshooting.flatMap(({ note }) => note ?? []));
  const notes = [...ids].flatMap((id) => noteOf(voice.world.catalogue, pack, id) ?? []);
  return notes.slice(0, NOTE_LIMIT).map((found) => noteButton(voice, found.pack, found.note));
}
