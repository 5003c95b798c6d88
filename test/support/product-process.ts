import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The product in a process of its own, as `npm start` runs it. */
export interface ProductProcess {
  readonly address: string;
  readonly pid: number;
  /** What it has logged so far. */
  lines(): readonly LogLine[];
  /** Ends it and waits until it is gone. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** A line of the log: `message` and `level` beside its fields. */
interface LogLine {
  readonly [name: string]: unknown;
}

/** A shell that ignores what the system sends for a file that may not grow: writing fails instead. */
const SHELL = 'trap "" XFSZ; exec "$@"';

/** Starts the product in a process of its own, and waits until it listens. */
export async function startProcess(
  environment: Readonly<Record<string, string>>,
): Promise<ProductProcess> {
  const main = join(import.meta.dirname, "../../src/main.ts");
  const child = spawn("sh", ["-c", SHELL, "sh", process.execPath, main], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LOG_LEVEL: "info", ...environment },
  });
  const closed = once(child, "close");
  const lines: LogLine[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => lines.push(toLine(line)));
  const [first] = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    closed.then(() => [JSON.stringify(lines)]),
  ]);
  return {
    address: /http:\S+/.exec(String(first))?.[0] ?? fail(child, String(first)),
    pid: child.pid ?? 0,
    lines: () => lines,
    end: async (signal) => {
      child.kill(signal);
      await closed;
    },
  };
}

function toLine(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return { message: text };
  }
}

function fail(child: ChildProcess, said: string): never {
  child.kill("SIGKILL");
  throw new Error(`the product does not start: ${said}`);
}
