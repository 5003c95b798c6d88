import {
  caseId,
  fittingCases,
  listCases,
  openChoices,
  resolveSetUp,
  toSetUp,
} from "../../advisor/index.ts";
import type { Check } from "./check.ts";

export const scenarioReachable: Check = {
  name: "scenario-reachable",
  description: "The wizard's steps lead to every scenario in each of its forms, and to no other.",
  scope: "scenarios",
  exceptions: [],
  check: (catalogue) =>
    catalogue.packs.flatMap((pack) =>
      listCases(pack).flatMap((found) => {
        const place = `${pack.head.id}/scenarios/${found.scenario.id}.json ${found.variant.id}`;
        const setUp = toSetUp(found);
        const resolution = resolveSetUp(catalogue, setUp);
        const isFound =
          resolution.kind === "found" &&
          caseId(resolution.found) === caseId(found) &&
          resolution.found.variant === found.variant;
        if (!isFound)
          return [
            {
              place,
              message: `its choices lead to ${resolution.kind}: give it choices that no other scenario shares`,
            },
          ];
        const isOffered = pack.head.dimensions.every((dimension) => {
          const choice = setUp.choices[dimension.id];
          if (choice === undefined) return true;
          const before = Object.fromEntries(
            Object.entries(setUp.choices).filter(([id]) =>
              isEarlier(pack.head.dimensions, id, dimension.id),
            ),
          );
          return (
            fittingCases(pack, before).length > 0 &&
            openChoices(pack, before, dimension).includes(choice)
          );
        });
        return isOffered
          ? []
          : [
              {
                place,
                message:
                  "the wizard never offers one of its choices: put its dimension later, or widen the earlier choice",
              },
            ];
      }),
    ),
};

function isEarlier(dimensions: readonly { id: string }[], id: string, than: string): boolean {
  const at = (wanted: string) => dimensions.findIndex((dimension) => dimension.id === wanted);
  return at(id) < at(than);
}
