import type { SettingsProblem } from "../../core/settings/rules/judge-settings.ts";

/** Fields that can be filled in wrongly, in the order in which they stand. */
export const FIELDS = [
  "approvers",
  "approvalRoles",
  "approvalChannel",
  "approvalDays",
  "reminderDays",
  "mailSender",
  "catalogManagers",
  "allowedApps",
  "watchHours",
  "retentionDays",
] as const;
/** One of {@link FIELDS}. */
export type Field = (typeof FIELDS)[number];

/** What is wrong with a field: the text `tab.settings.error.<what>` and its values. */
export interface FieldError {
  readonly what:
    | "people-many"
    | "apps-guid"
    | "apps-twice"
    | "apps-many"
    | "days"
    | "channel"
    | "address"
    | SettingsProblem;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What is wrong, by field. */
export type Errors = ReadonlyMap<Field, FieldError>;

/** Least and most of each number, both included. */
export const RANGES = {
  approvalDays: { least: 1, most: 90 },
  reminderDays: { least: 0, most: 30 },
  watchHours: { least: 1, most: 168 },
  retentionDays: { least: 30, most: 3650 },
} as const satisfies Partial<Record<Field, { readonly least: number; readonly most: number }>>;
