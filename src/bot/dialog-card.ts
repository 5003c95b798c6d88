import type { VERBS as CARD_VERBS } from "../core/view/index.ts";
import type { DialogButton } from "./extension-answer.ts";

/** What a dialog understands of the buttons of the chat: the guided questions, and a text to explain. */
const VERBS: ReadonlySet<unknown> = new Set<(typeof CARD_VERBS)[number]>([
  "wizard",
  "choose",
  "change",
  "answer",
  "explain-error",
]);

type Node = Readonly<Record<string, unknown>>;

/**
 * A card of the chat for a dialog, which knows no Action.Execute: its buttons become Action.Submit with the
 * verb in their data. Those for a conversation go, and what stood around them alone.
 * Source: learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/invoking-task-modules
 */
export function toDialogCard(card: unknown, buttons: readonly DialogButton[]): unknown {
  const { actions, ...rest } = isNode(card) ? card : {};
  const own = Array.isArray(actions) ? actions : [];
  const submits = buttons.map(({ title, data }) => ({ type: "Action.Submit", title, data }));
  const isStep = (action: unknown) => isNode(action) && action.type === "Action.Execute";
  const [steps, links] = [own.filter(isStep), own.filter((action) => !isStep(action))];
  return convert({ ...rest, actions: [...steps, ...submits, ...links] });
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert).filter((item) => item !== undefined);
  if (!isNode(value)) return value;
  if (value.type === "Action.Execute") return toSubmit(value);
  const entries = Object.entries(value).map(([name, item]) => [
    name,
    name === "data" ? item : convert(item),
  ]);
  const converted: Node = Object.fromEntries(entries);
  return isEmptied(value, converted) ? undefined : converted;
}

function toSubmit({ title, data, mode }: Node): Node | undefined {
  if (!isNode(data) || !VERBS.has(data.verb)) return undefined;
  return { type: "Action.Submit", title, data, ...(mode !== undefined && { mode }) };
}

/** An ActionSet without actions, or a container with nothing in it. */
function isEmptied(before: Node, after: Node): boolean {
  return ["actions", "items"].some((name) => {
    const [had, has] = [before[name], after[name]];
    const isCard = before.type === "AdaptiveCard";
    return !isCard && Array.isArray(had) && had.length > 0 && Array.isArray(has) && !has.length;
  });
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
