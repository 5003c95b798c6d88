import type { Answer } from "../http.ts";
import type { Authority } from "./authority.ts";

/** The parts of an error answer that not every error has. */
export interface RefusalDetails {
  /** @default 400 */
  readonly status?: number;
  readonly suberror?: string;
  /** JSON that the client hands on to its next request, for example for a second factor. */
  readonly claims?: string;
}

/**
 * What Entra says no to: an AADSTS number with its OAuth error.
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export class EntraRefusal extends Error {
  readonly number: number;
  readonly error: string;
  readonly details: RefusalDetails;

  constructor(number: number, error: string, message: string, details: RefusalDetails = {}) {
    super(message);
    this.number = number;
    this.error = error;
    this.details = details;
  }
}

/** The error body of the token endpoint. */
export function toErrorAnswer(authority: Authority, refusal: EntraRefusal): Answer {
  const { number, error, details } = refusal;
  const { suberror, claims } = details;
  const trace = toTrace(authority);
  const body = {
    error,
    error_description: describe(refusal, trace),
    error_codes: [number],
    ...trace,
    error_uri: `${authority.loginBase}/error?code=${number}`,
    ...(suberror && { suberror }),
    ...(claims && { claims }),
  };
  return { status: details.status ?? 400, body };
}

/** `AADSTS65004: … Trace ID: …`, as redirects and error bodies carry it. */
export function toDescription(authority: Authority, refusal: EntraRefusal): string {
  return describe(refusal, toTrace(authority));
}

interface Trace {
  readonly timestamp: string;
  readonly trace_id: string;
  readonly correlation_id: string;
}

function toTrace({ ids, now }: Authority): Trace {
  const timestamp = `${new Date(now()).toISOString().slice(0, 19).replace("T", " ")}Z`;
  return { timestamp, trace_id: ids.next(), correlation_id: ids.next() };
}

function describe({ number, message }: EntraRefusal, trace: Trace): string {
  return `AADSTS${number}: ${message} Trace ID: ${trace.trace_id} Correlation ID: ${trace.correlation_id} Timestamp: ${trace.timestamp}`;
}

export function missingParameter(name: string): EntraRefusal {
  const message = `The request body must contain the following parameter: '${name}'.`;
  return new EntraRefusal(900144, "invalid_request", message);
}

export function tenantNotFound(name: string): EntraRefusal {
  const message = `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
  return new EntraRefusal(90002, "invalid_request", message);
}

export function invalidScope(scope: string, reason: string): EntraRefusal {
  const message = `The provided value for the input parameter 'scope' is not valid. The scope '${scope}' is not valid. ${reason}`;
  return new EntraRefusal(70011, "invalid_scope", message);
}
