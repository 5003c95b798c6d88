import { AppError } from "../core/errors.ts";

/** True when somebody else changed the same row first. */
export function isConflict(error: unknown): boolean {
  return error instanceof AppError && error.code === "ERR_STORE_CONFLICT";
}
