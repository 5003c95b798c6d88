import {
  type Case,
  type ComparedRow,
  type Comparison,
  compareCases,
  formatSelection,
  type Phase,
  toSetUp,
} from "../advisor/index.ts";
import { bottomBar, shareButton } from "./actions.ts";
import { buttons, caseButton } from "./buttons.ts";
import { caseTitle, consentOf, permissionName } from "./names.ts";
import { group, list, type Part, paragraphs, row, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** Set-ups that one card compares at most. */
export const SIDE_LIMIT = 6;
/** Set-ups that the title names at most. */
const NAMED_LIMIT = 3;

/** What set-ups need, side by side: a table for two, blocks for more. */
export function drawCompare(voice: Voice, cases: readonly Case[]): View {
  const sides = cases.slice(0, SIDE_LIMIT);
  const comparison = compareCases(voice.world.catalogue, sides);
  const names = sides.map((side) => caseTitle(voice, side));
  const isPair = sides.length === 2;
  const different = comparison.rows.filter(({ isShared }) => !isShared).length;
  const title = compareTitle(voice, names);
  return toView(voice, "compare", title, {
    title: say(title),
    lead: paragraphs([differenceLine(voice, different, comparison.rows.length)]),
    table: list(isPair ? [pairTable(voice, comparison, names)] : []),
    blocks: list(isPair ? [] : sideBlocks(voice, comparison, names)),
    choices: buttons(sides.map((side) => caseButton(voice, side))),
    actions: bottomBar(voice, [shareOf(voice, sides)]),
  });
}

/** What is compared, all of it together. */
function shareOf(voice: Voice, sides: readonly Case[]): Part {
  return shareButton(voice, { kind: "answer", code: formatSelection(sides.map(toSetUp)) });
}

/** Names what is compared, or counts it where the names would not fit. */
function compareTitle({ t }: Voice, names: readonly string[]): string {
  if (names.length > NAMED_LIMIT) return t("compare.titleOfMany", { count: names.length });
  return t("compare.title", { names: names.join(" / ") });
}

function differenceLine({ t }: Voice, different: number, all: number): string {
  if (different === 0) return t("compare.same", { count: all });
  if (different === all) return t("compare.allDifferent", { count: all });
  return t("compare.different", { count: different, shared: all - different });
}

function pairTable(voice: Voice, { rows }: Comparison, names: readonly string[]): Part {
  const head = {
    permission: say(voice.t("table.head.permission")),
    first: say(names[0] ?? ""),
    second: say(names[1] ?? ""),
  };
  return group({ head: row(head), rows: list(rows.map((one) => pairRow(voice, one))) });
}

function pairRow(voice: Voice, { requirement, phases }: ComparedRow): Part {
  const consent = consentOf(voice.world.catalogue, requirement.permission, requirement.form);
  return row({
    permission: say(permissionName(voice, requirement.permission, requirement.type)),
    consent: say(voice.t(`compare.consent.${consent}`)),
    first: say(phaseName(voice, phases[0])),
    second: say(phaseName(voice, phases[1])),
  });
}

function phaseName({ t }: Voice, phase: Phase | undefined): string {
  return t(`phase.${phase ?? "none"}`);
}

/** What each side needs that others do not, then what every side needs in the same phase. */
function sideBlocks(voice: Voice, { rows }: Comparison, names: readonly string[]): Part[] {
  const shared = rows.filter(({ isShared }) => isShared);
  const besides = names.map((name, side) => {
    const own = rows.filter((one) => !one.isShared && one.phases[side]);
    return block(voice, voice.t("compare.only", { name }), own, side);
  });
  return [...besides.flat(), ...block(voice, voice.t("compare.shared"), shared, 0)];
}

/** A heading over rows, or nothing where there are none. */
function block(voice: Voice, heading: string, rows: readonly ComparedRow[], side: number): Part[] {
  const lines = rows.map(({ requirement, phases }) =>
    voice.t("compare.line", {
      name: permissionName(voice, requirement.permission, requirement.type),
      phase: phaseName(voice, phases[side]),
    }),
  );
  return lines.length === 0 ? [] : [group({ heading: say(heading), lines: paragraphs(lines) })];
}
