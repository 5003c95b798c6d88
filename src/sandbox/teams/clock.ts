import type { Clock } from "../../ports/index.ts";

/** The clock of the simulated Teams: it goes as the real one does, and may be put on. */
export interface TeamsClock extends Clock {
  /** Lets time pass. */
  advance(milliseconds: number): void;
  reset(): void;
}

export function createTeamsClock(clock: Clock): TeamsClock {
  let ahead = 0;
  return {
    now: () => clock.now() + ahead,
    advance: (milliseconds) => {
      ahead += milliseconds;
    },
    reset: () => {
      ahead = 0;
    },
  };
}
