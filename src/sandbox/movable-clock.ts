import type { Clock } from "../ports/index.ts";

/** A clock that goes as another one does, and may be put forward. */
export interface MovableClock extends Clock {
  /** Lets time pass. */
  advance(milliseconds: number): void;
  /** Milliseconds that it is ahead of the other one. */
  readonly ahead: number;
  reset(): void;
}

export function createMovableClock(clock: Clock): MovableClock {
  let ahead = 0;
  return {
    now: () => clock.now() + ahead,
    advance: (milliseconds) => {
      ahead += milliseconds;
    },
    get ahead() {
      return ahead;
    },
    reset: () => {
      ahead = 0;
    },
  };
}
