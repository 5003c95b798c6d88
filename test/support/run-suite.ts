import { type ChildProcess, spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { addUp, type Part } from "./add-up.ts";

/** Folders whose tests mostly wait: for a disk, a table service, other processes. */
const PATIENT = ["cli", "fault", "replicas", "store"];

/**
 * What `npm test` runs: the tests that wait for a browser in two processes, those that wait for other things
 * in one, beside all others; then one summary of all four. With arguments it is mocha with these arguments.
 */
async function runSuite(given: readonly string[]): Promise<void> {
  if (given.length > 0) {
    process.exitCode = (await run("tests", given, "live")).code;
    return;
  }
  const parts = await Promise.all([
    run("most", [BROWSER, ...PATIENT].flatMap(ignore), "live"),
    run("patient", ["--no-config", ...FLAGS, ...PATIENT.map(testsIn)], "kept"),
    ...halve(await listBrowserTests()).map((files, half) =>
      run(`browser ${half + 1}`, ["--no-config", ...FLAGS, ...files], "kept"),
    ),
  ]);
  const { lines, isGreen } = addUp(parts);
  process.stdout.write(`${lines.join("\n")}\n`);
  process.exitCode = isGreen ? 0 : 1;
}

const BROWSER = "browser";

function ignore(folder: string): readonly string[] {
  return ["--ignore", `test/${folder}/**`];
}

function testsIn(folder: string): string {
  return `test/${folder}/**/*.test.ts`;
}

async function listBrowserTests(): Promise<readonly string[]> {
  const names = await readdir(`test/${BROWSER}`);
  return names.filter((name) => name.endsWith(".test.ts")).map((name) => `test/${BROWSER}/${name}`);
}

/** By turns: files of like names take about the same time. */
function halve(files: readonly string[]): readonly (readonly string[])[] {
  const inOrder = files.toSorted();
  return [0, 1].map((half) => inOrder.filter((_, index) => index % 2 === half));
}

const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
const {
  require: required,
  timeout,
  reporter,
} = createRequire(import.meta.url)("../../.mocharc.json");
const FLAGS = [
  "--exit",
  "--timeout",
  `${timeout}`,
  "--reporter",
  reporter,
  "--require",
  required[0],
];

/** What is live is shown as it comes, and what is kept once it is over: neither tears the other apart. */
async function run(name: string, given: readonly string[], shown: "live" | "kept"): Promise<Part> {
  const child = spawn(process.execPath, [mocha, ...given], { stdio: ["ignore", "pipe", "pipe"] });
  endWith(child);
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said.push(chunk);
      if (shown === "live") process.stdout.write(chunk);
    });
  const code = await new Promise<number>((resolve) =>
    child.once("close", (status) => resolve(status ?? 1)),
  );
  const text = Buffer.concat(said).toString("utf8");
  if (shown === "kept") process.stdout.write(text);
  return { name, code, text };
}

/** Whoever ends the run ends what it has started. */
function endWith(child: ChildProcess): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      child.kill(signal);
      process.exitCode = 1;
    });
}

await runSuite(process.argv.slice(2));
