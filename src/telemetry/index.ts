// Knows how the product writes what it does: JSON lines without secrets.
// Must not know what is worth a line; callers decide that.
// createLog() gives the Log port, describeError() its fields; captureConsole() keeps libraries from writing past it.
export { captureConsole } from "./capture-console.ts";
export { describeError } from "./describe-error.ts";
export { createLog } from "./log.ts";
export { redact } from "./redact.ts";
