import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { BotReport, BotRequest, Setup } from "./setup.ts";

/** A process of ours: a bot or the fake services. */
export interface Child<Request, Report> {
  readonly pid: number;
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  ask(request: Request): Promise<Report>;
  /** Ends it at once, and waits until it is gone. */
  kill(): Promise<void>;
}

export type Bot = Child<BotRequest, BotReport>;

/** Which bot is started. */
export type BotName = "stock" | "product";

export interface ForkOptions {
  /** What it reads from its environment. */
  readonly told: unknown;
  /** Shows what it writes to stderr, otherwise lost. */
  readonly isVerbose: boolean;
}

/** Starts a bot. Resolves when it listens. */
export function startBot(name: BotName, setup: Setup, isVerbose: boolean): Promise<Bot> {
  const file = name === "stock" ? import.meta.resolve("./bots/stock.ts") : PRODUCT;
  return startChild(new URL(file), { told: setup, isVerbose });
}

const PRODUCT = import.meta.resolve("./bots/product.ts");

/**
 * Runs a file in a process of its own.
 * @throws Error when it ends before it listens
 */
export async function startChild<Request extends object | string, Report extends { port?: number }>(
  file: URL,
  { told, isVerbose }: ForkOptions,
): Promise<Child<Request, Report>> {
  const child = fork(file, {
    env: { ...process.env, CONSENTRY_BENCH: JSON.stringify(told) },
    stdio: ["ignore", "ignore", isVerbose ? "inherit" : "ignore", "ipc"],
    execArgv: ["--no-deprecation"],
  });
  const { port = 0 } = await hear<Report>(child, file);
  return {
    pid: child.pid ?? 0,
    port,
    ask: (request) => {
      const heard = hear<Report>(child, file);
      child.send(request);
      return heard;
    },
    kill: () => kill(child),
  };
}

async function hear<Report>(child: ChildProcess, file: URL): Promise<Report> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const ended = once(child, "exit", { signal }).then(() => {
    throw new Error(`${file.pathname} ended; --verbose shows what it wrote`);
  });
  const heard = once(child, "message", { signal }).then(([report]) => report as Report);
  // What is not awaited any more is rejected by the abort.
  ended.catch(() => undefined);
  heard.catch(() => undefined);
  try {
    return await Promise.race([heard, ended]);
  } finally {
    waiting.abort();
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
