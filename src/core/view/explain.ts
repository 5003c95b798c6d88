import { type Case, erratumsOf, erratumsOfNote, type Selection } from "../advisor/index.ts";
import type { Note, Pack } from "../catalogue/index.ts";
import { bottomBar, factsActions, shareButton, wizardButton } from "./actions.ts";
import { mailboxRights, nextSteps, readingButtons } from "./advice.ts";
import { buttons, link } from "./buttons.ts";
import { alternativeLine } from "./details.ts";
import { errataBlock } from "./errata.ts";
import { caseTitle, sourceLine } from "./names.ts";
import { facts, group, list, type Part, paragraphs, say, section, toView, under } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** A note: text, facts, commands to copy, links, and what its sources get wrong. */
export function drawNoteView(voice: Voice, pack: Pack, note: Note): View {
  const { t, local } = voice;
  const title = local(note.title);
  return toView(voice, "explain", t("explain.summary", { title }), {
    title: say(title),
    lead: paragraphs(note.text.map(local)),
    facts: localFacts(voice, note.facts),
    rights: list([]),
    steps: list([]),
    narrower: list([]),
    commands: commandBlock(voice, note.commands),
    errata: errataBlock(voice, erratumsOfNote(pack, note.id)),
    sources: sources(voice, note.sources),
    links: list(note.links.map((one) => link(local(one.title), one.url))),
    reading: buttons([]),
    actions: bottomBar(voice, [
      wizardButton(voice),
      shareButton(voice, { kind: "note", id: `${pack.head.id}:${note.id}` }),
    ]),
  });
}

/** A case that no permission is needed for: what counts instead. */
export function drawFactsOnly(voice: Voice, selection: Selection, found: Case): View {
  const { t, local } = voice;
  const { scenario, variant } = found;
  const title = caseTitle(voice, found);
  const narrower = variant.alternatives.map((one) => alternativeLine(voice, one));
  const errata = erratumsOf([found]).map(({ erratum }) => erratum);
  return toView(voice, "explain", t("explain.summary", { title }), {
    title: say(title),
    lead: paragraphs([local(scenario.purpose), t("explain.noPermissions")]),
    facts: localFacts(voice, scenario.facts),
    rights: under(t("answer.rights"), mailboxRights(voice, [found])),
    steps: under(t("answer.steps"), nextSteps(voice, [found])),
    narrower: section(t("details.narrower"), narrower),
    commands: list([]),
    errata: errataBlock(voice, errata),
    sources: sources(voice, scenario.sources),
    links: list([]),
    reading: readingButtons(voice, [found]),
    actions: factsActions(voice, selection),
  });
}

function localFacts({ local }: Voice, entries: Note["facts"]): Part {
  return facts(entries.map(({ title, text }) => ({ title: local(title), text: local(text) })));
}

function commandBlock({ t }: Voice, commands: readonly string[]): Part {
  if (commands.length === 0) return list([]);
  return list([group({ heading: say(t("explain.commands")), lines: paragraphs(commands) })]);
}

function sources(voice: Voice, from: Note["sources"]): Part {
  const line = sourceLine(voice, from);
  return paragraphs(line === "" ? [] : [line]);
}
