import { z } from "zod";
import { fingerprint } from "../fingerprint.ts";

/** What may have changed. */
export const FINDING_KINDS = [
  /** Granted now, and nothing named needs it; it was not granted before. */
  "added",
  /** Needed, was granted, is not any more. */
  "removed",
  /** Needed, and one that reaches further is granted in its place; or granted to everybody, not to some. */
  "widened",
  /** Granted, and the app registration does not request it any more. */
  "ghost",
  /** What was found is as it should be again. */
  "restored",
  /** The time has come to look at the fence around mailboxes in Exchange again. */
  "fence",
  /** Another version of the catalogue needs something else. */
  "catalogue",
  /** The app is not in the tenant any more, or is switched off. */
  "app",
] as const;

/** One thing that is other than before. */
export const Finding = z.strictObject({
  kind: z.enum(FINDING_KINDS),
  /** `graph Mail.Send application`, see {@link parsePermission}; empty where it is about no permission. */
  permission: z.string(),
  /**
   * `widened`: the wider one's name, or `everyone`. `catalogue`: `more`, `less`, or `gone` for the whole set-up.
   * `app`: `gone` or `off`. `restored`: what was found before. Empty for the others.
   */
  other: z.string(),
  /** Milliseconds since 1970. */
  foundAt: z.number(),
});
export type Finding = z.infer<typeof Finding>;

/** Names a finding in short, so that it is told once: the same thing found again is another one. */
export function findingKey({ kind, permission, other, foundAt }: Finding): string {
  return fingerprint([kind, other, foundAt, permission].join("|"));
}
