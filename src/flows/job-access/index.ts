// Knows whether the jobs of a tenant may still do their work, since when not, why, and who was told.
// Must not know Graph or Bot Framework: it hears the answers of ports, and its letters draw a notice.
// createJobAccess(...) notes and tells; hearDirectory and its kin let it hear what a port answers.
export { hearDirectory, hearMailer, hearRoleHolders } from "./hear.ts";
export { createJobAccess, type JobAccess } from "./job-access.ts";
