import type { Person } from "../directory/people.ts";

/** How Teams is in this tenant where it may be one way or the other; changed while it runs. */
export interface TeamsSwitches {
  /** Whether clients show files that a bot offers. */
  takesFiles: boolean;
  /** Ids of people who do not have the app. */
  readonly withoutApp: Set<string>;
}

export function createTeamsSwitches(): TeamsSwitches {
  return { takesFiles: true, withoutApp: new Set() };
}

export function resetTeamsSwitches(switches: TeamsSwitches): void {
  switches.takesFiles = true;
  switches.withoutApp.clear();
}

export function hasApp({ withoutApp }: TeamsSwitches, { id }: Person): boolean {
  return !withoutApp.has(id);
}
