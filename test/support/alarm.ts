import type { Alarm } from "../../src/bot/long-works.ts";

/** An alarm that goes off when a test says so. */
export interface FakeAlarm {
  readonly alarm: Alarm;
  /** Waits until somebody waits for it, then lets it go off. */
  ring(): Promise<void>;
}

export function createFakeAlarm(): FakeAlarm {
  const waiting: (() => void)[] = [];
  return {
    alarm: (_milliseconds, signal) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        signal.addEventListener("abort", () => {
          const index = waiting.indexOf(resolve);
          if (index >= 0) waiting.splice(index, 1);
        });
      }),
    ring: async () => {
      while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      waiting.shift()?.();
    },
  };
}
