import type { Call } from "../http.ts";
import { EntraRefusal, missingParameter } from "./refusal.ts";

/** The parameters of a request: each at most once, missing ones empty. */
export interface Fields {
  get(name: string): string;
  /** @throws EntraRefusal 900144 */
  require(name: string): string;
}

const bodyLimit = 64 * 1024;

/** @throws Refusal 413 above 64 KB */
export async function readForm(call: Call): Promise<Fields> {
  return toFields(await call.form(bodyLimit));
}

/** @throws EntraRefusal 90100 from reading a parameter that is given twice */
export function toFields(parameters: URLSearchParams): Fields {
  const get = (name: string): string => {
    const [value = "", ...more] = parameters.getAll(name);
    if (more.length === 0) return value;
    throw new EntraRefusal(90100, "invalid_request", `The parameter '${name}' is duplicated.`);
  };
  return {
    get,
    require: (name) => {
      const value = get(name);
      if (value === "") throw missingParameter(name);
      return value;
    },
  };
}
