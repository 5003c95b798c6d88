import { z } from "zod";
import { SCOPE_IDS } from "../scope/index.ts";

/** Why the tab's API did not do what was asked; the page branches on it. */
export const PROBLEM_CODES = {
  /** No token, or one that is not good here. */
  unauthorized: 401,
  /** The token has ended for Entra ID: the page asks Teams for a new one. */
  sign_in: 401,
  /** More proof is wanted, such as a second factor: `claims` goes into the next sign-in. */
  step_up: 403,
  /** Nobody has consented to `scope`. */
  consent_required: 403,
  /** Guests and people of other tenants. */
  guest: 403,
  /** One of the roles in `needed` is missing. */
  forbidden: 403,
  /** Microsoft Graph does not let this person read it. */
  graph_forbidden: 403,
  /** Entra ID keeps this person out, by a policy. */
  blocked: 403,
  invalid: 400,
  /** Settings that would leave nobody who may decide on requests. */
  nobody_decides: 400,
  /** Settings that want mail, and no mailbox that Consentry itself could send it from. */
  no_sender: 400,
  /** More than one file takes: a shorter period does. */
  too_long: 400,
  not_found: 404,
  /** Somebody else changed it first. */
  conflict: 412,
  throttled: 429,
  /** Microsoft asks to wait `seconds`. */
  busy: 503,
  /** Microsoft does not answer. */
  unreachable: 502,
  /** The store does not answer, so nothing was changed. */
  store: 503,
  internal: 500,
} as const satisfies Readonly<Record<string, number>>;
/** A key of {@link PROBLEM_CODES}. */
export type ProblemCode = keyof typeof PROBLEM_CODES;

const codes = Object.keys(PROBLEM_CODES) as [ProblemCode, ...ProblemCode[]];

/** RFC 9457 problem details, as every refusal of the tab's API carries them. */
export const Problem = z.strictObject({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(codes),
  detail: z.string(),
  correlationId: z.string(),
  scope: z.enum(SCOPE_IDS).optional(),
  /** The scope holds permissions that take an administrator by definition. */
  isAdminNeeded: z.boolean().optional(),
  /** Roles of which one is needed, by their ids. */
  needed: z.array(z.string()).optional(),
  claims: z.string().optional(),
  seconds: z.number().int().optional(),
});
export type Problem = z.infer<typeof Problem>;
