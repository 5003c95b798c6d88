import type { Clock } from "../ports/index.ts";
import type { App } from "./routes.ts";

/** What /readyz answers: whether this replica should get requests, and counts that name nobody. */
export interface Readiness {
  readonly status: 200 | 503;
  readonly body: object;
}

/**
 * 503 is said only for what a restart or another replica mends: a product that is not open yet, and rounds
 * that have come to nothing for ten minutes. Dead letters are for people to look at.
 */
export function drawReadiness(app: Pick<App, "jobs"> | undefined, clock: Clock): Readiness {
  if (!app) return { status: 503, body: { status: "starting" } };
  const health = app.jobs?.health();
  if (!health) return { status: 200, body: { status: "ready" } };
  const { isStuck, letters, lastRoundAt, oldestDueAt } = health;
  const toAge = (at: number | null) =>
    at === null ? null : Math.max(0, Math.round((clock.now() - at) / 1000));
  const jobs = {
    waiting: letters.waiting,
    dead: letters.dead,
    oldestDueSeconds: toAge(oldestDueAt),
    lastRoundSeconds: toAge(lastRoundAt),
  };
  const body = {
    status: isStuck ? "stuck" : "ready",
    jobs,
    ...(letters.dead > 0 && { hint: HINT }),
  };
  return { status: isStuck ? 503 : 200, body };
}

const HINT =
  "Messages were given up. No restart sends them: see Settings in the Teams tab of the tenant.";
