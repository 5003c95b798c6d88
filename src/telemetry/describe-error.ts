import type { LogFields } from "../ports/index.ts";

/**
 * What a log line tells of an error: its name, its code where it has one, its message as `detail`, the HTTP
 * status, and the line where it was thrown. Never a body, a card's input or a token; of anything that is no
 * error its type only.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const at = /^ *at .*$/m.exec(error.stack ?? "")?.[0].trim();
  return {
    error: error.name,
    ...(typeof code === "string" && { code }),
    detail: error.message,
    ...(typeof statusCode === "number" && { status: statusCode }),
    ...(at !== undefined && { at }),
  };
}
