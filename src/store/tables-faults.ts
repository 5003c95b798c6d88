import { AppError } from "../core/errors.ts";

/** What an answer of the table service, or none, says about a request. */
export type Fault =
  /** A condition did not hold, or a row was not there: this request has changed nothing. */
  | {
      readonly kind: "conflict" | "missing";
      readonly details: string;
      /** Which action of a batch it was, from 0. */
      readonly change: number | undefined;
    }
  /** It has changed nothing, and asking again is no use. */
  | { readonly kind: "refused"; readonly details: string }
  /** Asking again may help. Without an answer nobody knows whether the request has landed. */
  | {
      readonly kind: "passing";
      readonly details: string;
      readonly mayHaveLanded: boolean;
      /** What the service asks to wait, or what suits a busy one. */
      readonly seconds: number;
    };

/** No token for the service: nothing was sent, and there may be one later. */
export class NoToken extends Error {
  override readonly name = "NoToken";
}

/** An answer that says neither yes nor no, as from a gateway that cuts it short. */
export class BrokenAnswer extends Error {
  override readonly name = "BrokenAnswer";
}

/** Source: learn.microsoft.com/rest/api/storageservices/table-service-error-codes */
const CONFLICTS = ["EntityAlreadyExists", "UpdateConditionNotSatisfied", "ConditionNotMet"];
const MISSING = ["ResourceNotFound", "EntityNotFound"];

/** The request never reached the service. */
const UNSENT = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

const BUSY_SECONDS = 5;

/** Reads an exception of the SDK. Its message is not passed on: it may quote the request. */
export function toFault(error: unknown): Fault {
  const { status, code, seconds = BUSY_SECONDS, change } = readError(error);
  const details = [status, code].filter((part) => part !== undefined).join(" ");
  if (CONFLICTS.includes(code) || status === 412) return { kind: "conflict", details, change };
  if (MISSING.includes(code)) return { kind: "missing", details, change };
  if (isBusy(status, code) || error instanceof NoToken || UNSENT.includes(code))
    return { kind: "passing", details, mayHaveLanded: false, seconds };
  if (status === undefined || status >= 500 || status === 408 || status < 300)
    return { kind: "passing", details, mayHaveLanded: true, seconds };
  return { kind: "refused", details };
}

/** @param what the caller wanted */
export function toStoreError(fault: Fault, what: "read" | "write", cause?: unknown): AppError {
  const { details } = fault;
  if (fault.kind !== "passing") {
    const sentence = `The table does not let Consentry ${what}: ${details}.`;
    return new AppError("ERR_STORE_FAILED", sentence, { details, cause });
  }
  const sentence = `The table did not let Consentry ${what} in time: ${details}.`;
  return new AppError("ERR_STORE_FAILED", sentence, { details, cause, seconds: fault.seconds });
}

/** A busy service has not begun: learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes */
function isBusy(status: number | undefined, code: string): boolean {
  return status === 429 || (status === 503 && code === "ServerBusy");
}

interface ErrorFacts {
  readonly status: number | undefined;
  readonly code: string;
  readonly seconds: number | undefined;
  readonly change: number | undefined;
}

/** What the SDK leaves in its exceptions: of a batch on top, of a single request in `details`. */
interface SdkError extends Error {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly details?: { readonly errorCode?: unknown };
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
}

function readError(error: unknown): ErrorFacts {
  const { code, statusCode, details, response, message, name } = error as SdkError;
  const wait = Number.parseFloat(response?.headers?.get("retry-after") ?? "");
  const [, change] = /^(\d+):/.exec(message) ?? [];
  return {
    status: typeof statusCode === "number" ? statusCode : undefined,
    code: String(code ?? details?.errorCode ?? name),
    seconds: Number.isFinite(wait) ? Math.max(1, Math.ceil(wait)) : undefined,
    change: change === undefined ? undefined : Number(change),
  };
}
