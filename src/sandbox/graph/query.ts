import { createHash } from "node:crypto";
import type { Call } from "../http.ts";
import { type Filter, type Filterable, parseFilter } from "./filter.ts";
import { badRequest, GraphRefusal, unsupportedQuery } from "./refusal.ts";
import { parseSearch, type Search } from "./search.ts";

/** The query options of one request, checked. */
export interface Query {
  readonly filter?: Filter;
  /** Properties to show; undefined for all. */
  readonly select?: readonly string[];
  readonly top?: number;
  readonly search?: Search;
  /** Relations to show with each row. */
  readonly expand: readonly string[];
  /** Whether the number of all rows is asked for. */
  readonly isCounted: boolean;
  /** Rows before this page. */
  readonly skip: number;
}

/** What a call takes besides its path. */
export interface QueryShape {
  /** As messages name it: `microsoft.graph.servicePrincipal`. */
  readonly type: string;
  readonly properties: readonly string[];
  /** Absent for an object and for a collection that cannot be filtered here. */
  readonly filterable?: Filterable;
  /** Whether it is a list, with pages. */
  readonly isList: boolean;
  /** Query options. @default `$select`; for a list `$filter` and `$top` too */
  readonly takes?: readonly string[];
  /** Relations that `$expand` may name. */
  readonly expandable?: readonly string[];
  /** Properties that `$search` may name. */
  readonly searchable?: readonly string[];
}

/** What a request says beside its address. */
export type Asking = Pick<Call, "url" | "header">;

/** https://learn.microsoft.com/graph/api/serviceprincipal-list: most rows that a page can have. */
const topLimit = 999;

/**
 * Reads the query options that a call takes. Every other option is refused.
 * https://learn.microsoft.com/graph/query-parameters
 * @throws GraphRefusal 400
 */
export function readQuery({ url, header }: Asking, shape: QueryShape): Query {
  const given = [...url.searchParams];
  const names = given.map(([name]) => name);
  const { takes = shape.isList ? ["$select", "$filter", "$top"] : ["$select"] } = shape;
  const known = shape.isList ? [...takes, "$skiptoken"] : takes;
  for (const [index, name] of names.entries()) {
    if (!known.includes(name)) throw badRequest(`The query option '${name}' is not supported.`);
    if (names.indexOf(name) < index) throw badRequest(`Query option '${name}' was given twice.`);
  }
  const options = new Map(given);
  return {
    skip: readSkip(url, options.get("$skiptoken")),
    expand: readExpand(options.get("$expand"), shape),
    isCounted: readCount(options.get("$count"), header),
    ...read(options.get("$search"), (text) => ({ search: readSearch(text, shape, header) })),
    ...read(options.get("$filter"), (text) => ({ filter: readFilter(text, shape) })),
    ...read(options.get("$select"), (text) => ({ select: readSelect(text, shape) })),
    ...read(options.get("$top"), (text) => ({ top: readTop(text) })),
  };
}

function read<Part extends object>(text: string | undefined, parse: (text: string) => Part) {
  return text === undefined ? {} : parse(text);
}

function readFilter(text: string, { type, filterable }: QueryShape): Filter {
  if (filterable) return parseFilter(text, filterable);
  throw unsupportedQuery(`Filter on a collection of ${type} is not supported here.`);
}

function readSelect(text: string, { type, properties }: QueryShape): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !properties.includes(name));
  if (unknown === undefined) return names;
  throw badRequest(
    `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type '${type}'.`,
  );
}

function readExpand(text: string | undefined, { type, expandable = [] }: QueryShape) {
  const names = text?.split(",").map((name) => name.trim()) ?? [];
  const unknown = names.find((name) => !expandable.includes(name));
  if (unknown === undefined) return names;
  throw badRequest(
    `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type '${type}'.`,
  );
}

/** https://learn.microsoft.com/graph/aad-advanced-queries */
function readCount(text: string | undefined, header: Call["header"]): boolean {
  if (text === undefined) return false;
  if (text !== "true" && text !== "false") throw badRequest(`Invalid value '${text}' for $count.`);
  if (text === "true" && !isEventual(header)) throw unsupportedQuery(eventualOnly("$count"));
  return text === "true";
}

