import type { TenantSettings } from "../tenant-settings.ts";

/** Parts of the settings that make sense only together. */
type Decided = Pick<TenantSettings, "approvers" | "approval" | "mail" | "model">;

/**
 * Why settings are not taken, although each field of them fits: `nobody-decides` names neither a person nor a
 * role that may decide on requests, `no-sender` wants mail without a mailbox that Consentry itself could send
 * from.
 */
export type SettingsProblem = "nobody-decides" | "no-sender";

/** What settings lead to that people may not expect; they are taken all the same. */
export type SettingsWarning =
  /** Two people have to approve, and one person is named. */
  | "one-approver"
  /** A request ends before it is time to remind anybody. */
  | "late-reminder";

/** @returns all that is in the way; empty where the settings are taken */
export function listSettingsProblems(decided: Decided): readonly SettingsProblem[] {
  const { approvers, approval, mail, model } = decided;
  const isNobody = approvers.length === 0 && approval.roles.length === 0;
  const isSenderMissing = mail.isOn && model === "application" && mail.sender === null;
  return [
    ...(isNobody ? (["nobody-decides"] as const) : []),
    ...(isSenderMissing ? (["no-sender"] as const) : []),
  ];
}

/** What is worth a word before the settings are saved. */
export function listSettingsWarnings({
  approvers,
  approval,
}: Pick<Decided, "approvers" | "approval">): readonly SettingsWarning[] {
  const { roles, isTwoPerson, days, reminderDays } = approval;
  const isAlone = isTwoPerson && roles.length === 0 && approvers.length === 1;
  return [
    ...(isAlone ? (["one-approver"] as const) : []),
    ...(reminderDays >= days ? (["late-reminder"] as const) : []),
  ];
}
