import {
  formatSelection,
  isLaterCode,
  openChoices,
  parseSelection,
  resolveSetUp,
  type Selection,
  toSetUp,
} from "../advisor/index.ts";
import { type Catalogue, findPack, type Pack } from "../catalogue/index.ts";

/** What a permalink, a share or an export is about: never anything of a tenant. */
export type Subject =
  /** Everything that a selection needs; `code` is its canonical code, and each of its set-ups leads to a case. */
  | { readonly kind: "answer"; readonly code: string }
  /** One permission, by its key: `graph:Mail.Send`. */
  | { readonly kind: "permission"; readonly key: string }
  /** One note, by pack and id: `autostore:private-window`. */
  | { readonly kind: "note"; readonly id: string };

/** What the code of a permalink means to the catalogue of today. */
export type SubjectReading =
  | { readonly kind: "found"; readonly subject: Subject }
  /** Made with another version of the catalogue. */
  | {
      readonly kind: "changed";
      /** What of it is still known, and may have questions open; empty where nothing is. */
      readonly known: Selection;
      /** What is not known any more, as it stands in the code: `autostore.sender_other`. */
      readonly lost: readonly string[];
      /** Written by a later version of the product than this one. */
      readonly isLater: boolean;
    }
  /** No code of ours. */
  | { readonly kind: "unknown" };

/** Longest code that is looked at, in characters. */
const LIMIT = 2_000;

/**
 * The one text of a subject, made of `A-Za-z0-9._~:-` alone, so that it needs no escaping in a path.
 * @returns `1~autostore.source_imap`, `permission:graph:Mail.Send` or `note:autostore:private-window`
 */
export function formatSubject(subject: Subject): string {
  switch (subject.kind) {
    case "answer":
      return subject.code;
    case "permission":
      return `permission:${subject.key}`;
    case "note":
      return `note:${subject.id}`;
    default:
      return subject satisfies never;
  }
}

/** Reads what {@link formatSubject} wrote, now or with an earlier catalogue. Never throws. */
export function readSubject(catalogue: Catalogue, text: string): SubjectReading {
  if (text.length > LIMIT) return { kind: "unknown" };
  const [, kind, id = ""] = /^(permission|note):([\w.:-]{1,200})$/.exec(text) ?? [];
  if (kind === "permission") return readPermission(catalogue, id);
  if (kind === "note") return readNote(catalogue, id);
  return /^\d+~[\w.~-]+$/.test(text) ? readSelection(catalogue, text) : { kind: "unknown" };
}

/**
 * The subject of a selection: two selections that lead to the same cases are one subject.
 * @returns undefined while one of its set-ups leads to no case, or has a question open
 */
export function toSubject(catalogue: Catalogue, selection: Selection): Subject | undefined {
  const setUps = selection.flatMap((setUp) => {
    const resolution = resolveSetUp(catalogue, setUp);
    return resolution.kind === "found" ? [toSetUp(resolution.found)] : [];
  });
  if (setUps.length === 0 || setUps.length < selection.length) return undefined;
  return { kind: "answer", code: formatSelection(setUps) };
}

function readPermission(catalogue: Catalogue, key: string): SubjectReading {
  if (catalogue.permissions.has(key))
    return { kind: "found", subject: { kind: "permission", key } };
  return { kind: "changed", known: [], lost: [key], isLater: false };
}

function readNote(catalogue: Catalogue, id: string): SubjectReading {
  const [packId = "", noteId] = id.split(":");
  const isKnown = findPack(catalogue, packId)?.notes.some((note) => note.id === noteId);
  if (isKnown) return { kind: "found", subject: { kind: "note", id } };
  return { kind: "changed", known: [], lost: [id], isLater: false };
}

function readSelection(catalogue: Catalogue, text: string): SubjectReading {
  const selection = parseSelection(catalogue, text);
  const subject = selection && toSubject(catalogue, selection);
  if (subject) return { kind: "found", subject };
  const [, ...parts] = text.split("~");
  const read = parts.map((part) => readPart(catalogue, part));
  return {
    kind: "changed",
    known: read.flatMap(({ known }) => known),
    lost: read.flatMap(({ lost }) => lost),
    isLater: isLaterCode(text),
  };
}

/** One set-up of a code: its answers that are still to be had, and those that are not. */
function readPart(catalogue: Catalogue, part: string) {
  const [packId = "", ...pairs] = part.split(".");
  const pack = findPack(catalogue, packId);
  if (!pack) return { known: [], lost: [part] };
  const choices: Record<string, string> = {};
  const lost: string[] = [];
  for (const pair of pairs) {
    const [id = "", choice = ""] = pair.split("_");
    if (isOpen(pack, choices, id, choice)) choices[id] = choice;
    else lost.push(`${packId}.${pair}`);
  }
  return { known: [{ pack: packId, choices }], lost };
}

function isOpen(pack: Pack, choices: Record<string, string>, id: string, choice: string): boolean {
  const dimension = pack.head.dimensions.find((known) => known.id === id);
  return dimension !== undefined && openChoices(pack, choices, dimension).includes(choice);
}
