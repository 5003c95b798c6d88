import { createEgressLog, PLANTED } from "./egress-log.ts";

const egress = createEgressLog();

/** mocha calls this with the runner as `this`; the last line is what the pipeline reads. */
export function mochaGlobalTeardown(this: { stats?: { passes: number; failures: number } }): void {
  const { passes = 0, failures = 0 } = this.stats ?? {};
  egress.stop();
  const strangers = egress.foreign().filter((origin) => new URL(origin).hostname !== PLANTED);
  process.once("exit", () => {
    const count = egress.origins().length;
    process.stdout.write(
      `origins asked: ${count} on loopback or planted, ${strangers.length} not\n`,
    );
    for (const origin of strangers) process.stdout.write(`a test reached out to ${origin}\n`);
    // mocha has set its own code by now.
    if (strangers.length > 0) process.exitCode = 1;
    process.stdout.write(`${passes} passed, ${failures + strangers.length} failed\n`);
  });
}
