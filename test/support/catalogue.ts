import { loadCatalogue } from "../../src/config/catalogue-files.ts";
import { type Case, listCases } from "../../src/core/advisor/index.ts";
import { findPack } from "../../src/core/catalogue/index.ts";

/** The product's own catalogue, read once for all tests; it is never changed. */
export const catalogue = await loadCatalogue();

/** A case by `autostore:5/with-token-vault`, or by `autostore:1` where it has one form. */
export function caseOf(name: string): Case {
  const [id = "", variant] = name.split("/");
  const [packId = "", scenario] = id.split(":");
  const pack = findPack(catalogue, packId);
  const found = pack
    ? listCases(pack).find(
        (one) => one.scenario.id === scenario && (!variant || one.variant.id === variant),
      )
    : undefined;
  if (!found) throw new RangeError(`no case ${name}`);
  return found;
}
