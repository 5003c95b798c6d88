import { badRequest, GraphRefusal, unsupportedQuery } from "./refusal.ts";

/** A `$filter` that was understood. */
export type Filter =
  | { readonly kind: "in"; readonly property: string; readonly values: readonly string[] }
  | { readonly kind: "eq"; readonly property: string; readonly text: string }
  | { readonly kind: "startswith"; readonly property: string; readonly text: string };

/** What a collection can be filtered by. */
export interface Filterable {
  /** As messages name it: `ServicePrincipal`. */
  readonly resource: string;
  /** Properties that hold a GUID: `eq`, and `in` where listed there. */
  readonly guids: readonly string[];
  readonly in?: readonly string[];
  readonly startswith?: readonly string[];
  /** Properties that hold a text: `eq` without regard to case. */
  readonly texts?: readonly string[];
}

const quoted = "'((?:[^']|'')*)'";
const eq = new RegExp(`^([A-Za-z]+) eq ${quoted}$`);
const isIn = new RegExp(`^([A-Za-z]+) in \\(\\s*(${quoted}(?:\\s*,\\s*${quoted})*)\\s*\\)$`);
const startswith = new RegExp(`^startswith\\(([A-Za-z]+),\\s*${quoted}\\)$`);

/** Graph takes no more in one filter. */
const valueLimit = 15;

/**
 * Reads `appId eq 'guid'`, `appId in ('guid','guid')`, `displayName eq 'text'` and
 * `startswith(displayName,'text')`; everything else is refused, whether or not Graph would know it.
 * https://learn.microsoft.com/graph/filter-query-parameter
 * https://learn.microsoft.com/graph/api/resources/serviceprincipal, on displayName
 * @throws GraphRefusal 400
 */
export function parseFilter(text: string, filterable: Filterable): Filter {
  return (
    parseEq(text, filterable) ??
    parseIn(text, filterable) ??
    parseStart(text, filterable) ??
    refuse(text, filterable)
  );
}

function parseEq(text: string, filterable: Filterable): Filter | undefined {
  const [, property = "", value = ""] = eq.exec(text) ?? [];
  if (filterable.texts?.includes(property))
    return { kind: "eq", property, text: value.replaceAll("''", "'") };
  if (!filterable.guids.includes(property)) return undefined;
  return { kind: "in", property, values: [requireGuid(value, property, filterable)] };
}

function parseIn(text: string, filterable: Filterable): Filter | undefined {
  const [, property = "", list = ""] = isIn.exec(text) ?? [];
  if (!filterable.in?.includes(property)) return undefined;
  const values = [...list.matchAll(new RegExp(quoted, "g"))].map(([, value = ""]) => value);
  if (values.length > valueLimit) {
    throw unsupportedQuery(
      `Too many child clauses specified in search filter expression containing 'OR' operators: ${values.length}. Max allowed: ${valueLimit}.`,
    );
  }
  return {
    kind: "in",
    property,
    values: values.map((value) => requireGuid(value, property, filterable)),
  };
}

function parseStart(text: string, filterable: Filterable): Filter | undefined {
  const [, property = "", value = ""] = startswith.exec(text) ?? [];
  if (!filterable.startswith?.includes(property) || value === "") return undefined;
  return { kind: "startswith", property, text: value.replaceAll("''", "'") };
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guid.test(text);
}

function requireGuid(value: string, property: string, { resource }: Filterable): string {
  if (isGuid(value)) return value.toLowerCase();
  const message = `Invalid value specified for property '${property}' of resource '${resource}'.`;
  throw new GraphRefusal(400, "Request_BadRequest", message);
}

/** Broken quotes are a syntax error to Graph, all else a query that it does not do. */
function refuse(text: string, { resource }: Filterable): never {
  if ((text.match(/'/g)?.length ?? 0) % 2 === 1) {
    throw badRequest(`There is an unterminated string literal in '${text}'.`);
  }
  const [property = ""] = text.match(/[A-Za-z]+(?= )|(?<=\()[A-Za-z]+/) ?? [];
  throw unsupportedQuery(
    `Unsupported or invalid query filter clause specified for property '${property}' of resource '${resource}'.`,
  );
}
