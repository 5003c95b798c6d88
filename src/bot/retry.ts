import type { ConnectorClient } from "botframework-connector";
import {
  type Next,
  type Policy,
  pipelineOf,
  type Request,
  type Response,
} from "./connector-pipeline.ts";

export interface RetryOptions {
  /** Waits that many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /**
   * Milliseconds that a turn may wait for the Bot Connector altogether: its keys, each request and each
   * pause between two tries. Teams sends a turn again after 15 seconds. @default 10000
   */
  readonly patienceMs?: number;
}

/** A turn has 15 seconds before Teams sends it again, so no single wait may be long. */
const LONGEST_WAIT_MS = 5_000;
const TRIES = 3;

/**
 * Puts our one retry rule in the place of the SDK's, which sends a message up to four times:
 * 429 as Retry-After says and 412 after a moment, at most three tries; 5xx, 408 and dropped sockets
 * once more for PUT, GET and DELETE. A POST with unknown outcome is never repeated: it may be visible.
 * Requests and waits together end where the patience ends.
 */
export function replaceRetryPolicy(
  client: ConnectorClient,
  options: RetryOptions,
  patience: Patience,
): void {
  const pipeline = pipelineOf(client);
  pipeline.removePolicy({ name: "defaultRetryPolicy" });
  pipeline.addPolicy(createRetryPolicy(options, patience), { phase: "Retry" });
}

function createRetryPolicy({ sleep }: RetryOptions, patience: Patience): Policy {
  return {
    name: "consentryRetryPolicy",
    sendRequest: async (request, next) => {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await settle(sendOnce(request, next, patience));
        const wait = attempt < TRIES ? waitBefore(request, outcome, attempt) : undefined;
        if (wait === undefined || !patience.take(wait)) return unsettle(outcome);
        await sleep(wait);
      }
    },
  };
}

/** The signal ends the socket too; without it a Connector that hangs would keep one for each turn. */
function sendOnce(request: Request, next: Next, patience: Patience): Promise<Response> {
  return patience.limit((signal) => {
    request.abortSignal = signal;
    return next(request);
  });
}

type Outcome = { readonly response: Response } | { readonly error: unknown };

async function settle(pending: Promise<Response>): Promise<Outcome> {
  try {
    return { response: await pending };
  } catch (error) {
    return { error };
  }
}

function unsettle(outcome: Outcome): Response {
  if ("error" in outcome) throw outcome.error;
  return outcome.response;
}

/** Milliseconds to wait before the next try, or undefined when there is none. */
function waitBefore(request: Request, outcome: Outcome, attempt: number): number | undefined {
  if ("error" in outcome) return repeatOnce(request, attempt);
  const { status, headers } = outcome.response;
  if (status === 429) return waitAsTold(headers.get("retry-after"), attempt);
  if (status === 412) return 200 * attempt;
  return status >= 500 || status === 408 ? repeatOnce(request, attempt) : undefined;
}

function repeatOnce(request: Request, attempt: number): number | undefined {
  return request.method !== "POST" && attempt === 1 ? 500 : undefined;
}

/** Asked to wait longer than a turn can, it gives up: asking too early only prolongs the refusal. */
function waitAsTold(retryAfter: string | undefined, attempt: number): number | undefined {
  const seconds = retryAfter === undefined ? Number.NaN : Number(retryAfter);
  const wait = Number.isFinite(seconds) ? Math.max(seconds, 0) * 1000 : 500 * 2 ** attempt;
  return wait <= LONGEST_WAIT_MS ? wait : undefined;
}

/** How long something may still wait for the Bot Connector. */
export interface Patience {
  /**
   * Runs what waits, for as long as patience is left; its signal fires when that ends.
   * @throws DOMException TimeoutError when it takes longer, and at once when none is left
   */
  limit<Value>(run: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
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
