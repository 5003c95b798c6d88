import { z } from "zod";
import {
  casesOfSelection,
  erratumsOf,
  erratumsOfNote,
  parseSelection,
  requirePermissions,
  type Selection,
} from "../advisor/index.ts";
import type { Catalogue, Note, Pack } from "../catalogue/index.ts";
import { fingerprint } from "../fingerprint.ts";
import { type Permission, PermissionType } from "../permission/index.ts";
import type { Subject } from "../subject/index.ts";
import { consentOf, findNote } from "./names.ts";

const Line = z.strictObject({
  /** Key of the permission: `graph:Mail.Send`. */
  key: z.string(),
  value: z.string(),
  type: PermissionType,
  /** Null for what is told of one permission, whoever needs it. */
  phase: z.enum(["configured", "addedOnApproval"]).nullable(),
  consent: z.enum(["yes", "no", "policy", "unknown"]),
});
/** One permission as a shared card showed it. */
export type SharedLine = z.infer<typeof Line>;

/** What a shared card tells people, as far as they decide by it: kept to see later whether it still holds. */
export const SharedFacts = z.strictObject({
  lines: z.array(Line).readonly(),
  /** Ids of errata. */
  errata: z.array(z.string()).readonly(),
  /** Fingerprint of what a note or a permission says in words; empty where lines and errata say all. */
  words: z.string(),
});
export type SharedFacts = z.infer<typeof SharedFacts>;

/** What has changed between two times at which a subject was looked at. */
export type FactChange =
  | { readonly kind: "added" | "removed"; readonly line: SharedLine }
  | {
      readonly kind: "consent";
      readonly line: SharedLine;
      readonly before: SharedLine["consent"];
    }
  | { readonly kind: "erratum-added" | "erratum-removed"; readonly id: string }
  | { readonly kind: "words" };

/**
 * The facts of a subject in the catalogue of today.
 * @returns undefined when the catalogue does not have the subject
 */
export function readSharedFacts(catalogue: Catalogue, subject: Subject): SharedFacts | undefined {
  switch (subject.kind) {
    case "answer": {
      const selection = parseSelection(catalogue, subject.code);
      return selection && readSelection(catalogue, selection);
    }
    case "permission": {
      const permission = catalogue.permissions.get(subject.key);
      return permission && readPermission(catalogue, permission);
    }
    case "note": {
      const found = findNote(catalogue, subject.id);
      return found && readNote(found.pack, found.note);
    }
    default:
      return subject satisfies never;
  }
}

/** The version of the catalogue as far as those facts go: equal facts have equal versions. */
export function versionOf(facts: SharedFacts): string {
  return fingerprint(JSON.stringify(SharedFacts.parse(facts)));
}

/** What differs between the facts that were shared and those of today, permissions first. */
export function compareFacts(before: SharedFacts, now: SharedFacts): FactChange[] {
  const known = new Map(before.lines.map((line) => [nameOf(line), line]));
  const current = new Set(now.lines.map(nameOf));
  const lines = now.lines.flatMap((line): FactChange[] => {
    const old = known.get(nameOf(line));
    if (!old) return [{ kind: "added", line }];
    return old.consent === line.consent ? [] : [{ kind: "consent", line, before: old.consent }];
  });
  const gone = before.lines.filter((line) => !current.has(nameOf(line)));
  return [
    ...lines,
    ...gone.map((line) => ({ kind: "removed", line }) as const),
    ...without(now.errata, before.errata).map((id) => ({ kind: "erratum-added", id }) as const),
    ...without(before.errata, now.errata).map((id) => ({ kind: "erratum-removed", id }) as const),
    ...(before.words === now.words ? [] : [{ kind: "words" } as const]),
  ];
}

function without(ids: readonly string[], others: readonly string[]): string[] {
  return ids.filter((id) => !others.includes(id));
}

function nameOf({ key, type, phase }: SharedLine): string {
  return `${key} ${type} ${phase}`;
}

function readSelection(catalogue: Catalogue, selection: Selection): SharedFacts | undefined {
  const cases = casesOfSelection(catalogue, selection);
  if (cases.length === 0) return undefined;
  const needs = requirePermissions(catalogue, cases);
  const lines = needs.map(({ permission, type, form, phase }) => ({
    key: permission.key,
    value: permission.value,
    type,
    phase,
    consent: consentOf(catalogue, permission, form),
  }));
  const words = needs.length === 0 ? fingerprint(JSON.stringify(cases.map(wordsOf))) : "";
  return { lines, errata: erratumsOf(cases).map(({ erratum }) => erratum.id), words };
}

/** A case without permissions says what counts instead. */
function wordsOf({ scenario, variant }: ReturnType<typeof casesOfSelection>[number]) {
  return [scenario.facts, variant.alternatives, variant.mailboxRights];
}

const TYPES = ["delegated", "application"] as const satisfies readonly PermissionType[];

function readPermission(catalogue: Catalogue, permission: Permission): SharedFacts {
  const lines = TYPES.flatMap((type) => {
    const form = permission[type];
    if (!form) return [];
    const { key, value } = permission;
    return [{ key, value, type, phase: null, consent: consentOf(catalogue, permission, form) }];
  });
  const { delegated, application, retirement, remarks } = permission;
  const said = [delegated?.plain, application?.plain, retirement, remarks];
  return { lines, errata: [], words: fingerprint(JSON.stringify(said)) };
}

function readNote(pack: Pack, note: Note): SharedFacts {
  const { text, facts, commands } = note;
  const errata = erratumsOfNote(pack, note.id).map(({ id }) => id);
  return { lines: [], errata, words: fingerprint(JSON.stringify([text, facts, commands])) };
}
