import { z } from "zod";
import { AppError } from "../errors.ts";
import type { Language } from "../local-text.ts";
import { type Permission, PermissionFacts } from "../permission/index.ts";
import { ConsentFacts } from "./consent-facts.ts";
import { Errata, type Erratum, Examples, Lexicon, Note, PackHead, Scenario } from "./schema.ts";
import { WordExamples, Words } from "./words.ts";

/** A pack as it is used: its head with everything that stands in its folder. */
export interface Pack {
  readonly head: PackHead;
  readonly scenarios: readonly Scenario[];
  readonly notes: readonly Note[];
  readonly errata: readonly Erratum[];
  readonly errataSources: Readonly<Record<string, string>>;
  readonly lexicons: Partial<Record<Language, Lexicon>>;
  readonly examples: Partial<Record<Language, Examples>>;
}

/** All curated data, parsed and checked by schema; built once and never changed. */
export interface Catalogue {
  readonly packs: readonly Pack[];
  readonly facts: PermissionFacts;
  readonly consent: ConsentFacts;
  readonly words: Partial<Record<Language, Words>>;
  readonly examples: Partial<Record<Language, WordExamples>>;
  /** Permission by key, such as `graph:Mail.Send`. */
  readonly permissions: ReadonlyMap<string, Permission>;
}

/** Parsed JSON by path below the catalogue's folder: `autostore/scenarios/1.json` -> value. */
export type CatalogueFiles = Readonly<Record<string, unknown>>;

const SCHEMAS = [
  [/^permissions\.json$/, PermissionFacts],
  [/^consent\.json$/, ConsentFacts],
  [/^words\.[a-z]{2}\.json$/, Words],
  [/^examples\.[a-z]{2}\.json$/, WordExamples],
  [/^[^/]+\/examples\.[a-z]{2}\.json$/, Examples],
  [/^[^/]+\/pack\.json$/, PackHead],
  [/^[^/]+\/errata\.json$/, Errata],
  [/^[^/]+\/scenarios\/[^/]+\.json$/, Scenario],
  [/^[^/]+\/notes\/[^/]+\.json$/, Note],
  [/^[^/]+\/lexicon\.[a-z]{2}\.json$/, Lexicon],
] as const satisfies readonly (readonly [RegExp, z.ZodType])[];

/**
 * Reads the catalogue's files into one value.
 * @param files every JSON file below the catalogue folder, by its path there
 * @throws AppError ERR_CATALOGUE_INVALID that names each file and what does not fit
 */
export function parseCatalogue(files: CatalogueFiles): Catalogue {
  const problems: string[] = [];
  const parsed = new Map<string, unknown>();
  for (const [path, value] of Object.entries(files)) {
    const schema = SCHEMAS.find(([pattern]) => pattern.test(path))?.[1];
    if (!schema) problems.push(`${path}: no such place in the catalogue`);
    else parseFile(schema, path, value, parsed, problems);
  }
  if (!parsed.has("permissions.json")) problems.push("permissions.json: is missing");
  if (!parsed.has("consent.json")) problems.push("consent.json: is missing");
  if (problems.length > 0) throw new AppError("ERR_CATALOGUE_INVALID", problems.join("\n"));
  return assemble(parsed);
}

function parseFile(
  schema: z.ZodType,
  path: string,
  value: unknown,
  parsed: Map<string, unknown>,
  problems: string[],
): void {
  const result = schema.safeParse(value);
  if (!result.success) {
    problems.push(`${path}: ${z.prettifyError(result.error)}`);
    return;
  }
  parsed.set(path, result.data);
  const name = path
    .split("/")
    .at(-1)
    ?.replace(/\.json$/, "");
  const id = (result.data as { id?: string }).id;
  const expected = path.endsWith("/pack.json") ? path.split("/")[0] : name;
  if (id !== undefined && id !== expected)
    problems.push(`${path}: its id is ${id}; rename the file or the id`);
}

function assemble(parsed: ReadonlyMap<string, unknown>): Catalogue {
  const facts = parsed.get("permissions.json") as PermissionFacts;
  const packNames = [...parsed.keys()].filter((path) => path.endsWith("/pack.json")).sort();
  const packs = packNames.map((path) => assemblePack(parsed, path.split("/")[0] as string));
  return {
    packs: packs.toSorted((a, b) => Number(isLast(a)) - Number(isLast(b))),
    facts,
    consent: parsed.get("consent.json") as ConsentFacts,
    words: byLanguage<Words>(parsed, /^words\.([a-z]{2})\.json$/),
    examples: byLanguage<WordExamples>(parsed, /^examples\.([a-z]{2})\.json$/),
    permissions: new Map(facts.permissions.map((permission) => [permission.key, permission])),
  };
}

/** Packs that are spoken of by name only stand after the others. */
function isLast({ head }: Pack): boolean {
  return head.byNameOnly === true;
}

function assemblePack(parsed: ReadonlyMap<string, unknown>, name: string): Pack {
  const errata = parsed.get(`${name}/errata.json`) as Errata | undefined;
  const head = parsed.get(`${name}/pack.json`) as PackHead;
  return {
    head,
    scenarios: inWizardOrder(head, below<Scenario>(parsed, `${name}/scenarios/`)),
    notes: below<Note>(parsed, `${name}/notes/`),
    errata: errata?.errata ?? [],
    errataSources: errata?.sources ?? {},
    examples: byLanguage<Examples>(parsed, new RegExp(`^${name}/examples\\.([a-z]{2})\\.json$`)),
    lexicons: byLanguage<Lexicon>(parsed, new RegExp(`^${name}/lexicon\\.([a-z]{2})\\.json$`)),
  };
}

function below<Entry>(parsed: ReadonlyMap<string, unknown>, folder: string): Entry[] {
  const paths = [...parsed.keys()].filter((path) => path.startsWith(folder)).sort();
  return paths.map((path) => parsed.get(path) as Entry);
}

/** Scenarios in the order in which the first dimension lists their choices. */
function inWizardOrder(head: PackHead, scenarios: readonly Scenario[]): Scenario[] {
  const first = head.dimensions[0];
  const place = (scenario: Scenario) =>
    first?.choices.findIndex((choice) => scenario.choices[first.id]?.includes(choice.id)) ?? 0;
  return scenarios.toSorted((a, b) => place(a) - place(b));
}

function byLanguage<Entry>(
  parsed: ReadonlyMap<string, unknown>,
  pattern: RegExp,
): Partial<Record<Language, Entry>> {
  const found: [string, Entry][] = [];
  for (const [path, value] of parsed) {
    const language = pattern.exec(path)?.[1];
    if (language) found.push([language, value as Entry]);
  }
  return Object.fromEntries(found);
}

/** The pack of that id. */
export function findPack(catalogue: Catalogue, id: string): Pack | undefined {
  return catalogue.packs.find((pack) => pack.head.id === id);
}
