import { setTimeout as wait } from "node:timers/promises";
import type { Clock, Ids } from "../../ports/index.ts";
import type { Answer, Asked, Gate } from "../http.ts";
import { type ServiceName, toService } from "./service.ts";

/** Which requests go wrong, and how. */
export interface FaultPlan {
  readonly match: {
    readonly service: ServiceName;
    /** Beginning of the path. @default every path of the service */
    readonly path?: string;
    /** In capitals. @default every method */
    readonly method?: string;
  };
  /** Answered in the place of the service. @default the service answers, after the delay */
  readonly status?: number;
  /** Seconds, as a Retry-After header of that answer. */
  readonly retryAfter?: number;
  /** How many requests it meets; 0 for all until it is removed. @default 1 */
  readonly times?: number;
  /** Milliseconds before anything else happens. @default 0 */
  readonly delayMs?: number;
  /** Closes the connection without an answer. @default false */
  readonly drop?: boolean;
}

export interface Fault extends FaultPlan {
  readonly id: string;
  readonly times: number;
  /** Requests that it has met. */
  readonly hits: number;
}

/** A request that reached a simulated service. */
export interface RequestRecord {
  readonly service: ServiceName;
  readonly method: string;
  readonly path: string;
  /** Null for a connection that was dropped. */
  readonly status: number | null;
}

/** The faults of the simulated services, and what was asked of them. */
export interface Faults extends Gate {
  /** The first plan that matches and is not used up wins. */
  add(plan: FaultPlan): Fault;
  list(): readonly Fault[];
  /** @returns false for an unknown id */
  remove(id: string): boolean;
  /** The newest 1,000, oldest first. */
  requests(): readonly RequestRecord[];
  /** Removes all plans and forgets the requests. */
  reset(): void;
}

const recordLimit = 1000;

export function createFaults({ clock, ids }: { clock: Clock; ids: Ids }): Faults {
  let faults: readonly Fault[] = [];
  let records: RequestRecord[] = [];
  const meet = (asked: Asked): Fault | undefined => {
    const found = faults.find((fault) => isMet(fault, asked));
    if (found) faults = faults.map((one) => (one === found ? { ...one, hits: one.hits + 1 } : one));
    return found;
  };
  return {
    add: (plan) => {
      const fault: Fault = { times: 1, ...plan, id: ids.next(), hits: 0 };
      faults = [...faults, fault];
      return fault;
    },
    list: () => faults,
    remove: (id) => {
      const rest = faults.filter((fault) => fault.id !== id);
      const isFound = rest.length < faults.length;
      faults = rest;
      return isFound;
    },
    requests: () => records,
    reset: () => {
      faults = [];
      records = [];
    },
    admit: async (asked) => {
      const fault = meet(asked);
      if (!fault) return undefined;
      // Unreferenced: a request that waits does not hold a process that wants to end.
      if (fault.delayMs) await wait(fault.delayMs, undefined, { ref: false });
      if (fault.drop) return "drop";
      return fault.status === undefined ? undefined : toAnswer(fault, fault.status, { clock, ids });
    },
    note: ({ method, path }, status) => {
      records.push({ service: toService(path), method, path, status });
      if (records.length > recordLimit) records.shift();
    },
  };
}

function isMet({ match, times, hits }: Fault, { method, path }: Asked): boolean {
  return (
    (times === 0 || hits < times) &&
    match.service === toService(path) &&
    path.startsWith(match.path ?? "") &&
    (match.method ?? method) === method
  );
}

function toAnswer(fault: Fault, status: number, ports: { clock: Clock; ids: Ids }): Answer {
  const { retryAfter, match } = fault;
  return {
    status,
    headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
    body: toBody(match.service, status, ports),
  };
}

/** Each service complains in its own shape. */
function toBody(service: ServiceName, status: number, { clock, ids }: { clock: Clock; ids: Ids }) {
  const message = "The sandbox was asked to fail here.";
  if (service === "login") {
    const error = status === 429 || status >= 503 ? "temporarily_unavailable" : "server_error";
    return { error, error_description: message };
  }
  const code = codes[status] ?? (status < 500 ? "BadRequest" : "InternalServerError");
  if (service !== "graph") return { error: { code, message } };
  const date = new Date(clock.now()).toISOString().slice(0, 19);
  const id = ids.next();
  const innerError = { date, "request-id": id, "client-request-id": id };
  return { error: { code, message, innerError } };
}

/** https://learn.microsoft.com/graph/throttling and /graph/errors */
const codes: Readonly<Record<number, string>> = {
  401: "InvalidAuthenticationToken",
  403: "Authorization_RequestDenied",
  404: "Request_ResourceNotFound",
  412: "PreconditionFailed",
  429: "TooManyRequests",
  503: "serviceNotAvailable",
  504: "UnknownError",
};
