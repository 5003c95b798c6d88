import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, toFault } from "./tables-faults.ts";

/** How long a request may take, and all tries of it together; milliseconds. */
export interface Patience {
  readonly tryMs: number;
  readonly allMs: number;
  /** Before the second try; each later pause is twice as long, up to {@link longestPauseMs}. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
}

/** A turn that takes longer than some seconds says so, and goes on: an answer that comes late still counts. */
export const PATIENCE: Patience = {
  tryMs: 8_000,
  allMs: 25_000,
  pauseMs: 100,
  longestPauseMs: 3_000,
};

/** What the last try came to. */
export type Answer<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | {
      readonly kind: "failed";
      readonly fault: Fault;
      readonly error: unknown;
      /** Whether an earlier try, or the last one, may have had its effect unseen. */
      readonly mayHaveLanded: boolean;
    };

/** Asks until there is an answer that counts, or patience ends. */
export async function askPatiently<Result>(
  ask: (signal: AbortSignal) => Promise<Result>,
  patience: Patience,
): Promise<Answer<Result>> {
  const deadline = performance.now() + patience.allMs;
  let mayHaveLanded = false;
  for (let tries = 0; ; tries++) {
    try {
      return { kind: "done", result: await ask(AbortSignal.timeout(patience.tryMs)) };
    } catch (error) {
      const fault = toFault(error);
      if (fault.kind === "passing") mayHaveLanded ||= fault.mayHaveLanded;
      const pause = toPause(tries, patience);
      if (fault.kind !== "passing" || performance.now() + pause > deadline)
        return { kind: "failed", fault, error, mayHaveLanded };
      await sleep(pause);
    }
  }
}

/** Half of it by chance, so that replicas do not come back together. */
function toPause(tries: number, { pauseMs, longestPauseMs }: Patience): number {
  const pause = Math.min(pauseMs * 2 ** tries, longestPauseMs);
  return pause * (0.5 + Math.random() / 2);
}
