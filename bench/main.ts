// Measures the product beside a stock bot and prints tables. Speed is never asserted.
//   npm run bench -- [--long] [--connections N] [--part NAME] [--verbose]
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureStarts } from "./cold-part.ts";
import { measureCore } from "./core-part.ts";
import { measureReports } from "./report-part.ts";
import { startRig } from "./rig.ts";
import { measureStore } from "./store-part.ts";
import { measureQueries, measureTurns } from "./turns-part.ts";
import { measureVerification } from "./verification-part.ts";

const { values: options } = parseArgs({
  options: {
    /** Enough turns to believe a difference of a tenth. */
    long: { type: "boolean", default: false },
    connections: { type: "string", default: "1" },
    /** One of {@link PARTS}; all of them when it is not given. */
    part: { type: "string" },
    /** Shows what the bots write to stderr. */
    verbose: { type: "boolean", default: false },
  },
});

const QUICK = { repeats: 6, warmUp: 400, rounds: 5, turns: 80, starts: 5, reads: 30, opened: 200 };
const LONG = {
  repeats: 100,
  warmUp: 2500,
  rounds: 9,
  turns: 800,
  starts: 9,
  reads: 200,
  opened: 2000,
};

const amounts = options.long ? LONG : QUICK;
const connections = Number(options.connections);

/** Each part of the measuring by its name. */
const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  core: async () => print(await measureCore(amounts.repeats)),
  turns: runTurns,
  verification: runVerification,
};

async function run(): Promise<void> {
  if (process.platform !== "linux") throw new Error("CPU time is read from /proc: use Linux.");
  const began = performance.now();
  print(
    `Node ${process.versions.node}, ${cpus().length} cores. Ratios carry over, µs and ms do not.`,
  );
  for (const part of listParts(options.part)) await part();
  print(`Took ${Math.round((performance.now() - began) / 1000)} s.`);
}

function listParts(name: string | undefined): readonly (() => Promise<void>)[] {
  if (name === undefined) return Object.values(PARTS);
  const part = PARTS[name];
  if (!part) throw new RangeError(`There is no part ${name}: ${Object.keys(PARTS).join(", ")}.`);
  return [part];
}

async function runTurns(): Promise<void> {
  const { rounds, turns } = amounts;
  const folder = await mkdtemp(join(tmpdir(), "consentry-bench-"));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => abandon(folder));
  const rig = await startRig(options.verbose);
  try {
    print(
      `Turns: ${rounds} rounds of ${turns}, ${connections} connection(s); ratios to the stock bot.`,
    );
    print(await measureTurns(rig, { ...amounts, connections }));
    print(await measureQueries(rig, { ...amounts, connections }));
    print(await measureStarts(rig, folder, amounts.starts));
  } finally {
    await rig.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runVerification(): Promise<void> {
  const { reads, repeats, opened } = amounts;
  print("Verification: ratios to the same requests, fetched bare in two rounds without a token's.");
  print(await measureVerification({ reads, isVerbose: options.verbose }));
  print(await measureReports(repeats * 10));
  print("Store: ratio to a bare write of 16 KiB that is synced to the same disk.");
  print(await measureStore(opened));
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
