import type { Catalogue, Row } from "../catalogue/index.ts";
import type { Permission } from "../permission/index.ts";
import { type Phase, type Requirement, requirePermissions, rowsOf } from "./require.ts";
import { type Case, listCases, resolveSetUp, type Selection } from "./selection.ts";

/** The cases of a selection that are fully answered, in its order. */
export function casesOfSelection(catalogue: Catalogue, selection: Selection): Case[] {
  return selection.flatMap((setUp) => {
    const resolution = resolveSetUp(catalogue, setUp);
    return resolution.kind === "found" ? [resolution.found] : [];
  });
}

/** One case that names a permission, and how. */
export interface Use {
  readonly found: Case;
  readonly row: Row;
  readonly phase: Phase;
}

/** Every case of every pack that needs one of the permissions. */
export function findUses(catalogue: Catalogue, permissions: readonly string[]): Use[] {
  const wanted = new Set(permissions);
  const phases = ["configured", "addedOnApproval"] as const;
  return catalogue.packs.flatMap(listCases).flatMap((found) =>
    phases.flatMap((phase) =>
      rowsOf(found, phase)
        .filter((row) => wanted.has(row.permission))
        .map((row) => ({ found, row, phase })),
    ),
  );
}

/** Where two sides agree and differ. A permission counts by key and type. */
export interface Comparison {
  readonly sides: readonly Case[];
  readonly rows: readonly ComparedRow[];
}

/** One permission across the sides of a comparison. */
export interface ComparedRow {
  readonly requirement: Requirement;
  /** For each side: the phase in which it needs the permission, or undefined. */
  readonly phases: readonly (Phase | undefined)[];
  /** True when every side needs it in the same phase. */
  readonly isShared: boolean;
}

/** Lays the needs of several cases side by side, differences first. */
export function compareCases(catalogue: Catalogue, sides: readonly Case[]): Comparison {
  const needs = sides.map((side) => requirePermissions(catalogue, [side]));
  const keyOf = (need: Requirement) => `${need.permission.key} ${need.type}`;
  const all = new Map(needs.flat().map((need) => [keyOf(need), need]));
  const rows = [...all].map(([key, requirement]) => {
    const phases = needs.map((side) => side.find((need) => keyOf(need) === key)?.phase);
    return { requirement, phases, isShared: phases.every((phase) => phase === phases[0]) };
  });
  return { sides, rows: rows.sort((a, b) => Number(a.isShared) - Number(b.isShared)) };
}

/** The same value on the other resource, if there is one: a grant on either counts. */
export function findTwin(catalogue: Catalogue, permission: Permission): Permission | undefined {
  return catalogue.facts.permissions.find(
    (other) => other.value === permission.value && other.resource !== permission.resource,
  );
}
