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
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

const NOTE_LIMIT = 4;
const CODE_LIMIT = 5;

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
  const pack = packToCheck(voice, selection);
  const shown = trouble.codes.slice(0, CODE_LIMIT);
  const names = shown.join(", ");
  const summary = names === "" ? t("troubleshoot.summary") : t("troubleshoot.summaryOf", { names });
  const checks = pack ? drawChecks(voice, pack) : list([]);
  const product = pack ? local(pack.head.title) : "";
  return toView(voice, "troubleshoot", summary, {
    title: say(names === "" ? t("troubleshoot.title") : names),
    codes: list([
      ...shown.map((code) => drawCode(voice, code)),
      ...(trouble.message ? [drawMessage(voice, trouble.message)] : []),
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
function packToCheck({ world }: Voice, selection: Selection): Pack | undefined {
  const named = selection.flatMap(({ pack }) => findPack(world.catalogue, pack) ?? []);
  const all = [...named, ...world.catalogue.packs];
  return all.find(({ head }) => head.troubleshooting.length > 0);
}

/** What a code means and what to do. */
export function drawCode({ t, local, world }: Voice, code: string): Part {
  const fact = world.catalogue.consent.errors.find((known) => known.code === code);
  if (!fact)
    return group({
      title: say(code),
      means: say(t("troubleshoot.unknown", { code })),
      act: say(t("troubleshoot.pasteAll")),
    });
  const stays = fact.staysOnMicrosoftPage ? ` ${t("troubleshoot.staysOnPage")}` : "";
  return group({
    title: say(code),
    means: say(t("troubleshoot.means", { text: `${local(fact.means)}${stays}` })),
    act: say(t("troubleshoot.do", { text: local(fact.tellTheAdmin) })),
  });
}

function drawMessage({ t, local }: Voice, { phrases, means, tellTheAdmin }: ErrorMessage): Part {
  return group({
    title: say(t("troubleshoot.message", { phrase: phrases.en[0] ?? "" })),
    means: say(t("troubleshoot.means", { text: local(means) })),
    act: say(t("troubleshoot.do", { text: local(tellTheAdmin) })),
  });
}

function drawUnread({ t }: Voice): Part {
  return group({
    title: say(t("troubleshoot.unread")),
    means: say(t("troubleshoot.unreadMeans")),
    act: say(t("troubleshoot.pasteAll")),
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
