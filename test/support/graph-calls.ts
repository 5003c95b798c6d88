import { CALLS, type Call } from "../../src/core/scope/index.ts";

/** The call of the registry that a request makes; undefined when there is none. */
export function matchCall(method: string, address: string): Call | undefined {
  const { pathname } = new URL(address, "https://graph.microsoft.com");
  return CALLS.find((call) => call.method === method && toPattern(call).test(pathname));
}

/** One part of a path for each `{id}`. */
function toPattern({ version, path }: Call): RegExp {
  const parts = path.split("/").map((part) => (part.startsWith("{") ? "[^/]+" : part));
  return new RegExp(`^/${version}${parts.join("/")}$`);
}
