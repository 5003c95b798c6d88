// Stands for the Azure CLI in tests: `az rest`, `az cloud show` and `az account show` over a tenant that is
// kept in a folder. It writes down every call and answers --query with JMESPath, as az does.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AzTenant } from "./az-tenant.ts";

const require = createRequire(import.meta.url);
const { search } = require("jmespath") as {
  search: (value: unknown, query: string) => unknown;
};

const folder = process.env.AZ_FOLDER ?? "";
const words = process.argv.slice(2);
const tenant: AzTenant = JSON.parse(readFileSync(join(folder, "tenant.json"), "utf8"));

/** Values of `--name value`. */
function option(name: string): string | undefined {
  const at = words.indexOf(name);
  return at === -1 ? undefined : words[at + 1];
}

function answer(): unknown {
  const [first, second] = words;
  if (first === "cloud" && second === "show") return { name: tenant.cloud };
  if (first === "account" && second === "show") return { tenantId: tenant.id };
  if (first !== "rest") throw new Error(`az ${first} is not known here`);
  return ask(option("--method") ?? "get", new URL(option("--url") ?? ""), option("--body"));
}

function ask(method: string, url: URL, body: string | undefined): unknown {
  appendFileSync(
    join(folder, "calls.txt"),
    `${[method, decodeURIComponent(url.pathname + url.search), body ?? ""].join(" ").trim()}\n`,
  );
  const failing = tenant.failing;
  if (failing && method === failing.method && url.pathname.includes(failing.path))
    fail(failing.code, "Forbidden: Insufficient privileges to complete the operation.");
  const sent = body === undefined ? {} : JSON.parse(body);
  const path = url.pathname.replace("/v1.0/", "");
  if (method === "get") return read(path, url);
  const result = change(method, path, sent);
  writeFileSync(join(folder, "tenant.json"), JSON.stringify(tenant));
  return result;
}

function read(path: string, url: URL): unknown {
  const filter = url.searchParams.get("$filter") ?? "";
  const pairs = [...filter.matchAll(/(\w+) eq '([^']*)'/g)];
  const [list, id, part] = path.split("/");
  const all: readonly object[] =
    part === "appRoleAssignments"
      ? tenant.appRoleAssignments.filter(({ principalId }) => principalId === id)
      : tenant[list as "applications" | "servicePrincipals" | "oauth2PermissionGrants"];
  const found = all.filter((one) =>
    pairs.every(([, name = "", value]) => (one as Record<string, unknown>)[name] === value),
  );
  const skip = Number(url.searchParams.get("$skiptoken") ?? 0);
  const size = tenant.pageSize ?? 100;
  const next = new URL(url);
  next.searchParams.set("$skiptoken", String(skip + size));
  const isLast = skip + size >= found.length;
  return {
    value: found.slice(skip, skip + size),
    ...(!isLast && { "@odata.nextLink": next.href }),
  };
}

function change(method: string, path: string, sent: Record<string, unknown>): unknown {
  const [list, id, part] = path.split("/");
  if (method === "patch") {
    const all: { id: string }[] = tenant[list as "applications" | "oauth2PermissionGrants"];
    const one = all.find((known) => known.id === id);
    if (!one) fail(3, "Not Found");
    Object.assign(one ?? {}, sent);
    return undefined;
  }
  const made = { id: `made-${list}-${tenant.made++}`, ...sent };
  if (part === "appRoleAssignedTo") tenant.appRoleAssignments.push(made as never);
  else tenant[list as "servicePrincipals" | "oauth2PermissionGrants"].push(made as never);
  return made;
}

function fail(code: number, text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

/** As az writes with `--output tsv`: a line each, columns by tabs. */
function toTsv(value: unknown): string {
  const rows = Array.isArray(value) ? value : [value];
  return rows
    .map((row) => `${Array.isArray(row) ? row.join("\t") : String(row ?? "")}\r\n`)
    .join("");
}

const whole = answer();
const query = option("--query");
const result = query === undefined ? whole : search(whole, query);
const output = option("--output") ?? "json";
if (output === "tsv" && result !== null && result !== undefined)
  process.stdout.write(toTsv(result));
if (output === "json") process.stdout.write(JSON.stringify(result ?? null));
