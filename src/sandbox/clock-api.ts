import { z } from "zod";
import type { Route } from "./http.ts";
import type { MovableClock } from "./movable-clock.ts";
import { readAs } from "./teams/sent-activity.ts";

export interface ClockApiOptions {
  /** The product's, and the tenant's. */
  readonly clock: MovableClock;
  /** Lets the product do at once what has become due. Resolves once it has looked. */
  readonly wake: () => Promise<void>;
  /** Called when the clock was moved. */
  readonly onChange: () => void;
}

/** Twenty years, as long as nothing here is kept. */
const mostMinutes = 20 * 366 * 24 * 60;

/** Body of `POST /sandbox/api/clock`. */
const Time = z.strictObject({ minutes: z.int().min(1).max(mostMinutes) });

/**
 * The clock that the product, the tenant and Teams go by, below `/sandbox/api`:
 *
 * - `GET clock`: `{now, aheadMinutes}`
 * - `POST clock` with `{minutes}` puts it forward, and answers the same once the product has begun what is
 *   due. It goes forward only: what was written then would lie in the future. A reset leaves it as it is.
 *
 * Tokens go by the real time, because the SDKs that check them do.
 */
export function clockRoutes(options: ClockApiOptions): readonly Route[] {
  const { clock, wake, onChange } = options;
  const show = () => ({
    status: 200,
    body: { now: new Date(clock.now()).toISOString(), aheadMinutes: clock.ahead / 60_000 },
  });
  return [
    { method: "GET", path: "/sandbox/api/clock", answer: show },
    {
      method: "POST",
      path: "/sandbox/api/clock",
      answer: async (call) => {
        clock.advance(readAs(Time, await call.json(1024)).minutes * 60_000);
        onChange();
        await wake();
        return show();
      },
    },
  ];
}
