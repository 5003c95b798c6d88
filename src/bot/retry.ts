import type { ConnectorClient } from "botframework-connector";

/** What the rule looks at of a request and a response of @azure/core-rest-pipeline. */
interface Request {
  readonly method: string;
}
interface Response {
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
}
interface Policy {
  readonly name: string;
  sendRequest(request: Request, next: (request: Request) => Promise<Response>): Promise<Response>;
}
interface Pipeline {
  removePolicy(options: { name: string }): unknown;
  addPolicy(policy: Policy, options: { phase: "Retry" }): void;
}

export interface RetryOptions {
  /** Waits that many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** A turn has 15 seconds before Teams sends it again, so no single wait may be long. */
const LONGEST_WAIT_MS = 5_000;
const TRIES = 3;

/**
 * Puts our one retry rule in the place of the SDK's, which sends a message up to four times:
 * 429 as Retry-After says and 412 after a moment, at most three tries; 5xx, 408 and dropped sockets
 * once more for PUT, GET and DELETE. A POST with unknown outcome is never repeated: it may be visible.
 */
export function replaceRetryPolicy(client: ConnectorClient, options: RetryOptions): void {
  // The SDK keeps its pipeline private and offers no option for retries; this is the only way to it.
  const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
  pipeline.removePolicy({ name: "defaultRetryPolicy" });
  pipeline.addPolicy(createRetryPolicy(options), { phase: "Retry" });
}

function createRetryPolicy({ sleep }: RetryOptions): Policy {
  return {
    name: "consentryRetryPolicy",
    sendRequest: async (request, next) => {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await settle(next(request));
        const wait = attempt < TRIES ? waitBefore(request, outcome, attempt) : undefined;
        if (wait === undefined) return unsettle(outcome);
        await sleep(wait);
      }
    },
  };
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
