import { formatSelection, parseSelection, type SetUp } from "../advisor/index.ts";
import { findPack, type Pack } from "../catalogue/index.ts";
import { button, buttons } from "./buttons.ts";
import { facts, group, hide, label, list, optional, type Part, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";
import {
  codeBefore,
  codeWith,
  countSteps,
  listImplied,
  listSteps,
  type Step,
} from "./wizard-steps.ts";

/** Choices that are drawn as buttons; more of them become a list. */
const BUTTON_LIMIT = 6;

/** Where the wizard stands with a code. */
export type WizardPlace =
  | { readonly kind: "product" }
  | { readonly kind: "step"; readonly pack: Pack; readonly setUp: SetUp; readonly step: Step }
  | { readonly kind: "complete"; readonly code: string };

/** Reads a wizard's code. No code, or one that is not valid, leads to the choice of the product. */
export function findPlace({ world }: Voice, code: string | undefined): WizardPlace {
  const selection = code === undefined ? undefined : parseSelection(world.catalogue, code);
  const setUp = selection?.at(-1);
  const pack = setUp && findPack(world.catalogue, setUp.pack);
  if (!selection || !setUp || !pack) return { kind: "product" };
  const step = listSteps(pack, setUp.choices).find(({ choice }) => choice === undefined);
  if (!step) return { kind: "complete", code: formatSelection([setUp]) };
  return { kind: "step", pack, setUp, step };
}

/** The products that the wizard can ask about. */
export function listProducts({ world }: Voice): Pack[] {
  return world.catalogue.packs.filter(({ head }) => head.dimensions.length > 0);
}

interface Option {
  readonly title: string;
  /** Code of the selection that this choice leads to. */
  readonly code: string;
}

interface Page {
  readonly question: string;
  readonly progress: string;
  readonly chosen: readonly { title: string; text: string }[];
  readonly options: readonly Option[];
  readonly back: Part | undefined;
}

/** The first step: which product. */
export function drawProductStep(voice: Voice): View {
  const options = listProducts(voice).map(({ head }) => ({
    title: voice.local(head.title),
    code: formatSelection([{ pack: head.id, choices: {} }]),
  }));
  return drawPage(voice, {
    question: voice.t("wizard.product"),
    progress: voice.t("wizard.firstStep"),
    chosen: [],
    options,
    back: undefined,
  });
}

/** A later step: one question of a pack, with the answers that still lead somewhere. */
export function drawStep(voice: Voice, pack: Pack, setUp: SetUp, step: Step): View {
  const { t, local } = voice;
  const steps = listSteps(pack, setUp.choices);
  const answered = steps.filter(({ choice }) => choice !== undefined);
  const back = codeBefore(pack, setUp.choices);
  return drawPage(voice, {
    question: local(step.dimension.question),
    progress: t("wizard.progress", {
      step: answered.length + 2,
      steps: countSteps(pack, setUp.choices) + 1,
    }),
    chosen: [
      ...chosenSoFar(voice, pack, answered),
      ...(answered.length > 0 ? impliedChoices(voice, pack, setUp.choices) : []),
    ],
    options: toOptions(voice, setUp, step),
    back: button(t("wizard.back"), "wizard", back ? { s: back } : {}),
  });
}

function toOptions({ local }: Voice, setUp: SetUp, { dimension, options }: Step): Option[] {
  return dimension.choices
    .filter(({ id }) => options.includes(id))
    .map(({ id, title }) => ({ title: local(title), code: codeWith(setUp, dimension.id, id) }));
}

/** Product and answers so far, as titled facts. */
function chosenSoFar(voice: Voice, pack: Pack, answered: readonly Step[]) {
  const { t, local } = voice;
  const product = { title: t("wizard.productTitle"), text: local(pack.head.title) };
  return [product, ...answered.flatMap((step) => toFact(voice, step))];
}

/** What follows from the answers, marked as such. */
function impliedChoices(voice: Voice, pack: Pack, choices: SetUp["choices"]) {
  return listImplied(pack, choices)
    .flatMap((step) => toFact(voice, step))
    .map(({ title, text }) => ({ title, text: voice.t("wizard.implied", { choice: text }) }));
}

function toFact({ local }: Voice, { dimension, choice }: Step) {
  return dimension.choices
    .filter(({ id }) => id === choice)
    .map(({ title }) => ({ title: local(dimension.title), text: local(title) }));
}

function drawPage(voice: Voice, page: Page): View {
  const { t } = voice;
  const isList = page.options.length > BUTTON_LIMIT;
  return toView(voice, "wizard", page.question, {
    title: say(t("wizard.title")),
    progress: say(page.progress),
    chosen: facts(page.chosen),
    question: say(page.question),
    choices: buttons(
      isList ? [] : page.options.map(({ title, code }) => button(title, "wizard", { s: code })),
    ),
    pick: optional(isList ? pickList(voice, page) : undefined),
    actions: buttons(page.back ? [page.back] : []),
  });
}

/** The input is named `s`, so that what it sends is the next step's code. */
function pickList({ t }: Voice, { question, options }: Page): Part {
  return group({
    label: label(question),
    required: label(t("wizard.required")),
    first: hide(options[0]?.code ?? ""),
    options: list(
      options.map(({ title, code }) => group({ title: label(title), code: hide(code) })),
    ),
    next: button(t("wizard.next"), "wizard"),
  });
}

/** Buttons that start the wizard with a product, or with none. */
export function productButtons(voice: Voice): Part[] {
  const products = listProducts(voice).map(({ head }) =>
    button(voice.local(head.title), "wizard", {
      s: formatSelection([{ pack: head.id, choices: {} }]),
    }),
  );
  return [...products, button(voice.t("button.wizard"), "wizard")];
}

/** Lines for what is known already. */
export function keptLines(voice: Voice, pack: Pack, choices: SetUp["choices"]): Part {
  const answered = pack.head.dimensions.flatMap((dimension) =>
    choices[dimension.id] === undefined
      ? []
      : [{ dimension, options: [], choice: choices[dimension.id] }],
  );
  return facts(chosenSoFar(voice, pack, answered));
}
