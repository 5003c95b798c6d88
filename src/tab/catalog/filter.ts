import type { TabOutput } from "../../core/tab-api/index.ts";

type Pack = TabOutput<"listPacks">["packs"][number];

/**
 * Packs and scenarios that hold every word of a text, in any case and without regard to accents. A question
 * that nothing holds narrows nothing down: it is to be asked.
 */
export function filterPacks(packs: readonly Pack[], text: string): readonly Pack[] {
  const words = fold(text)
    .split(/\s+/)
    .filter((word) => word !== "");
  const found = packs.flatMap((pack) => {
    if (holds([pack.title, pack.vendor], words)) return [pack];
    const scenarios = pack.scenarios.filter((scenario) =>
      holds([pack.title, scenario.title, scenario.purpose], words),
    );
    return scenarios.length === 0 ? [] : [{ ...pack, scenarios }];
  });
  return found.length === 0 ? packs : found;
}

function holds(texts: readonly string[], words: readonly string[]): boolean {
  const all = fold(texts.join(" "));
  return words.every((word) => all.includes(word));
}

function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}
