import { join } from "node:path";
import { type BotName, startBot } from "./child.ts";
import { askFirst, type FirstTurn, type Rig } from "./rig.ts";
import { median } from "./statistics.ts";
import { formatNumber, formatTable } from "./table.ts";

interface Variant {
  readonly title: string;
  readonly name: BotName;
  readonly isCached: boolean;
}

/** The first is what the others are compared with. */
const VARIANTS: readonly Variant[] = [
  { title: "stock", name: "stock", isCached: false },
  { title: "stock, compile cache", name: "stock", isCached: true },
  { title: "product, compile cache", name: "product", isCached: true },
];

interface Start extends FirstTurn {
  /** From spawn to the first answer, in ms. */
  readonly wall: number;
}

/**
 * Times starts, one variant after the other in each round.
 * @param folder for the compile caches, which an unmeasured start fills
 * @returns lines to print
 */
export async function measureStarts(rig: Rig, folder: string, rounds: number): Promise<string> {
  const starts = VARIANTS.map((): Start[] => []);
  for (const variant of VARIANTS) await start(rig, variant, folder, "end");
  for (let round = 0; round < rounds; round += 1)
    for (const [index, variant] of VARIANTS.entries())
      starts[index]?.push(await start(rig, variant, folder, "kill"));
  const rows = VARIANTS.map(({ title }, index) => [title, ...describe(starts, index)]);
  const head = ["bot", "wall ms", "ratio", "CPU ms", "ratio", "RSS MiB", ""];
  return `Start, from spawn to the first answer (goal: 1.00)\n${formatTable(head, rows)}`;
}

/** A bot that ends in order writes its compile cache. */
type Ending = "end" | "kill";

async function start(rig: Rig, variant: Variant, folder: string, ending: Ending): Promise<Start> {
  const compileCache = join(folder, variant.name);
  const setup = { ...rig.setup, ...(variant.isCached && { compileCache }) };
  const begin = performance.now();
  const bot = await startBot(variant.name, setup, rig.isVerbose);
  try {
    const listening = performance.now() - begin;
    const first = await askFirst(rig, bot);
    // Its exit is no failure here.
    if (ending === "end") await bot.ask("end").catch(() => undefined);
    return { ...first, wall: listening + first.elapsed };
  } finally {
    await bot.kill();
  }
}

function describe(starts: readonly (readonly Start[])[], index: number): string[] {
  const own = starts[index] ?? [];
  const { fault } = own.find((one) => one.fault !== "") ?? {};
  if (fault) return [...Array(5).fill("-"), `VOID: ${fault}`];
  const middle = (of: readonly Start[], key: "wall" | "cpu" | "memory") =>
    median(of.map((one) => one[key]));
  const ratio = (key: "wall" | "cpu") =>
    median(own.map((one, round) => one[key] / (starts[0]?.[round]?.[key] ?? Number.NaN)));
  return [
    formatNumber(middle(own, "wall")),
    formatNumber(ratio("wall"), 2),
    formatNumber(middle(own, "cpu")),
    formatNumber(ratio("cpu"), 2),
    formatNumber(middle(own, "memory")),
    "",
  ];
}
