import type { Pack } from "../catalogue.ts";
import type { Scenario } from "../schema.ts";
import type { Check, Problem } from "./check.ts";
import { listRows } from "./rows.ts";

export const references: Check = {
  name: "references",
  description: "Every id that a file names exists in its pack.",
  scope: "all",
  exceptions: [],
  check: (catalogue) => [
    ...catalogue.packs.flatMap((pack) => [
      ...pack.scenarios.flatMap((scenario) => checkScenario(pack, scenario)),
      ...checkLexicons(pack),
      ...pack.head.troubleshooting.flatMap((step) =>
        step.note
          ? missing(`${pack.head.id}/pack.json ${step.id}`, "note", [step.note], ids(pack.notes))
          : [],
      ),
    ]),
    ...listRows(catalogue).flatMap(({ pack, row, place }) => [
      ...missing(
        place,
        "component",
        row.component ? [row.component] : [],
        ids(pack.head.components),
      ),
      ...missing(place, "scenario", row.includedIn ? [row.includedIn] : [], ids(pack.scenarios)),
    ]),
  ],
};

function ids(entries: readonly { id: string }[]): string[] {
  return entries.map(({ id }) => id);
}

function missing(
  place: string,
  what: string,
  wanted: readonly string[],
  known: readonly string[],
): Problem[] {
  return wanted
    .filter((id) => !known.includes(id))
    .map((id) => ({ place, message: `there is no ${what} ${id}: correct the id or add it` }));
}

function checkScenario(pack: Pack, scenario: Scenario): Problem[] {
  const place = `${pack.head.id}/scenarios/${scenario.id}.json`;
  const { head } = pack;
  return [
    ...checkChoices(pack, place, scenario.choices),
    ...checkChoices(pack, place, scenario.assumes),
    ...missing(place, "dimension", scenario.without, ids(pack.head.dimensions)),
    ...missing(place, "note", scenario.notes, ids(pack.notes)),
    ...missing(place, "scenario", scenario.context?.includes ?? [], ids(pack.scenarios)),
    ...scenario.variants.flatMap((variant) => [
      ...checkChoices(pack, `${place} ${variant.id}`, variant.when),
      ...missing(place, "note", variant.steps, ids(pack.notes)),
      ...missing(
        place,
        "approval",
        variant.approval ? [variant.approval] : [],
        ids(head.approvals),
      ),
      ...missing(place, "mailbox right", variant.mailboxRights, ids(head.mailboxRights)),
    ]),
  ];
}

function checkChoices(
  pack: Pack,
  place: string,
  choices: Record<string, string | string[]>,
): Problem[] {
  return Object.entries(choices).flatMap(([id, choice]) => {
    const dimension = pack.head.dimensions.find((known) => known.id === id);
    if (!dimension)
      return [
        { place, message: `there is no dimension ${id}: correct the id or add it to pack.json` },
      ];
    return missing(place, `choice of ${id}`, [choice].flat(), ids(dimension.choices));
  });
}

function checkLexicons(pack: Pack): Problem[] {
  return Object.entries(pack.lexicons).flatMap(([language, lexicon]) => {
    const place = `${pack.head.id}/lexicon.${language}.json`;
    const choices = [lexicon.choices, lexicon.weakChoices].flatMap((byDimension) =>
      Object.entries(byDimension).flatMap(([id, byChoice]) =>
        checkChoices(pack, place, { [id]: Object.keys(byChoice) }),
      ),
    );
    return [
      ...choices,
      ...missing(place, "note", Object.keys(lexicon.notes), ids(pack.notes)),
      ...missing(place, "scenario", Object.keys(lexicon.scenarios), ids(pack.scenarios)),
      ...missing(place, "dimension", Object.keys(lexicon.outside), ids(pack.head.dimensions)),
    ];
  });
}
