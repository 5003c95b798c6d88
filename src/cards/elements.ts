/** Any object within a card that has a type. */
export type Element = Readonly<Record<string, unknown>> & { readonly type: string };

/** Version of the Adaptive Cards schema in which an element came, for all that templates may use. */
export const ELEMENTS: Readonly<Record<string, string>> = {
  AdaptiveCard: "1.0",
  TextBlock: "1.0",
  Container: "1.0",
  ColumnSet: "1.0",
  Column: "1.0",
  Image: "1.0",
  "Input.Text": "1.0",
  "Input.ChoiceSet": "1.0",
  "Input.Date": "1.0",
  "Action.OpenUrl": "1.0",
  "Action.Submit": "1.0",
  ActionSet: "1.2",
  "Action.ToggleVisibility": "1.2",
  "Action.Execute": "1.4",
  // An element of Teams itself, on the desktop and in the browser:
  // learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#codeblock-in-adaptive-cards
  CodeBlock: "1.5",
};

/** Every typed object in a card, fallbacks included, outer ones first. */
export function listElements(value: unknown): Element[] {
  if (Array.isArray(value)) return value.flatMap(listElements);
  if (!isRecord(value)) return [];
  const inner = Object.entries(value)
    .filter(([key]) => key !== "data")
    .flatMap(([, item]) => listElements(item));
  return typeof value.type === "string" ? [value as Element, ...inner] : inner;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
