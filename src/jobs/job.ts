import type { Log } from "../ports/index.ts";
import { describeError } from "../telemetry/index.ts";

/** What is done, how often, and under which name. */
export interface JobOptions {
  /** As logs name it. */
  readonly name: string;
  /** Pause between the end of one run and the start of the next, in milliseconds. */
  readonly everyMs: number;
  readonly log: Log;
  run(): Promise<unknown>;
}

/** A job that runs until it is stopped. */
export interface Job {
  /** Starts no further run, and waits for the one that is going on. */
  stop(): Promise<void>;
}

/** Runs a piece of work at once and then after each pause. A run that fails is logged; the next one comes. */
export function startJob({ name, everyMs, log, run }: JobOptions): Job {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let going: Promise<void> = Promise.resolve();
  const runOnce = async () => {
    try {
      await run();
    } catch (error) {
      log.error("a job failed", { name, ...describeError(error) });
    }
    if (!isStopped) timer = setTimeout(start, everyMs).unref();
  };
  const start = () => {
    going = runOnce();
  };
  start();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await going;
    },
  };
}
