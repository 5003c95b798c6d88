import type { Erratum } from "../schema.ts";
import type { Check } from "./check.ts";
import { listRows, type PlacedRow } from "./rows.ts";

export const vendorErratum: Check = {
  name: "vendor-erratum",
  description:
    "Where the plan differs from what the vendor prints, an erratum on that row says why.",
  scope: "errata",
  exceptions: [],
  check: (catalogue) =>
    listRows(catalogue)
      .filter(({ row }) => row.vendor)
      .filter((placed) => !placed.pack.errata.some((erratum) => isOnRow(erratum, placed)))
      .map(({ place }) => ({
        place,
        message:
          "the row differs from the vendor's document and no erratum names it: add one to errata.json with this scenario and permission",
      })),
};

function isOnRow(erratum: Erratum, { scenario, variant, row }: PlacedRow): boolean {
  return erratum.appliesTo.some(
    (target) =>
      "scenario" in target &&
      (scenario === undefined || target.scenario === scenario.id) &&
      (target.variant === undefined || target.variant === variant?.id) &&
      (target.type === undefined || target.type === row.type) &&
      target.permission === row.permission,
  );
}
