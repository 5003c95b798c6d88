import { parseSelection } from "../../core/advisor/index.ts";
import { readSubject, type Subject } from "../../core/subject/index.ts";
import {
  compareFacts,
  drawShare,
  readSharedFacts,
  type SharedFacts,
  type View,
  versionOf,
} from "../../core/view/index.ts";
import type { SharesOptions } from "./options.ts";
import type { ShareRecord } from "./record.ts";

/** What stands for the facts of a subject that the catalogue does not have any more. */
export const NO_FACTS: SharedFacts = { lines: [], errata: [], words: "gone" };

/** The facts of a share's subject in the catalogue of today. */
export function factsOf({ world }: Pick<SharesOptions, "world">, code: string): SharedFacts {
  const subject = subjectOf(world, code);
  return (subject && readSharedFacts(world.catalogue, subject)) ?? NO_FACTS;
}

/** The subject of a code, as far as the catalogue of today has it. */
export function subjectOf(
  { catalogue }: SharesOptions["world"],
  code: string,
): Subject | undefined {
  const read = readSubject(catalogue, code);
  return read.kind === "found" ? read.subject : undefined;
}

export function isSameFacts(one: SharedFacts, other: SharedFacts): boolean {
  return versionOf(one) === versionOf(other);
}

/** Names of the sensitivity labels of the packs that a subject comes from. */
export async function labelsOf(
  { world, settings }: Pick<SharesOptions, "world" | "settings">,
  tenantId: string,
  code: string,
): Promise<string[]> {
  const subject = subjectOf(world, code);
  const { labels } = (await settings.read(tenantId)).settings;
  const packs = subject ? packsOf(world, subject) : [];
  return [...new Set(packs.flatMap((pack) => labels[pack]?.name ?? []))];
}

function packsOf({ catalogue }: SharesOptions["world"], subject: Subject): string[] {
  switch (subject.kind) {
    case "answer":
      return (parseSelection(catalogue, subject.code) ?? []).map(({ pack }) => pack);
    case "note":
      return subject.id.split(":").slice(0, 1);
    case "permission":
      return [];
    default:
      return subject satisfies never;
  }
}

/** The card of a share as it stands. What was not ticked does not reach the drawing. */
export function drawRecord({ world }: Pick<SharesOptions, "world">, record: ShareRecord): View {
  const { options, app, people, facts, shown, changedAt, title, language } = record;
  const subject = subjectOf(world, record.subject) ?? { kind: "answer", code: record.subject };
  return drawShare(world, language, {
    subject,
    title,
    at: changedAt ?? record.keptUntil,
    as: {
      people,
      labels: record.labels,
      keptUntil: record.keptUntil,
      endedAt: record.endedAt,
      tenantId: options.names ? record.tenantId : null,
      app: options.names ? app : null,
      state: options.state ? record.state : null,
      change: changedAt === null ? null : { at: changedAt, items: compareFacts(facts, shown) },
    },
  });
}
