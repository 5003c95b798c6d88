import type { Json, View } from "./view.ts";

/** How much an answer says. Large unions say less, so that the card stays small enough for Teams. */
export interface Economy {
  /** The folded details of each permission. */
  readonly details: "full" | "short" | "none";
  readonly errata: "full" | "brief" | "counted";
  /** Mailbox rights, next steps, sources and notes to read. */
  readonly advice: "full" | "titles";
  /** Which set-ups need a row. */
  readonly cases: "titles" | "counted";
  /** Each action carries the whole selection, twice. */
  readonly actions: "all" | "few" | "one";
  /** What a union is made of. */
  readonly lead: "titles" | "counted";
}

/** From the fullest to the barest. Permissions stand in each of them. */
const ECONOMIES: readonly Economy[] = [
  {
    details: "full",
    errata: "full",
    advice: "full",
    cases: "titles",
    actions: "all",
    lead: "titles",
  },
  {
    details: "short",
    errata: "full",
    advice: "full",
    cases: "titles",
    actions: "all",
    lead: "titles",
  },
  {
    details: "none",
    errata: "full",
    advice: "full",
    cases: "titles",
    actions: "all",
    lead: "titles",
  },
  {
    details: "none",
    errata: "brief",
    advice: "full",
    cases: "titles",
    actions: "all",
    lead: "titles",
  },
  {
    details: "none",
    errata: "counted",
    advice: "titles",
    cases: "counted",
    actions: "few",
    lead: "titles",
  },
  {
    details: "none",
    errata: "counted",
    advice: "titles",
    cases: "counted",
    actions: "one",
    lead: "counted",
  },
];

/** Characters of a rendered card: 80 KB of UTF-16, less a margin. */
const ROOM = 39_000;
/** What a template adds around each text, measured over all cards: 47 to 78 characters. */
const FRAME = 80;

/** Draws an answer with the fullest economy whose card fits. */
export function drawFitting(draw: (economy: Economy) => View): View {
  return drawWithin(ECONOMIES, draw);
}

/**
 * Draws with the first economy whose card fits, or else with the last.
 * @param economies from the fullest to the barest
 */
export function drawWithin<Kind>(economies: readonly Kind[], draw: (economy: Kind) => View): View {
  let view: View | undefined;
  for (const economy of economies) {
    view = draw(economy);
    if (weigh(view) <= ROOM) break;
  }
  return view as View;
}

/** Estimates the characters of the rendered card from above. */
function weigh({ data }: View): number {
  return JSON.stringify(data).length + FRAME * countTexts(data);
}

function countTexts(data: Json): number {
  if (typeof data === "string") return 1;
  if (typeof data !== "object" || data === null) return 0;
  return Object.values(data).reduce<number>((sum, value) => sum + countTexts(value), 0);
}
