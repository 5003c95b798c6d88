import type { Clock, Ids } from "../../ports/index.ts";
import type { ServicePrincipal, TenantDirectory } from "../directory/tenant-directory.ts";
import type { Answer, Call, Route } from "../http.ts";
import { type Caller, type CallerOptions, readCaller } from "./caller.ts";
import { type Filter, isGuid } from "./filter.ts";
import {
  pick,
  type Query,
  type QueryShape,
  readQuery,
  toContext,
  toPage,
  toVersioned,
} from "./query.ts";
import { GraphRefusal, notFound, toErrorAnswer, toTraceHeaders } from "./refusal.ts";
import { searchRows } from "./search.ts";

export interface GraphOptions extends CallerOptions {
  readonly directory: TenantDirectory;
  readonly settings: GraphSettings;
  /** Id of Consentry's Teams app in its manifest; without it no tab of it is pinned. */
  readonly teamsAppId: string | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What may be changed while the sandbox runs. */
export interface GraphSettings {
  /** Most rows of a page, whatever `$top` asks for. @default 999 */
  pageSize: number;
}

/** A request that has been let in. */
export interface Visit {
  readonly options: GraphOptions;
  readonly call: Call;
  readonly caller: Caller;
}

/** Everything below the token: Graph looks at it first, then at the path, then at permissions. */
export function toRoute(
  options: GraphOptions,
  method: Route["method"],
  path: string,
  answer: (visit: Visit) => object | undefined | Promise<undefined>,
): Route {
  const { ids, clock } = options;
  return {
    method,
    path: path.startsWith("/") ? path : `/v1.0/${path}`,
    answer: async (call): Promise<Answer> => {
      const trace = toTraceHeaders(call, ids);
      try {
        const caller = await readCaller(options, call);
        const body = await answer({ options, call, caller });
        if (body === undefined) return { status: 202, headers: trace, body: "" };
        return { status: 200, headers: { ...trace, "content-type": contentType }, body };
      } catch (error) {
        if (error instanceof GraphRefusal) return toErrorAnswer(error, trace, clock);
        throw error;
      }
    },
  };
}

const contentType =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/** Somebody else's registration, or one that has not been replicated, is not there for Graph. */
export function requirePrincipal({ options, call }: Visit): ServicePrincipal {
  const id = call.params.id ?? "";
  if (!isGuid(id)) {
    throw new GraphRefusal(400, "Request_BadRequest", `Invalid object identifier '${id}'.`);
  }
  const principal = options.directory.findPrincipal(id);
  const isThere =
    principal?.id === id.toLowerCase() && options.directory.isReplicated(principal.id);
  if (principal && isThere) return principal;
  throw notFound(id);
}

export interface Listing<Row> {
  readonly rows: readonly Row[];
  readonly shape: QueryShape;
  readonly context: string;
  readonly toView: (row: Row, expand: readonly string[]) => object;
  /** Whether pages say how many rows they hold. @default false */
  readonly isSized?: boolean;
}

/** A page of a list. @throws GraphRefusal 400 for a query that it does not do */
export function list<Row extends object>({ options, call }: Visit, listing: Listing<Row>): object {
  const { rows, shape, context, toView, isSized = false } = listing;
  const query = readQuery(call, shape);
  const { graphBase, settings } = options;
  const frame = { url: call.url, query, graphBase, context, pageSize: settings.pageSize, isSized };
  const found = searchRows(filterRows(rows, query.filter), query.search);
  return toPage(found, (row) => toView(row, query.expand), frame);
}

function filterRows<Row extends object>(rows: readonly Row[], filter: Filter | undefined) {
  if (!filter) return rows;
  const read = (row: Row) => String(row[filter.property as keyof Row]).toLowerCase();
  if (filter.kind === "in") {
    const wanted = new Set(filter.values);
    return rows.filter((row) => wanted.has(read(row)));
  }
  const text = filter.text.toLowerCase();
  if (filter.kind === "eq") return rows.filter((row) => read(row) === text);
  return rows.filter((row) => read(row).startsWith(text));
}

/** One object. @throws GraphRefusal 400 */
export function show(
  { options, call }: Visit,
  type: string,
  { context, view }: { context: string; view: object },
): object {
  const query: Query = readQuery(call, { type, properties: Object.keys(view), isList: false });
  const base = toVersioned(options.graphBase, call.url);
  const name = `${toContext(base, context, query)}/$entity`;
  return { "@odata.context": name, ...pick(view, query.select) };
}
