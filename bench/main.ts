// Measures the product beside a stock bot and prints tables. Speed is never asserted.
//   npm run bench -- [--long] [--connections N] [--verbose]
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureStarts } from "./cold-part.ts";
import { measureCore } from "./core-part.ts";
import { startRig } from "./rig.ts";
import { measureTurns } from "./turns-part.ts";

const { values: options } = parseArgs({
  options: {
    /** Enough turns to believe a difference of a tenth. */
    long: { type: "boolean", default: false },
    connections: { type: "string", default: "1" },
    /** Shows what the bots write to stderr. */
    verbose: { type: "boolean", default: false },
  },
});

const QUICK = { repeats: 6, warmUp: 400, rounds: 5, turns: 80, starts: 5 };
const LONG = { repeats: 100, warmUp: 2500, rounds: 9, turns: 800, starts: 9 };

const amounts = options.long ? LONG : QUICK;
const connections = Number(options.connections);

async function run(): Promise<void> {
  if (process.platform !== "linux") throw new Error("CPU time is read from /proc: use Linux.");
  const began = performance.now();
  const { rounds, turns } = amounts;
  print(
    `Node ${process.versions.node}, ${cpus().length} cores. Ratios carry over, µs and ms do not.`,
  );
  print(await measureCore(amounts.repeats));
  const folder = await mkdtemp(join(tmpdir(), "consentry-bench-"));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => abandon(folder));
  const rig = await startRig(options.verbose);
  try {
    print(
      `Turns: ${rounds} rounds of ${turns}, ${connections} connection(s); ratios to the stock bot.`,
    );
    print(await measureTurns(rig, { ...amounts, connections }));
    print(await measureStarts(rig, folder, amounts.starts));
  } finally {
    await rig.stop();
    await rm(folder, { recursive: true, force: true });
  }
  print(`Took ${Math.round((performance.now() - began) / 1000)} s.`);
}

/** The other processes end by themselves once this one is gone. */
function abandon(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}

function print(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

await run();
