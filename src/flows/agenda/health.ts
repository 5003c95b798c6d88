import type { Clock } from "../../ports/index.ts";
import type { LetterCounts } from "../outbox/index.ts";
import type { RoundsState } from "./rounds.ts";

/** How the work goes that nobody asks for, over all tenants. Times are milliseconds since 1970. */
export interface JobsHealth extends RoundsState {
  /** True where a restart, or another replica, would mend it. */
  readonly isStuck: boolean;
  /** Letters, as last counted by this process. */
  readonly letters: LetterCounts;
}

/** The same for one tenant. */
export interface TenantJobs extends Pick<RoundsState, "lastRoundAt"> {
  /** Letters of the tenant, counted now. */
  readonly letters: LetterCounts;
}

/** Rounds that come to nothing for so long are mended by a restart, or not at all, in milliseconds. */
const STUCK_MS = 10 * 60_000;

interface HealthOptions {
  readonly rounds: { state(): RoundsState };
  readonly outbox: { counts(): LetterCounts };
  readonly clock: Clock;
}

/** Makes what tells how the work goes. A process that has just begun is not stuck yet. */
export function createHealth({ rounds, outbox, clock }: HealthOptions): () => JobsHealth {
  const bornAt = clock.now();
  return () => {
    const state = rounds.state();
    const isStuck = clock.now() - (state.lastRoundAt ?? bornAt) > STUCK_MS;
    return { ...state, isStuck, letters: outbox.counts() };
  };
}
