// Knows what can keep Consentry's jobs from their work in a tenant.
// Must not know how that shows, where it is kept, or who is told.
// A new obstacle is a word here, its texts, and who can mend it.
export {
  JOB_AREAS,
  JOB_OBSTACLES,
  type JobArea,
  type JobObstacle,
  type TokenRefusal,
} from "./job-obstacle.ts";