function readSearch(text: string, shape: QueryShape, header: Call["header"]): Search {
  if (!isEventual(header)) throw unsupportedQuery(eventualOnly("$search"));
  return parseSearch(text, shape.searchable ?? []);
}

function isEventual(header: Call["header"]): boolean {
  return header("consistencylevel")?.toLowerCase() === "eventual";
}

function eventualOnly(option: string): string {
  return `Request with ${option} query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'`;
}

function readTop(text: string): number {
  const top = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (top >= 1 && top <= topLimit) return top;
  throw badRequest(`Invalid page size specified: '${text}'. Must be between 1 and 999 inclusive.`);
}

function readSkip(url: URL, token: string | undefined): number {
  if (token === undefined) return 0;
  const [skip = "", seal] = Buffer.from(token, "base64url").toString().split(".");
  if (seal === toSeal(url) && /^\d+$/.test(skip)) return Number(skip);
  const message =
    "The specified page token value has expired and can no longer be included in your request.";
  throw new GraphRefusal(400, "Directory_ExpiredPageToken", message);
}

/** Where a page comes from, and how much it may hold. */
export interface PageFrame {
  readonly url: URL;
  readonly query: Query;
  readonly graphBase: string;
  /** What `@odata.context` calls the collection. */
  readonly context: string;
  /** Most rows of a page, whatever was asked for. */
  readonly pageSize: number;
  /** Whether pages say how many rows they hold, as those of Teams do. */
  readonly isSized?: boolean;
}

/** One page of a list with the link to the next one, in the shape of OData. */
export function toPage<Row>(
  rows: readonly Row[],
  toView: (row: Row) => object,
  { url, query, graphBase, context, pageSize, isSized }: PageFrame,
): object {
  const end = query.skip + Math.min(query.top ?? defaultTop, pageSize);
  const value = rows.slice(query.skip, end).map((row) => pick(toView(row), query.select));
  return {
    "@odata.context": toContext(toVersioned(graphBase, url), context, query),
    ...(isSized && { "@odata.count": value.length }),
    ...(query.isCounted && { "@odata.count": rows.length }),
    ...(end < rows.length && { "@odata.nextLink": toNextLink(url, end, graphBase) }),
    value,
  };
}

/** https://learn.microsoft.com/graph/api/serviceprincipal-list: rows of a page where nothing is asked. */
const defaultTop = 100;

/** The public name of Graph with the version that a request came to. */
export function toVersioned(graphBase: string, { pathname }: URL): string {
  return `${graphBase}/${pathname.split("/")[1]}`;
}

/** @param base the public name with a version */
export function toContext(base: string, context: string, { select }: Query): string {
  return `${base}/$metadata#${context}${select ? `(${select.join(",")})` : ""}`;
}

/** The selected properties; all of them without a selection. */
export function pick(row: object, select: readonly string[] | undefined): object {
  if (!select) return row;
  const entries = new Map(Object.entries(row));
  // What OData says of a row stands there whatever is selected.
  const notes = [...entries].filter(([name]) => name.startsWith("@odata."));
  return Object.fromEntries([...notes, ...select.map((name) => [name, entries.get(name)])]);
}

/** Links carry the public name of Graph, whatever address the request came to. */
function toNextLink(url: URL, skip: number, graphBase: string): string {
  const token = Buffer.from(`${skip}.${toSeal(url)}`).toString("base64url");
  const kept = [...url.searchParams].filter(([name]) => name !== "$skiptoken");
  const options = [...kept, ["$skiptoken", token]].map(
    ([name, value = ""]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${graphBase}${url.pathname}?${options.join("&")}`;
}

/** A page token is good for the query that it came from. */
function toSeal(url: URL): string {
  const query = ["$filter", "$select", "$search", "$expand"].map(
    (name) => url.searchParams.get(name) ?? "",
  );
  const text = [url.pathname, ...query].join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
