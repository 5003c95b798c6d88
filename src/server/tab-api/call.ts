import type { EntraRole, OwnRole } from "../../core/access/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { ScopeId } from "../../core/scope/index.ts";
import type {
  ProblemCode,
  TAB_ROUTES,
  TabInput,
  TabOutput,
  TabRouteName,
} from "../../core/tab-api/index.ts";
import type { Identity, ScopedToken } from "../../ports/index.ts";
import type { TabTools } from "./tools.ts";

/** Why a route does not do what was asked; becomes a Problem. */
export interface Refusal {
  readonly kind: "refused";
  readonly code: ProblemCode;
  /** What is wrong with the request: the name of a field, a parameter or a header. */
  readonly field?: string;
  readonly scope?: ScopeId;
  readonly isAdminNeeded?: boolean;
  readonly needed?: readonly (EntraRole | OwnRole)[];
  readonly claims?: string;
  readonly seconds?: number;
}

/** Makes a refusal. */
export function refuse(code: ProblemCode, facts: Omit<Refusal, "kind" | "code"> = {}): Refusal {
  return { kind: "refused", code, ...facts };
}

/** What a route answers. */
export interface Answered<Body> {
  readonly kind: "ok";
  readonly body: Body;
  /** Tag of the state that was read, for the header `ETag`. */
  readonly etag?: string;
}

/** Makes an answer. */
export function answer<Body>(body: Body, etag?: string): Answered<Body> {
  return { kind: "ok", body, ...(etag !== undefined && { etag }) };
}

/** Names of the parameters in a path: `/teams/{team}` -> `team`. */
type ParamOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamOf<Rest>
  : never;

/** What a route takes as its query; undefined where it takes none. */
export type TabQuery<Name extends TabRouteName> = (typeof TAB_ROUTES)[Name] extends {
  readonly query: { readonly _zod: { readonly output: infer Query } };
}
  ? Query
  : undefined;

/** Who asks. */
export interface Caller {
  readonly tools: TabTools;
  readonly identity: Identity;
  readonly language: Language;
  /** Of this request, for the log. */
  readonly correlationId: string;
  /** Gives the person's token of a scope, on behalf of the token that came with this request. */
  readonly tokenOf: (scope: ScopeId) => ScopedToken;
}

/** A request that the guard let through, with everything in it checked. */
export interface TabCall<Name extends TabRouteName> extends Caller {
  readonly input: TabInput<Name>;
  readonly query: TabQuery<Name>;
  readonly params: Readonly<Record<ParamOf<(typeof TAB_ROUTES)[Name]["path"]>, string>>;
  /** What `If-Match` names; set on conditional routes only. */
  readonly ifMatch: string | undefined;
}

/** Carries out a route. Faults are thrown; what the person can do something about is a refusal. */
export type TabHandler<Name extends TabRouteName> = (
  call: TabCall<Name>,
) => Promise<Answered<TabOutput<Name>> | Refusal>;
