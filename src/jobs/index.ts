// Knows when work is done that nobody asks for.
// Must not know what the work is: start.ts hands it over.
// startJob runs one piece of work again and again, never twice at once; afterFirst puts another before it.
export { afterFirst } from "./after-first.ts";
export { type Job, startJob } from "./job.ts";
