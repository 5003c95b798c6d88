import type { Problem, ProblemCode } from "../core/tab-api/index.ts";

/** Why something did not work: what the API says, or what kept the page from asking it. */
export type FailureCode = ProblemCode | "offline" | "timeout" | "no_token" | "unreadable";

/** A failure as the page shows it. */
export interface Failure
  extends Partial<Pick<Problem, "scope" | "isAdminNeeded" | "needed" | "claims" | "seconds">> {
  readonly code: FailureCode;
  /** With which the log tells more. */
  readonly correlationId?: string;
}

/** What came of asking for something. */
export type Outcome<Value> =
  | { readonly kind: "ok"; readonly value: Value }
  | { readonly kind: "failed"; readonly failure: Failure };

/** What a person can do about a failure; the panel has a button for each. */
export type Remedy = "again" | "sign-in" | "consent" | "chat";

const REMEDIES = {
  unauthorized: ["again"],
  sign_in: ["sign-in", "again"],
  step_up: ["sign-in"],
  consent_required: ["consent"],
  guest: [],
  forbidden: [],
  graph_forbidden: ["again"],
  blocked: [],
  invalid: ["again"],
  nobody_decides: ["again"],
  no_sender: ["again"],
  too_long: ["again"],
  not_found: ["again"],
  conflict: ["again"],
  throttled: ["again"],
  busy: ["again"],
  unreachable: ["again"],
  store: ["again"],
  internal: ["again"],
  offline: ["again"],
  timeout: ["again"],
  no_token: ["again"],
  unreadable: ["again"],
} as const satisfies Readonly<Record<FailureCode, readonly Remedy[]>>;

/** What the panel of a failure offers, the first one most. */
export function listRemedies({ code }: Failure): readonly Remedy[] {
  return REMEDIES[code];
}

/** `sign_in` -> `sign-in`, as the keys of texts are written. */
export function toTextPart(code: FailureCode): string {
  return code.replaceAll("_", "-");
}

/** Reads problem details; what is none is `unreadable`. Fields that do not fit are left out. */
export function readFailure(body: unknown): Failure {
  if (typeof body !== "object" || body === null) return { code: "unreadable" };
  const { code, correlationId, scope, isAdminNeeded, needed, claims, seconds } =
    body as Partial<Problem>;
  if (typeof code !== "string" || !Object.hasOwn(REMEDIES, code)) return { code: "unreadable" };
  return {
    code,
    ...(typeof correlationId === "string" ? { correlationId } : {}),
    ...(typeof scope === "string" ? { scope } : {}),
    ...(typeof isAdminNeeded === "boolean" ? { isAdminNeeded } : {}),
    ...(Array.isArray(needed) ? { needed } : {}),
    ...(typeof claims === "string" ? { claims } : {}),
    ...(typeof seconds === "number" ? { seconds } : {}),
  };
}
