import type { ConnectorClient } from "botframework-connector";
import {
  type Next,
  type Policy,
  pipelineOf,
  type Request,
  type Response,
} from "./connector-pipeline.ts";
import type { PaceOptions, Pacer } from "./pace.ts";
import type { Patience } from "./patience.ts";

export interface RetryOptions extends PaceOptions {
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
export function replaceRetryPolicy(client: ConnectorClient, rule: RetryRule): void {
  const pipeline = pipelineOf(client);
  pipeline.removePolicy({ name: "defaultRetryPolicy" });
  pipeline.addPolicy(createRetryPolicy(rule), { phase: "Retry" });
}

/** What a client's requests wait by. */
export interface RetryRule extends Pick<RetryOptions, "sleep"> {
  readonly pacer: Pacer;
  readonly patience: Patience;
}

function createRetryPolicy({ sleep, pacer, patience }: RetryRule): Policy {
  return {
    name: "consentryRetryPolicy",
    sendRequest: async (request, next) => {
      for (let attempt = 1; ; attempt += 1) {
        // Each try counts for the rates of Teams, also one that is refused.
        await pacer.enter(request, patience, attempt > 1);
        const outcome = await settle(sendOnce(request, next, patience));
        const throttled = findThrottle(outcome, attempt);
        if (throttled !== undefined) pacer.pause(request, throttled);
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
  // Asked to wait longer than a turn can, it gives up: asking too early only prolongs the refusal.
  if (status === 429) return shorten(waitAsTold(headers.get("retry-after"), attempt));
  if (status === 412) return 200 * attempt;
  return status >= 500 || status === 408 ? repeatOnce(request, attempt) : undefined;
}

function repeatOnce(request: Request, attempt: number): number | undefined {
  return request.method !== "POST" && attempt === 1 ? 500 : undefined;
}

/** Milliseconds for which Teams takes nothing more there; undefined where it did not say so. */
function findThrottle(outcome: Outcome, attempt: number): number | undefined {
  if ("error" in outcome || outcome.response.status !== 429) return undefined;
  return waitAsTold(outcome.response.headers.get("retry-after"), attempt);
}

function waitAsTold(retryAfter: string | undefined, attempt: number): number {
  const seconds = retryAfter === undefined ? Number.NaN : Number(retryAfter);
  return Number.isFinite(seconds) ? Math.max(seconds, 0) * 1000 : 500 * 2 ** attempt;
}

function shorten(wait: number): number | undefined {
  return wait <= LONGEST_WAIT_MS ? wait : undefined;
}
