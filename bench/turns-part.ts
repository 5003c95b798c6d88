import { TURNS } from "./activities.ts";
import { type Bot, type BotName, startBot } from "./child.ts";
import { type Figures, measure, type Rig, warm } from "./rig.ts";
import { median } from "./statistics.ts";
import { formatNumber, formatTable } from "./table.ts";

export interface TurnOptions {
  readonly warmUp: number;
  readonly rounds: number;
  /** Turns of each kind in a round. */
  readonly turns: number;
  readonly connections: number;
}

/** A bot among the compared ones, with its figures by round. */
interface Entry {
  readonly name: BotName;
  readonly title: string;
  readonly bot: Bot;
  readonly runs: Readonly<Record<ComparedKind, Figures[]>>;
}

/** Three of the same: what they differ by is noise. */
const COMPARED: readonly BotName[] = ["stock", "stock", "stock", "product"];

type ComparedKind = (typeof TURNS)[number];

const TITLES: Readonly<Record<ComparedKind, string>> = {
  message: "Message turn: one question, one reply with a card (goal: 0.50)",
  click: "Click as Teams sends it: the card comes inline, the product also updates the message",
  inline: "Click answered inline and nothing else (goal: 0.45)",
};

/** Compares whole turns of the product with those of the stock bot. @returns lines to print */
export async function measureTurns(rig: Rig, options: TurnOptions): Promise<string> {
  const entries: Entry[] = [];
  try {
    for (const [index, name] of COMPARED.entries()) {
      const bot = await startBot(name, rig.setup, rig.isVerbose);
      const title = name === "stock" ? `stock ${index + 1}` : name;
      entries.push({ name, title, bot, runs: { message: [], click: [], inline: [] } });
    }
    await warmAll(rig, entries, options);
    const before = await countTemplates(entries);
    for (let round = 0; round < options.rounds; round += 1)
      await runRound(rig, rotate(entries, round), options);
    const constructed = (await countTemplates(entries)) - before;
    const tables = TURNS.map((kind) => `${TITLES[kind]}\n${describeKind(entries, kind)}`);
    const templates = `  templates constructed by the product while measured: ${constructed}`;
    return [...tables, templates].join("\n\n");
  } finally {
    await Promise.all(entries.map(({ bot }) => bot.kill()));
  }
}

/** Searches of the message extension through the whole product; Teams waits five seconds. @returns lines to print */
export async function measureQueries(rig: Rig, options: TurnOptions): Promise<string> {
  const { warmUp, rounds, turns, connections } = options;
  const bot = await startBot("product", rig.setup, rig.isVerbose);
  const kind = "query";
  try {
    await warm(rig, bot, { kind, total: warmUp, connections });
    const runs: Figures[] = [];
    for (let round = 0; round < rounds; round += 1)
      runs.push(await measure(rig, bot, { kind, total: turns, connections }));
    const { fault } = runs.find((run) => run.fault !== "") ?? {};
    const middle = (key: Measured) => median(runs.map((run) => run[key]));
    const figures = [middle("cpu"), middle("perSecond")].map((value) => formatNumber(value));
    const times = [middle("p50"), middle("p99")].map((value) => formatNumber(value, 1));
    const row = fault ? ["-", "-", "-", "-", `VOID: ${fault}`] : [...times, ...figures, ""];
    const table = formatTable(["p50 ms", "p99 ms", "CPU µs", "turns/s", ""], [row]);
    return `Search of the message extension (goal: below 1,000 ms)\n${table}`;
  } finally {
    await bot.kill();
  }
}

/** All at once: it is not measured, and the cores are there. */
async function warmAll(rig: Rig, entries: readonly Entry[], options: TurnOptions): Promise<void> {
  const { warmUp: total, connections } = options;
  for (const kind of TURNS)
    await Promise.all(entries.map(({ bot }) => warm(rig, bot, { kind, total, connections })));
}

async function runRound(rig: Rig, entries: readonly Entry[], options: TurnOptions): Promise<void> {
  const { turns: total, connections } = options;
  for (const { bot, runs } of entries)
    for (const kind of TURNS)
      runs[kind].push(await measure(rig, bot, { kind, total, connections }));
}

/** Another order in each round, so that none always follows the same one. */
function rotate(entries: readonly Entry[], round: number): Entry[] {
  const first = (round * 3) % entries.length;
  return [...entries.slice(first), ...entries.slice(0, first)];
}

async function countTemplates(entries: readonly Entry[]): Promise<number> {
  const reports = await Promise.all(entries.map(({ bot }) => bot.ask("count")));
  return reports.reduce((sum, { constructed = 0 }) => sum + constructed, 0);
}

type Measured = Exclude<keyof Figures, "fault">;

const HEAD = ["bot", "CPU µs", "CPU ratio", "p50 ms", "p50 ratio", "p99 ms"] as const;
const MORE = ["turns/s", "sent/turn", "RSS MiB", ""] as const;

function describeKind(entries: readonly Entry[], kind: ComparedKind): string {
  const stock = entries.filter(({ name }) => name === "stock").map(({ runs }) => runs[kind]);
  const rows = entries.map(({ title, runs }) => [title, ...describeRuns(runs[kind], stock)]);
  return formatTable([...HEAD, ...MORE], rows);
}

/** Figures of a bot; of one that answered wrongly only that. */
function describeRuns(runs: readonly Figures[], stock: readonly (readonly Figures[])[]): string[] {
  const { fault } = runs.find((run) => run.fault !== "") ?? {};
  if (fault) return [...Array(8).fill("-"), `VOID: ${fault}`];
  const middle = (key: Measured) => median(runs.map((run) => run[key]));
  return [
    formatNumber(middle("cpu")),
    formatNumber(compare(runs, stock, "cpu"), 2),
    formatNumber(middle("p50"), 2),
    formatNumber(compare(runs, stock, "p50"), 2),
    formatNumber(middle("p99"), 1),
    formatNumber(middle("perSecond")),
    formatNumber(middle("sent"), 2),
    formatNumber(middle("memory")),
    "",
  ];
}

/** Ratio to the middle one of the stock bots inside each round, then the median of the rounds. */
function compare(
  runs: readonly Figures[],
  stock: readonly (readonly Figures[])[],
  key: Measured,
): number {
  const right = stock.filter((copy) => copy.every(({ fault }) => fault === ""));
  const ratios = runs.map((run, round) => {
    const others = right.map((copy) => copy[round]?.[key] ?? Number.NaN);
    return run[key] / median(others);
  });
  return median(ratios);
}
