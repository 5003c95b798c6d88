import { rowsOf } from "../../advisor/index.ts";
import type { Pack } from "../catalogue.ts";
import type { Erratum } from "../schema.ts";
import type { Check, Problem } from "./check.ts";

export const erratumTarget: Check = {
  name: "erratum-target",
  description: "An erratum points to a row, a scenario or a note that exists.",
  scope: "errata",
  exceptions: [],
  check: (catalogue) =>
    catalogue.packs.flatMap((pack) =>
      pack.errata.flatMap((erratum) =>
        erratum.appliesTo.flatMap((target) => checkTarget(pack, erratum, target)),
      ),
    ),
};

type Target = Erratum["appliesTo"][number];

function checkTarget(pack: Pack, erratum: Erratum, target: Target): Problem[] {
  const place = `${pack.head.id}/errata.json ${erratum.id}`;
  if ("note" in target) {
    const isKnown = pack.notes.some(({ id }) => id === target.note);
    return isKnown
      ? []
      : [{ place, message: `there is no note ${target.note}: correct appliesTo` }];
  }
  return hasTarget(pack, target)
    ? []
    : [{ place, message: `nothing in the pack is ${JSON.stringify(target)}: correct appliesTo` }];
}

function hasTarget(pack: Pack, target: Exclude<Target, { note: string }>): boolean {
  const scenario = pack.scenarios.find(({ id }) => id === target.scenario);
  const variants =
    scenario?.variants.filter(({ id }) => !target.variant || id === target.variant) ?? [];
  if (!scenario || variants.length === 0) return false;
  if (target.permission === undefined) return true;
  const phases = target.phase ? [target.phase] : (["configured", "addedOnApproval"] as const);
  return variants
    .flatMap((variant) => phases.flatMap((phase) => rowsOf({ pack, scenario, variant }, phase)))
    .some(
      (row) => row.permission === target.permission && (!target.type || row.type === target.type),
    );
}
