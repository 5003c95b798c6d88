import type { Catalogue, Erratum, Pack, Row } from "../catalogue/index.ts";
import type { LocalText } from "../local-text.ts";
import type { Permission, PermissionForm, PermissionType } from "../permission/index.ts";
import { type Case, caseId } from "./selection.ts";

/** When a permission comes into play: set up by the admin, or added by the vendor's approval. */
export type Phase = "configured" | "addedOnApproval";

/** Why a permission is needed: which case says so, for which component. */
export interface Reason {
  readonly found: Case;
  readonly row: Row;
  readonly text: LocalText;
}

/** One permission that a selection needs, with every case that says so. */
export interface Requirement {
  readonly permission: Permission;
  readonly type: PermissionType;
  readonly form: PermissionForm;
  readonly phase: Phase;
  readonly reasons: readonly Reason[];
}

/**
 * Every permission that the cases need together, in the order of the first case that asks. One that is
 * both configured and added on approval stands in both, as it does in the vendor's document.
 */
export function requirePermissions(catalogue: Catalogue, cases: readonly Case[]): Requirement[] {
  const found = new Map<string, Requirement>();
  for (const phase of ["configured", "addedOnApproval"] as const)
    for (const one of cases)
      for (const row of rowsOf(one, phase)) addRow(catalogue, found, one, row, phase);
  return [...found.values()];
}

/** The rows of a case in one phase. */
export function rowsOf(found: Case, phase: Phase): readonly Row[] {
  if (phase === "configured") return found.variant.configured;
  const approval = found.pack.head.approvals.find(({ id }) => id === found.variant.approval);
  return approval?.rows ?? [];
}

function addRow(
  catalogue: Catalogue,
  requirements: Map<string, Requirement>,
  found: Case,
  row: Row,
  phase: Phase,
): void {
  const permission = catalogue.permissions.get(row.permission);
  const form = permission?.[row.type];
  if (!permission || !form) return;
  const key = `${row.permission} ${row.type} ${phase}`;
  const reasons = [...(requirements.get(key)?.reasons ?? []), { found, row, text: row.reason }];
  requirements.set(key, { permission, type: row.type, form, phase, reasons });
}

/** The corrections that touch any of the cases, gravest first. */
export function erratumsOf(cases: readonly Case[]): { pack: Pack; erratum: Erratum }[] {
  const packs = [...new Set(cases.map(({ pack }) => pack))];
  const touching = packs.flatMap((pack) =>
    pack.errata
      .filter((erratum) => cases.some((found) => found.pack === pack && touches(erratum, found)))
      .map((erratum) => ({ pack, erratum })),
  );
  return touching.sort(
    (a, b) => GRAVITY.indexOf(a.erratum.severity) - GRAVITY.indexOf(b.erratum.severity),
  );
}

const GRAVITY = ["high", "medium", "low", "info"];

function touches(erratum: Erratum, found: Case): boolean {
  return erratum.appliesTo.some(
    (target) =>
      "scenario" in target &&
      target.scenario === found.scenario.id &&
      (target.variant === undefined || target.variant === found.variant.id) &&
      (target.permission === undefined || hasTargetRow(target, found)),
  );
}

function hasTargetRow(
  target: { permission?: string; type?: PermissionType; phase?: Phase },
  found: Case,
): boolean {
  const phases = target.phase ? [target.phase] : (["configured", "addedOnApproval"] as const);
  return phases
    .flatMap((phase) => rowsOf(found, phase))
    .some(
      (row) =>
        row.permission === target.permission &&
        (target.type === undefined || row.type === target.type),
    );
}

/** The corrections of a note. */
export function erratumsOfNote(pack: Pack, note: string): Erratum[] {
  return pack.errata.filter((erratum) =>
    erratum.appliesTo.some((target) => "note" in target && target.note === note),
  );
}

/** Ids of the cases behind a requirement, each once. */
export function casesOf(requirement: Requirement): string[] {
  return [...new Set(requirement.reasons.map(({ found }) => caseId(found)))];
}
