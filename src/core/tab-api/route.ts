import type { z } from "zod";
import type { Who } from "../access/index.ts";
import type { ScopeId } from "../scope/index.ts";

/** A route of the tab's API, as page, server and docs/openapi.json read it. */
export interface TabRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Parts in braces are parameters: `/api/home/teams/{team}`. */
  readonly path: string;
  readonly who: Who;
  /** The scope whose token the handler needs; null where it asks nothing of Microsoft Graph. */
  readonly scope: ScopeId | null;
  readonly does: string;
  readonly query?: z.ZodObject;
  readonly input?: z.ZodType;
  readonly output: z.ZodType;
  /** The change names the state that it was made on in `If-Match`. */
  readonly isConditional?: true;
}
