// Knows when work is done that nobody asks for.
// Must not know what the work is: join-jobs.ts hands it over.
// startJob runs one piece of work again and again, never twice at once.
export { type Job, startJob } from "./job.ts";
