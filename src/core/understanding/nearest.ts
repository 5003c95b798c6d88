import { caseId, fittingCases, listCases, type SetUp } from "../advisor/index.ts";
import { type Catalogue, findPack } from "../catalogue/index.ts";

/** How many neighbors are named. */
const LIMIT = 3;

/** The documented cases that share most with what was asked, best first. */
export function nearestIds(
  catalogue: Catalogue,
  setUps: readonly SetUp[],
  products: readonly string[],
): string[] {
  const ranked = setUps.flatMap((setUp) => rank(catalogue, setUp));
  if (ranked.length > 0) {
    const best = ranked.sort((a, b) => b.shared - a.shared).filter(({ shared }) => shared > 0);
    return [...new Set(best.map(({ id }) => id))].slice(0, LIMIT);
  }
  const packs = catalogue.packs.filter((pack) => products.includes(pack.head.id));
  return packs.flatMap(listCases).map(caseId).slice(0, LIMIT);
}

function rank(catalogue: Catalogue, setUp: SetUp): { id: string; shared: number }[] {
  const pack = findPack(catalogue, setUp.pack);
  if (!pack) return [];
  const entries = Object.entries(setUp.choices);
  return listCases(pack).map((found) => {
    const shared = entries.filter(([id, choice]) =>
      fittingCases(pack, { [id]: choice }).some(
        (fitting) =>
          fitting === found ||
          (fitting.scenario === found.scenario &&
            fitting.variant === found.variant &&
            found.scenario.choices[id] !== undefined),
      ),
    ).length;
    return { id: caseId(found), shared };
  });
}
