import { z } from "zod";
import { COMMENT_LIMIT } from "../../core/view/index.ts";

/** Id of a request for approval as cards carry it. */
export const RequestId = z.string().regex(/^[\w-]{1,100}$/);

/** Why, in a person's words. */
export const Comment = z.string().max(COMMENT_LIMIT).optional();

/** A day such as 2026-10-01; empty where none was chosen. */
export const Day = z.union([z.literal(""), z.iso.date()]).optional();
