import type { Catalogue, Pack } from "../catalogue.ts";
import type { Row, Scenario, Variant } from "../schema.ts";

/** A row with where it stands: in a variant of a scenario, or in an approval of the pack. */
export interface PlacedRow {
  readonly pack: Pack;
  readonly row: Row;
  readonly place: string;
  readonly scenario?: Scenario;
  readonly variant?: Variant;
}

/** Every permission row of every pack. */
export function listRows(catalogue: Catalogue): PlacedRow[] {
  return catalogue.packs.flatMap((pack) => [...variantRows(pack), ...approvalRows(pack)]);
}

function variantRows(pack: Pack): PlacedRow[] {
  return pack.scenarios.flatMap((scenario) =>
    scenario.variants.flatMap((variant) =>
      variant.configured.map((row) => ({
        pack,
        row,
        scenario,
        variant,
        place: `${pack.head.id}/scenarios/${scenario.id}.json ${variant.id} ${row.permission} ${row.type}`,
      })),
    ),
  );
}

function approvalRows(pack: Pack): PlacedRow[] {
  return pack.head.approvals.flatMap((approval) =>
    approval.rows.map((row) => ({
      pack,
      row,
      place: `${pack.head.id}/pack.json approval ${approval.id} ${row.permission} ${row.type}`,
    })),
  );
}
