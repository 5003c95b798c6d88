import { CALLS, type Call } from "../../src/core/scope/index.ts";

/** The call of the registry that a request makes; undefined when there is none. */
export function matchCall(method: string, address: string): Call | undefined {
  const { pathname } = new URL(address, "https://graph.microsoft.com");
  return CALLS.find((call) => call.method === method && toPattern(call).test(pathname));
}

/** One part of a path for what stands in braces. */
function toPattern({ version, path }: Call): RegExp {
  const pattern = path.split(/\{.+?\}/).map((text) => text.replaceAll(/[()]/g, "\\$&"));
  return new RegExp(`^/${version}${pattern.join("[^/]+")}$`);
}
