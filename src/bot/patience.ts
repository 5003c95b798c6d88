/** How long something may still wait for the Bot Connector. */
export interface Patience {
  /**
   * Runs what waits, for as long as patience is left; its signal fires when that ends.
   * @throws DOMException TimeoutError when it takes longer, and at once when none is left
   */
  limit<Value>(run: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** Milliseconds that are left. */
  left(): number;
  /** Sets a pause aside. @returns false where less is left; nothing is taken then */
  take(milliseconds: number): boolean;
}

/** Makes a patience of that many milliseconds; only the time spent in it counts. */
export function createPatience(milliseconds: number): Patience {
  let left = milliseconds;
  return {
    limit: async (run) => {
      // A message that is sent and not waited for would be seen, and followed by an apology.
      if (left <= 0) throw createTimeout();
      const started = performance.now();
      const end = new AbortController();
      const timer = setTimeout(() => end.abort(), left);
      try {
        return await Promise.race([run(end.signal), failWith(end.signal)]);
      } finally {
        clearTimeout(timer);
        left -= performance.now() - started;
      }
    },
    left: () => Math.max(left, 0),
    take: (pause) => {
      if (pause > left) return false;
      left -= pause;
      return true;
    },
  };
}

/** Rejects once the signal fires; before, it stays open and is forgotten with the signal. */
function failWith(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(createTimeout()));
  });
}

function createTimeout(): DOMException {
  return new DOMException("the Bot Connector took too long", "TimeoutError");
}
