import { countConstructed, prepareCards, renderCard } from "../src/cards/index.ts";
import { formatSelection, listCases, toSetUp } from "../src/core/advisor/index.ts";
import { findPack } from "../src/core/catalogue/index.ts";
import { prepareSearch, searchCatalogue } from "../src/core/search/index.ts";
import { KINDS, prepareUnderstanding, understand } from "../src/core/understanding/index.ts";
import {
  answerQuestion,
  answerSelection,
  drawWizard,
  type View,
  type World,
} from "../src/core/view/index.ts";
import { median, quantile } from "./statistics.ts";
import { formatNumber, formatTable } from "./table.ts";
import { ask, buildWorld, type Phrasing, readPhrasings } from "./world.ts";

/** Times each piece of a turn inside this process. @returns lines to print */
export async function measureCore(repeats: number): Promise<string> {
  const world = buildWorld("http://127.0.0.1:3978");
  prepareUnderstanding(world.catalogue);
  prepareSearch(world.catalogue);
  await prepareCards();
  const phrasings = readPhrasings();
  return [
    "Understanding a question, µs (each: median of its repeats)",
    describeUnderstanding(world, phrasings, repeats),
    "",
    "Searching, µs (goal: below 5,000)",
    describeSearches(world, repeats),
    "",
    "Building an answer, µs",
    describeAnswers(world, phrasings, repeats),
    "",
    "Drawing a card, µs",
    await describeCards(world, repeats),
  ].join("\n");
}

/** Time in µs that a piece of work takes, median of repeats, after as many unmeasured ones. */
function time(work: () => unknown, repeats: number): number {
  const spent: number[] = [];
  for (let turn = -repeats; turn < repeats; turn += 1) {
    const begin = process.hrtime.bigint();
    work();
    if (turn >= 0) spent.push(Number(process.hrtime.bigint() - begin) / 1000);
  }
  return median(spent);
}

function describeUnderstanding(
  world: World,
  phrasings: readonly Phrasing[],
  repeats: number,
): string {
  const read = ({ text }: Phrasing) => understand(world.catalogue, text);
  for (const phrasing of phrasings) read(phrasing);
  const timed = phrasings.map((phrasing) => ({
    phrasing,
    spent: time(() => read(phrasing), repeats),
  }));
  const slowest = timed.toSorted((a, b) => b.spent - a.spent)[0];
  const row = ["all", ...describe(timed.map(({ spent }) => spent)), slowest?.phrasing.id ?? ""];
  return formatTable(["questions", "n", "p50", "p95", "worst", "which"], [row]);
}

/** What people type into the message extension, letter by letter, with typos, and what somebody hostile sends. */
const SEARCHES: Readonly<Record<string, readonly string[]>> = {
  "nothing yet": [""],
  "a permission while it is typed": [..."mail.readwrite.shared"].map((_letter, index, all) =>
    all.slice(0, index + 1).join(""),
  ),
  typos: ["mail.redwrite", "aplication", "delegatd permision", "sharde mailbxo", "onedirve"],
  "a sentence": ["which permissions do we need for imap capture with another sender"],
  "eight words with typos": [
    "maill readwritte delegatedd aplicationn sharedd mailboxx scopee vaultt",
  ],
  "10 kB": ["imap ".repeat(2000), "x".repeat(10_000), "a b c d e f g h ".repeat(600)],
};

function describeSearches(world: World, repeats: number): string {
  const rows = Object.entries(SEARCHES).map(([name, texts]) => {
    const search = (text: string) => searchCatalogue(world.catalogue, "en", { text });
    return [name, ...describe(texts.map((text) => time(() => search(text), repeats)))];
  });
  return formatTable(["searches", "n", "p50", "p95", "worst"], rows);
}

function describe(spent: readonly number[]): string[] {
  const [p50, p95, worst] = [0.5, 0.95, 1].map((share) => quantile(spent, share));
  return [spent.length, p50, p95, worst].map((value) => formatNumber(value ?? Number.NaN));
}

function describeAnswers(world: World, phrasings: readonly Phrasing[], repeats: number): string {
  const questions = phrasings.map(({ text }) => understand(world.catalogue, text));
  const rows = KINDS.map((kind) => {
    const own = questions.filter((question) => question.kind === kind);
    const spent = own.map((question) => time(() => answerQuestion(world, question), repeats));
    return [kind, ...describe(spent)];
  });
  return formatTable(["kind", "n", "p50", "p95", "worst"], rows);
}

/** A scenario, the union of two scopes, and a step of the wizard. */
function listViews(world: World): Readonly<Record<string, View>> {
  const { view: scenario } = ask(world, "imap capture and mail send with the same user");
  const pack = findPack(world.catalogue, "nbold");
  const scopes = pack ? listCases(pack).slice(0, 2) : [];
  const union = answerSelection(world, "en", formatSelection(scopes.map(toSetUp)));
  const wizard = drawWizard(world, "en", undefined);
  return { scenario, ...(union && { union: union.view }), wizard };
}

async function describeCards(world: World, repeats: number): Promise<string> {
  const views = Object.entries(listViews(world));
  const before = countConstructed();
  const rows: string[][] = [];
  for (const [name, view] of views)
    rows.push([name, view.card, ...(await timeCard(view, repeats))]);
  const constructed = countConstructed() - before;
  const table = formatTable(["answer", "template", "p50", "p95", "bytes"], rows);
  return `${table}\n  templates constructed while measured: ${constructed}`;
}

/** More repeats than elsewhere: the few views have no others to be warm from. */
async function timeCard(view: View, repeats: number): Promise<string[]> {
  const spent: number[] = [];
  for (let turn = -repeats * 10; turn < repeats * 10; turn += 1) {
    const begin = process.hrtime.bigint();
    await renderCard(view);
    if (turn >= 0) spent.push(Number(process.hrtime.bigint() - begin) / 1000);
  }
  const bytes = Buffer.byteLength(JSON.stringify(await renderCard(view)));
  return [formatNumber(median(spent)), formatNumber(quantile(spent, 0.95)), String(bytes)];
}
