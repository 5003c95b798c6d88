import { read, send } from "./api.ts";

/** The clock of the sandbox. */
export interface SandboxClock {
  /** ISO 8601 */
  readonly now: string;
  readonly aheadMinutes: number;
}

export function readClock(): Promise<SandboxClock> {
  return read("/sandbox/api/clock");
}

/** Resolves once the product has looked at what is due by then. */
export async function moveClock(minutes: number): Promise<void> {
  await send("POST", "/sandbox/api/clock", { minutes });
}
