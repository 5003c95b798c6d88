import { z } from "zod";
import { casesOfSelection, parseSelection, requirePermissions } from "../advisor/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import { compareGrants, type GrantReport, type TenantReading } from "../grant/index.ts";
import { PermissionType } from "../permission/index.ts";
import type { Subject } from "../subject/index.ts";
import { formatMoment } from "./dates.ts";
import { group, lines, type Part, say } from "./parts.ts";
import type { Voice } from "./voice.ts";

const State = z.enum(["granted", "missing", "wider", "unknown", "later"]);

const Row = z.strictObject({
  value: z.string(),
  type: PermissionType,
  phase: z.enum(["configured", "addedOnApproval"]),
  state: State,
  /** How it stood when it was shared; not there while that is still so. */
  was: State.optional(),
});

/** How the grants of an app stood, as far as a shared card tells it. */
export const SharedState = z.strictObject({
  verdict: z.enum(["complete", "incomplete", "unclear"]),
  rows: z.array(Row).readonly(),
  /** False where a part of the tenant could not be read. */
  isWhole: z.boolean(),
  /** Milliseconds since 1970. */
  readAt: z.number(),
});
export type SharedState = z.infer<typeof SharedState>;

/**
 * How an app stands against what a subject needs.
 * @returns undefined for a subject that needs nothing to be granted
 */
export function readSharedState(
  catalogue: Catalogue,
  subject: Subject,
  reading: TenantReading,
): SharedState | undefined {
  const selection = subject.kind === "answer" && parseSelection(catalogue, subject.code);
  const needs = requirePermissions(catalogue, casesOfSelection(catalogue, selection || []));
  if (needs.length === 0) return undefined;
  const { verdict, rows, gaps, readAt } = compareGrants(catalogue, needs, reading);
  return { verdict, rows: rows.flatMap(toRow), isWhole: gaps.length === 0, readAt };
}

/** A later state, with what of it was otherwise when it was shared. */
export function followState(before: SharedState | null, now: SharedState): SharedState {
  const shared = new Map(before?.rows.map((row) => [keyOf(row), row.was ?? row.state]));
  const rows = now.rows.map((row) => {
    const was = shared.get(keyOf(row));
    return was === undefined || was === row.state ? row : { ...row, was };
  });
  return { ...now, rows };
}

function keyOf({ value, type, phase }: z.infer<typeof Row>): string {
  return JSON.stringify([value, type, phase]);
}

/** What nothing here needs is the tenant's own business. */
function toRow({ requirement, state }: GrantReport["rows"][number]): z.infer<typeof Row>[] {
  if (!requirement || state === "excess" || state === "ghost") return [];
  const { permission, type, phase } = requirement;
  const isLater = state === "missing" && phase === "addedOnApproval";
  return [{ value: permission.value, type, phase, state: isLater ? "later" : state }];
}

/** How the grants stood, in words: a block of one, or none. */
export function drawSharedState(
  voice: Voice,
  state: SharedState,
  amount: "all" | "open" | "counts",
): Part[] {
  const { t, language } = voice;
  const needed = state.rows.filter(({ phase }) => phase === "configured");
  const count = (wanted: string) => needed.filter((one) => one.state === wanted).length;
  const counts = {
    needed: needed.length,
    granted: count("granted"),
    wider: count("wider"),
    missing: count("missing"),
    unknown: count("unknown"),
  };
  const wanted = { all: () => true, open: isOpen, counts: () => false }[amount];
  const shown = state.rows.filter(wanted);
  const changed = state.rows.filter(({ was }) => was !== undefined).length;
  return [
    group({
      heading: say(t(`report.title.${state.verdict}`)),
      lines: lines([
        say(t("shared.state.read", { moment: formatMoment(state.readAt, language) })),
        ...(changed > 0 ? [say(t("shared.state.changed", { count: changed }))] : []),
        say(t("report.counts", counts)),
        ...shown.map((one) => drawRow(voice, one)),
      ]),
    }),
  ];
}

function isOpen({ state }: z.infer<typeof Row>): boolean {
  return state !== "granted" && state !== "later";
}

function drawRow({ t }: Voice, { value, type, state, was }: z.infer<typeof Row>): Part {
  const name = t("permission.name", { value, type: t(`permission.type.${type}`) });
  const now = { name, state: t(`state.${state}`) };
  if (was === undefined) return say(t("shared.state.row", now));
  return say(t("shared.state.was", { ...now, before: t(`state.${was}`) }));
}
