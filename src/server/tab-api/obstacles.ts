import { isAdminNeeded } from "../../core/scope/index.ts";
import type { PersonAnswer, ScopedToken } from "../../ports/index.ts";
import { type Caller, type Refusal, refuse } from "./call.ts";

/** What came instead of an answer of Microsoft Graph. */
export type Unread = Exclude<PersonAnswer<never>, { readonly kind: "read" }>;

/** Says to the page what stands in the way of a call, and what it can do about it. */
export function toRefusal(
  unread: Unread,
  { scope }: Pick<ScopedToken, "scope">,
  { tools: { log }, correlationId }: Pick<Caller, "tools" | "correlationId">,
): Refusal {
  switch (unread.kind) {
    case "absent":
      return refuse("not_found");
    case "forbidden":
      return refuse("graph_forbidden");
    case "sign-in":
      return refuse("sign_in", { scope });
    case "consent":
      return refuse("consent_required", { scope, isAdminNeeded: isAdminNeeded(scope) });
    case "step-up":
      return refuse("step_up", { scope, claims: unread.claims });
    case "blocked":
      log.info("a person is kept out", { correlationId, code: unread.code, scope });
      return refuse("blocked");
    case "busy":
      return refuse("busy", { seconds: Math.max(1, Math.ceil(unread.seconds)) });
    case "refused":
      // Only the operator can do something about it.
      log.error("Consentry's API is refused", { correlationId, reason: unread.reason, scope });
      return refuse("unreachable");
    case "unreachable":
      return refuse("unreachable");
    default:
      return unread satisfies never;
  }
}
