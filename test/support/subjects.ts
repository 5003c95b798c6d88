import { caseId, formatSelection, listCases, toSetUp } from "../../src/core/advisor/index.ts";
import type { Subject } from "../../src/core/subject/index.ts";
import { catalogue } from "./catalogue.ts";

const cases = catalogue.packs.flatMap(listCases);

/** The answer of each case, and that of all of them together, by a name for messages. */
export const ANSWERS: readonly (readonly [string, Extract<Subject, { kind: "answer" }>])[] = [
  ...cases.map(
    (found) =>
      [caseId(found), { kind: "answer", code: formatSelection([toSetUp(found)]) }] as const,
  ),
  ["all cases together", { kind: "answer", code: formatSelection(cases.map(toSetUp)) }],
];

/** Everything that a permalink of the catalogue can be about. */
export const SUBJECTS: readonly (readonly [string, Subject])[] = [
  ...ANSWERS,
  ...[...catalogue.permissions.keys()].map((key) => [key, { kind: "permission", key }] as const),
  ...catalogue.packs.flatMap(({ head, notes }) =>
    notes.map(({ id }) => [`${head.id}:${id}`, { kind: "note", id: `${head.id}:${id}` }] as const),
  ),
];
