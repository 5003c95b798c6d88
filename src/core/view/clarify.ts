import {
  formatSelection,
  type Resolution,
  resolveSetUp,
  type Selection,
  type SetUp,
} from "../advisor/index.ts";
import { findPack, type Pack } from "../catalogue/index.ts";
import type { ActionId } from "../understanding/index.ts";
import { bottomBar } from "./actions.ts";
import { button, buttons } from "./buttons.ts";
import { group, list, type Part, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";
import { keptLines, productButtons } from "./wizard.ts";

/** The set-up whose answer is missing, and what it could be. */
export interface Gap {
  readonly pack: Pack;
  readonly setUp: SetUp;
  readonly missing: Extract<Resolution, { kind: "missing" }>;
}

/** The first set-up of a selection that is not fully answered. */
export function findGap({ world }: Voice, selection: Selection): Gap | undefined {
  for (const setUp of selection) {
    const missing = resolveSetUp(world.catalogue, setUp);
    const pack = findPack(world.catalogue, setUp.pack);
    if (pack && missing.kind === "missing") return { pack, setUp, missing };
  }
  return undefined;
}

/** Asks for the one fact that decides; what was said is kept and listed. */
export function drawClarify(
  voice: Voice,
  selection: Selection,
  gap: Gap,
  action: ActionId | undefined,
): View {
  const { t, local } = voice;
  const { dimension } = gap.missing;
  const question = local(dimension.question);
  const choices = dimension.choices.filter(({ id }) => gap.missing.options.includes(id));
  const kept = { s: formatSelection(selection), dimension: dimension.id };
  return toView(voice, "clarify", question, {
    title: say(question),
    lead: say(t("clarify.lead")),
    kept: list([keptBlock(voice, gap)]),
    choices: buttons(
      choices.map(({ id, title }) =>
        button(local(title), "choose", { ...kept, choice: id, ...(action && { action }) }),
      ),
    ),
    actions: bottomBar(voice, [
      button(t("button.guide"), "wizard", { s: formatSelection([gap.setUp]) }),
    ]),
  });
}

function keptBlock(voice: Voice, { pack, setUp }: Gap): Part {
  return group({
    heading: say(voice.t("clarify.kept")),
    facts: keptLines(voice, pack, setUp.choices),
  });
}

/** Nothing is known yet: offers the products and the guided wizard. */
export function drawProductQuestion(voice: Voice): View {
  const { t } = voice;
  return toView(voice, "clarify", t("clarify.product"), {
    title: say(t("clarify.product")),
    lead: say(t("clarify.productLead")),
    kept: list([]),
    choices: buttons(productButtons(voice)),
    actions: bottomBar(voice, []),
  });
}
