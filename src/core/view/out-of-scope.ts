import type { Catalogue } from "../catalogue/index.ts";
import type { Question } from "../understanding/index.ts";
import { bottomBar, wizardButton } from "./actions.ts";
import { button, buttons, scenarioButton } from "./buttons.ts";
import { group, optional, type Part, paragraphs, quote, say, section, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";
import { listProducts } from "./wizard.ts";

/** Says that the catalogue has no answer, the nearest things it has, and what it covers. */
export function drawOutOfScope(
  voice: Voice,
  { outside, nearest }: Pick<Question, "outside" | "nearest">,
): View {
  const { t, local } = voice;
  const choices = nearest.flatMap((id) => nearestButton(voice, id) ?? []);
  const covered = listProducts(voice).map(({ head }) => local(head.description));
  return toView(voice, "out-of-scope", t("outOfScope.title"), {
    title: say(t("outOfScope.title")),
    outside: optional(outside ? named(voice, outside) : undefined),
    lead: paragraphs([t("outOfScope.lead")]),
    nearest: paragraphs(choices.length === 0 ? [] : [t("outOfScope.nearest")]),
    choices: buttons(choices),
    covered: section(t("outOfScope.covered"), covered),
    actions: bottomBar(voice, [wizardButton(voice)]),
  });
}

function named({ t }: Voice, outside: string): Part {
  return group({ label: say(t("outOfScope.named")), text: quote(outside) });
}

function nearestButton(voice: Voice, id: string): Part | undefined {
  const { catalogue } = voice.world;
  const permission = catalogue.permissions.get(id);
  if (permission) return button(permission.value, "lookup", { permission: permission.key });
  const found = findScenario(catalogue, id);
  return found && scenarioButton(voice, found.pack, found.scenario);
}

function findScenario(catalogue: Catalogue, id: string) {
  const [packId, scenarioId] = id.split(":");
  const pack = catalogue.packs.find(({ head }) => head.id === packId);
  const scenario = pack?.scenarios.find((known) => known.id === scenarioId);
  return pack && scenario ? { pack, scenario } : undefined;
}
