/** Time that passes only while everybody sleeps. */
export interface VirtualTime {
  ticks(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Lets time pass until that is settled. */
  until<Value>(work: Promise<Value>): Promise<Value>;
  /** Lets that much time pass. */
  pass(milliseconds: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function createVirtualTime(): VirtualTime {
  let now = 0;
  let sleepers: Sleeper[] = [];
  const sleep = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((wake) => {
      if (signal?.aborted) return wake();
      const sleeper = { at: now + milliseconds, wake };
      sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        sleepers = sleepers.filter((one) => one !== sleeper);
        wake();
      });
    });
  const wakeNext = (limit: number) => {
    const [next] = sleepers.filter(({ at }) => at <= limit).sort((a, b) => a.at - b.at);
    if (!next) return false;
    sleepers = sleepers.filter((one) => one !== next);
    now = Math.max(now, next.at);
    next.wake();
    return true;
  };
  return {
    ticks: () => now,
    sleep,
    until: async (work) => {
      let isSettled = false;
      const settle = () => {
        isSettled = true;
      };
      work.then(settle, settle);
      for (;;) {
        await settleAll();
        if (isSettled) return work;
        wakeNext(Number.POSITIVE_INFINITY);
      }
    },
    pass: async (milliseconds) => {
      const end = now + milliseconds;
      do await settleAll();
      while (wakeNext(end));
      now = end;
    },
  };
}

/** Whatever is not asleep goes on until it waits for time. */
function settleAll(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
