import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { AppError } from "../core/errors.ts";
import { CARD_NAMES, type CardName } from "../core/view/index.ts";

/** Where the templates lie. */
export const CARDS_FOLDER = join(import.meta.dirname, "../../cards");

/** Binds data to a template: the expanded card. */
export type Expand = (data: object) => unknown;

/** What is used of adaptivecards-templating; its own types drag in the renderer's sources. */
interface Templating {
  readonly Template: new (payload: unknown) => { expand(context: { $root: object }): unknown };
  readonly GlobalSettings: {
    getUndefinedFieldValueSubstitutionString: (path: string) => string | undefined;
  };
}

/** Loaded with the first card: a third of what the process needs to start. */
function loadTemplating(): Templating {
  const require = createRequire(import.meta.url);
  return require("adaptivecards-templating");
}

/** Drawn where a template names something that the data does not have; never leaves the house. */
const MARK = "�";

const templates = new Map<CardName, Promise<Expand>>();
let constructed = 0;

/**
 * The template of a card, parsed once in the life of the process: parsing costs milliseconds, binding
 * a fraction of one.
 */
export function loadTemplate(name: CardName): Promise<Expand> {
  const known = templates.get(name);
  if (known !== undefined) return known;
  const loading = constructTemplate(name);
  templates.set(name, loading);
  loading.catch(() => templates.delete(name));
  return loading;
}

/** Loads every template, one in each turn of the event loop, so that nothing waits for long. */
export async function prepareCards(): Promise<void> {
  for (const name of CARD_NAMES) {
    await setImmediate();
    await loadTemplate(name);
  }
}

/** How many templates have been parsed so far; a turn after {@link prepareCards} adds none. */
export function countConstructed(): number {
  return constructed;
}

async function constructTemplate(name: CardName): Promise<Expand> {
  const { Template, GlobalSettings } = loadTemplating();
  const payload: unknown = JSON.parse(await readFile(join(CARDS_FOLDER, `${name}.json`), "utf8"));
  const template = new Template(payload);
  constructed += 1;
  return (data) => {
    const missing: string[] = [];
    // Process-wide, and an exception thrown in it is swallowed within mixed text: so it only records.
    // Safe because expand is synchronous.
    GlobalSettings.getUndefinedFieldValueSubstitutionString = (path) => {
      missing.push(path);
      return MARK;
    };
    const card: unknown = template.expand({ $root: data });
    if (missing.length > 0)
      throw new AppError("ERR_CARD_UNBOUND", `card ${name} has no value for ${missing.join(", ")}`);
    return card;
  };
}
