import { type Case, formatSelection, listCases, rowsOf, toSetUp } from "../advisor/index.ts";
import type { Catalogue, Lexicon, Note, Pack } from "../catalogue/index.ts";
import { type Language, type LocalText, localize } from "../local-text.ts";
import type { Permission } from "../permission/index.ts";
import type { Subject } from "../subject/index.ts";
import { fold, toWords } from "../understanding/index.ts";

/** What a hit is: a documented set-up, a scope of a product that asks in contexts, a permission, a note. */
type HitKind = "set-up" | "scope" | "permission" | "note";

/** One thing that was found, in the reader's language. */
export interface Hit {
  readonly subject: Subject;
  readonly kind: HitKind;
  readonly title: string;
  /** The product, or of a permission the API that has it: "Microsoft Graph". */
  readonly product: string;
  /** One sentence: what it is for. */
  readonly line: string;
}

/** A hit in each language, and what it is found by. */
export interface Entry {
  readonly hits: Readonly<Record<Language, Hit>>;
  /** Its names in all languages, folded. */
  readonly names: readonly string[];
  /** Each word that stands for it, folded, and how much it counts. */
  readonly weights: ReadonlyMap<string, number>;
}

/** How much a word counts by where it stands. */
const WEIGHTS = { name: 10, product: 5, choice: 4, about: 2, needed: 1 } as const;
type Place = keyof typeof WEIGHTS;

/** What a hit is found by, before it is folded. */
type Sayings = Readonly<Partial<Record<Place, readonly string[]>>>;

/**
 * Everything that can be found, in the order in which it is offered to somebody who has not typed yet:
 * set-ups and scopes by product, then notes, then permissions.
 */
export function listEntries(catalogue: Catalogue): readonly Entry[] {
  const { packs, facts } = catalogue;
  const sections = Object.values(catalogue.words).flatMap(({ section }) => section);
  return [
    ...packs.flatMap((pack) => listCases(pack).map((found) => toCaseEntry(found, sections))),
    ...packs.flatMap((pack) => pack.notes.map((note) => toNoteEntry(pack, note))),
    ...facts.permissions.map((one) => toPermissionEntry(catalogue, one)),
  ];
}

/** @param sections words for a part of a document: a case that has a number there goes by it too */
function toCaseEntry(found: Case, sections: readonly string[]): Entry {
  const { pack, scenario, variant } = found;
  const phases = ["configured", "addedOnApproval"] as const;
  const rows = phases.flatMap((phase) => rowsOf(found, phase));
  const show = (language: Language): Hit => ({
    subject: { kind: "answer", code: formatSelection([toSetUp(found)]) },
    kind: scenario.context ? "scope" : "set-up",
    title: titleOf(found, language),
    product: localize(pack.head.title, language),
    line: localize(scenario.purpose, language),
  });
  const byNumber = /^\d+$/.test(scenario.id) ? [scenario.id, ...sections] : [];
  return toEntry(show, {
    name: [...allOf(scenario.title), ...(variant.title ? allOf(variant.title) : [])],
    product: productsOf(pack),
    choice: [
      ...byNumber,
      ...choicesOf(found),
      ...phrasesOf(pack, (lexicon) => lexicon.scenarios[scenario.id] ?? []),
    ],
    about: allOf(scenario.purpose),
    needed: rows.map(({ permission }) => permission.split(":")[1] ?? ""),
  });
}

function titleOf({ scenario, variant }: Case, language: Language): string {
  const title = localize(scenario.title, language);
  return variant.title ? `${title} (${localize(variant.title, language)})` : title;
}

/** What is chosen in a case, as it is titled and as people say it. */
function choicesOf(found: Case): string[] {
  const { choices } = toSetUp(found);
  return found.pack.head.dimensions.flatMap(({ id, choices: known }) => {
    const chosen = known.find((choice) => choice.id === choices[id]);
    if (!chosen) return [];
    const said = phrasesOf(found.pack, (lexicon) => lexicon.choices[id]?.[chosen.id] ?? []);
    return [...allOf(chosen.title), ...said];
  });
}

function toNoteEntry(pack: Pack, note: Note): Entry {
  const show = (language: Language): Hit => ({
    subject: { kind: "note", id: `${pack.head.id}:${note.id}` },
    kind: "note",
    title: localize(note.title, language),
    product: localize(pack.head.title, language),
    line: localize(note.asks, language),
  });
  return toEntry(show, {
    name: allOf(note.title),
    product: productsOf(pack),
    choice: phrasesOf(pack, (lexicon) => lexicon.notes[note.id] ?? []),
    about: [...allOf(note.asks), ...note.text.flatMap(allOf)],
  });
}

function toPermissionEntry({ facts }: Catalogue, permission: Permission): Entry {
  const { key, value, resource } = permission;
  const types = (["delegated", "application"] as const).filter((type) => permission[type]);
  const forms = types.flatMap((type) => permission[type] ?? []);
  const [first] = forms;
  const { displayName } = facts.resources[resource];
  const show = (language: Language): Hit => ({
    subject: { kind: "permission", key },
    kind: "permission",
    title: value,
    product: displayName,
    line: first ? localize(first.plain, language) : "",
  });
  // `mailreadwrite` and `mail read write` are the same to whoever types them.
  const spellings = [value.replaceAll(/[._]/g, ""), value.replaceAll(/([a-z])([A-Z])/g, "$1 $2")];
  return toEntry(show, {
    name: [value, ...spellings],
    product: [displayName],
    choice: types,
    about: forms.flatMap(({ plain, displayName }) => [...allOf(plain), displayName ?? ""]),
  });
}

function allOf(text: LocalText): string[] {
  return Object.values(text);
}

function productsOf(pack: Pack): string[] {
  return [...allOf(pack.head.title), ...phrasesOf(pack, (lexicon) => lexicon.product)];
}

function phrasesOf({ lexicons }: Pack, choose: (lexicon: Lexicon) => readonly string[]): string[] {
  return Object.values(lexicons).flatMap(choose);
}

function toEntry(show: (language: Language) => Hit, sayings: Sayings): Entry {
  const weights = new Map<string, number>();
  for (const [place, texts] of Object.entries(sayings))
    for (const word of new Set(texts.flatMap(toWords)))
      weights.set(word, Math.max(weights.get(word) ?? 0, WEIGHTS[place as Place]));
  const hits = { en: show("en"), de: show("de"), fr: show("fr") };
  const shown = Object.values(hits).map(({ title }) => title);
  return { hits, names: [...new Set([...shown, ...(sayings.name ?? [])].map(fold))], weights };
}
