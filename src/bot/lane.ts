/** No more than that many in that time. */
export interface Limit {
  readonly count: number;
  readonly milliseconds: number;
}

/** What goes one after the other, and no faster than its limits. Times are milliseconds of one clock. */
export interface Lane {
  /** The first moment at which one more may go after those that are waiting. */
  foresee(now: number): number;
  /** The first moment at which one more may go. */
  next(now: number): number;
  /** Notes that one goes. */
  go(now: number): void;
  /** Lets nothing go before that moment. */
  pause(until: number): void;
  isPaused(now: number): boolean;
  /**
   * Runs one after the other, in the order of asking.
   * @param isFirst before those that wait already
   */
  queue<Value>(run: () => Promise<Value>, isFirst?: boolean): Promise<Value>;
}

/** Makes a lane of sliding windows: it keeps as many times as its largest limit counts, of its longest window. */
export function createLane(limits: readonly Limit[]): Lane {
  const times: number[] = [];
  const waiting: (() => void)[] = [];
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let isHeld = false;
  const horizon = Math.max(...limits.map(({ milliseconds }) => milliseconds));
  return {
    foresee: (now) => {
      const ahead = [...times];
      const waits = waiting.length + (isHeld ? 1 : 0);
      for (let index = 0; index < waits; index += 1)
        ahead.push(Math.max(nextIn(limits, ahead, now), pausedUntil));
      return Math.max(nextIn(limits, ahead, now), pausedUntil);
    },
    next: (now) => Math.max(nextIn(limits, times, now), pausedUntil),
    go: (now) => {
      times.push(now);
      const first = times.findIndex((time) => now - time < horizon);
      times.splice(0, first);
    },
    pause: (until) => {
      pausedUntil = Math.max(pausedUntil, until);
    },
    isPaused: (now) => now < pausedUntil,
    queue: async (run, isFirst = false) => {
      const enqueue = (resolve: () => void) =>
        isFirst ? waiting.unshift(resolve) : waiting.push(resolve);
      if (isHeld) await new Promise<void>(enqueue);
      isHeld = true;
      try {
        return await run();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else isHeld = false;
      }
    },
  };
}

/** The one that went as long ago as a window is wide has to leave it first. */
function nextIn(limits: readonly Limit[], times: readonly number[], now: number): number {
  let next = Math.max(now, times.at(-1) ?? now);
  for (const { count, milliseconds } of limits) {
    const oldest = times.at(-count);
    if (oldest !== undefined) next = Math.max(next, oldest + milliseconds);
  }
  return next;
}
