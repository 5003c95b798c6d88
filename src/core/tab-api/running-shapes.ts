import { z } from "zod";

/** Milliseconds since 1970. */
const Time = z.number().int();
const Count = z.number().int().min(0);

export const AuditAsked = z.strictObject({
  /** `older` of the page before. */
  before: z
    .string()
    .regex(/^audit\|[A-Za-z0-9._|:=-]{1,390}$/)
    .optional(),
});

export const AuditPage = z.strictObject({
  /** The newest first. */
  lines: z.array(
    z.strictObject({
      line: Count,
      at: Time,
      verb: z.string(),
      actor: z.string(),
      object: z.string(),
      details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    }),
  ),
  total: Count,
  /** For the next page; null at the beginning of the log. */
  older: z.string().nullable(),
  /** False where the log goes on with something that is not what was written. */
  isWhole: z.boolean(),
});

/** A period of days in UTC, both included. */
export const AuditExportAsked = z
  .strictObject({ format: z.enum(["csv", "json"]), from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { path: ["to"] });

export const AuditExported = z.strictObject({ name: z.string(), text: z.string(), lines: Count });

/** How the work goes that nobody asks for. */
export const Jobs = z.strictObject({
  /** When work was last looked for by who answers; null right after a start. */
  lastRoundAt: Time.nullable(),
  /** Letters that wait to be delivered, and those that were given up, in this tenant. */
  waiting: Count,
  dead: Count,
  /** Given up, the newest first. */
  letters: z.array(
    z.strictObject({
      id: z.string(),
      /** `approval`, `watch`, `mail`, or one that this version does not know. */
      topic: z.string(),
      /** What it is about, in words; null where that is gone. */
      about: z.string().nullable(),
      /** A word of the deliverer: `unreached`. */
      why: z.string(),
      tries: Count,
      writtenAt: Time,
      diedAt: Time,
    }),
  ),
});
