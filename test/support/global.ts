import { stopAzurite } from "./azurite.ts";
import { createEgressLog, PLANTED } from "./egress-log.ts";
import { listLeaks } from "./fakes.ts";
import { matchCall } from "./graph-calls.ts";

const egress = createEgressLog();

/** mocha calls this with the runner as `this`; the last line is what the pipeline reads. */
export async function mochaGlobalTeardown(this: {
  stats?: { passes: number; failures: number };
}): Promise<void> {
  const { passes = 0, failures = 0 } = this.stats ?? {};
  egress.stop();
  await stopAzurite();
  const strangers = egress.foreign().filter((origin) => new URL(origin).hostname !== PLANTED);
  const unlisted = egress.graphRequests().filter((request) => !isListed(request));
  process.once("exit", () => {
    const count = egress.origins().length;
    process.stdout.write(
      `origins asked: ${count} on loopback or planted, ${strangers.length} not\n`,
    );
    for (const origin of strangers) process.stdout.write(`a test reached out to ${origin}\n`);
    process.stdout.write(
      `calls of Graph: ${egress.graphRequests().length}, ${unlisted.length} not in the registry\n`,
    );
    for (const request of unlisted) process.stdout.write(`the registry has no ${request}\n`);
    for (const line of listLeaks()) process.stdout.write(`a token stood in a log: ${line}\n`);
    // mocha has set its own code by now.
    const faults = strangers.length + unlisted.length + listLeaks().length;
    if (faults > 0) process.exitCode = 1;
    process.stdout.write(`${passes} passed, ${failures + faults} failed\n`);
  });
}

function isListed(request: string): boolean {
  const [method = "", path = ""] = request.split(" ");
  return matchCall(method, path) !== undefined;
}
