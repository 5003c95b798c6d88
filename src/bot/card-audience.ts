/** Name of the field of a button's data that says that its card is for one person alone. */
const FIELD = "alone";

/**
 * Marks every button of a card that is for one person alone: a press does not say what message it came
 * from, and is answered to that person alone all the same.
 */
export function stampAlone(card: unknown): unknown {
  if (Array.isArray(card)) return card.map(stampAlone);
  if (!isRecord(card)) return card;
  const entries = Object.entries(card).map(([name, value]) => {
    const isButtonData = name === "data" && isRecord(value) && "verb" in value;
    return [name, isButtonData ? { ...value, [FIELD]: true } : stampAlone(value)];
  });
  return Object.fromEntries(entries);
}

/** Takes the mark out of a button's data. Whatever stands there, its absence alone makes a press public. */
export function takeAlone(data: Readonly<Record<string, unknown>>): {
  isAlone: boolean;
  rest: Record<string, unknown>;
} {
  const { [FIELD]: mark, ...rest } = data;
  return { isAlone: mark !== undefined, rest };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
