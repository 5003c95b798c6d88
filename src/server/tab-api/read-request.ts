import { z } from "zod";
import type { TabRoute } from "../../core/tab-api/index.ts";
import { readJson } from "../read-json.ts";
import { type Refusal, refuse } from "./call.ts";
import type { TabRequest } from "./request.ts";

/** What a request says, as the route's schemas read it. */
export interface Said {
  readonly kind: "read";
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly input: unknown;
  readonly ifMatch: string | undefined;
}

/** The longest body of a real request stays far below this. In bytes. */
const BODY_LIMIT = 65_536;

/** What the parameters of paths look like, by name. */
export const TAB_PARAMS = {
  team: z.guid().toLowerCase(),
  channel: z.string().regex(/^19:[^/]{1,200}$/),
  /** Of a request for approval. */
  request: z.string().regex(/^[\w-]{1,100}$/),
  /** A client id. */
  app: z.guid().toLowerCase(),
  /** Of a letter that was given up. */
  letter: z.string().regex(/^[\w.:|-]{1,300}$/),
  pack: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+){0,20}$/),
} as const satisfies Readonly<Record<string, z.ZodType<string>>>;

/** Reads path, query, `If-Match` and body of a request; the first thing that does not fit is named. */
export async function readRequest(route: TabRoute, request: TabRequest): Promise<Said | Refusal> {
  const params = readParams(route, request.params);
  if (params.kind === "refused") return params;
  const query = parse(route.query ?? z.strictObject({}), request.query);
  if (query.kind === "refused") return query;
  const { ifMatch } = request;
  if (route.isConditional && ifMatch === undefined) return refuse("invalid", { field: "If-Match" });
  const input = route.input ? await readInput(route.input, request) : NOTHING;
  if (input.kind === "refused") return input;
  return {
    kind: "read",
    params: params.value,
    query: route.query ? query.value : undefined,
    input: input.value,
    ifMatch: route.isConditional ? ifMatch : undefined,
  };
}

const NOTHING = { kind: "read", value: undefined } as const;

type Read<Value> = { readonly kind: "read"; readonly value: Value } | Refusal;

function readParams(
  { path }: TabRoute,
  given: Readonly<Record<string, unknown>>,
): Read<Readonly<Record<string, string>>> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const value: Record<string, string> = {};
  for (const name of names) {
    const schema = TAB_PARAMS[name as keyof typeof TAB_PARAMS];
    const read = schema.safeParse(given[name]);
    if (!read.success) return refuse("invalid", { field: name });
    value[name] = read.data;
  }
  return { kind: "read", value };
}

async function readInput(schema: z.ZodType, { message }: TabRequest): Promise<Read<unknown>> {
  const body = await readJson(message, BODY_LIMIT);
  if (body.kind === "refused") return refuse("invalid", { field: body.reason });
  return parse(schema, body.value);
}

function parse(schema: z.ZodType, value: unknown): Read<unknown> {
  const read = schema.safeParse(value);
  return read.success
    ? { kind: "read", value: read.data }
    : refuse("invalid", { field: nameField(read.error) });
}

/** `approvers.0.name`; where no field is at fault that the route knows, the body as a whole is. */
function nameField({ issues }: Pick<z.ZodError, "issues">): string {
  const [field] = issues.flatMap(listPaths).filter((path) => path !== "");
  return field ?? "JSON";
}

/** Of alternatives, each says what it misses. */
function listPaths(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === "invalid_union" && issue.errors.length > 0)
    return issue.errors.flat().flatMap(listPaths);
  return [issue.path.map(String).join(".")];
}
