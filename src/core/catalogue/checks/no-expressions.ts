import type { Check, Problem } from "./check.ts";

/** Data holds no template expression; also refused at start in packs of your own. */
export const noExpressions: Check = {
  name: "no-expressions",
  description: "Data holds no template expression: nothing of a pack is ever executed.",
  scope: "all",
  exceptions: [],
  check: (catalogue) => [
    ...search("permissions.json", catalogue.facts),
    ...search("consent.json", catalogue.consent),
    ...catalogue.packs.flatMap((pack) => search(pack.head.id, pack)),
  ],
};

function search(place: string, value: unknown): Problem[] {
  const text = JSON.stringify(value);
  const at = text.indexOf("${");
  if (at < 0) return [];
  return [
    {
      place,
      message: `"${text.slice(at, at + 30)}" looks like a template expression: write it in words`,
    },
  ];
}
