/** Why no token is given: what only the operator, or who runs the tenant, can mend. */
export type TokenRefusal =
  /** The tenant does not know Consentry, or does not let it in. */
  | "tenant"
  /** Its own secret or certificate is refused. */
  | "credentials"
  /** Jobs are to act as a service account, and none is signed in. */
  | "no-account"
  /** The service account has to sign in again, or is kept out. */
  | "account";

/** What keeps jobs from their work in a tenant. */
export const JOB_OBSTACLES = [
  "tenant",
  "credentials",
  "no-account",
  "account",
  /** A permission is not granted: Directory.Read.All for reading, Mail.Send for mail. */
  "consent",
  /** Exchange does not let it send from the mailbox, or there is no such mailbox. */
  "mailbox",
  /** Settings names no mailbox to send from. */
  "no-mailbox",
] as const satisfies readonly (TokenRefusal | "consent" | "mailbox" | "no-mailbox")[];
/** One of {@link JOB_OBSTACLES}. */
export type JobObstacle = (typeof JOB_OBSTACLES)[number];

/** What of the jobs it keeps from working: all that reads the tenant, or mail alone. */
export const JOB_AREAS = ["model", "mail"] as const;
/** One of {@link JOB_AREAS}. */
export type JobArea = (typeof JOB_AREAS)[number];
