// Knows what administrators of a tenant may decide about Consentry, and what holds until they do.
// Must not know where it is kept or shown.
// A new decision is a field of TenantSettings with its value in DEFAULT_SETTINGS, which older rows then have.
export { APPROVER_ROLES } from "./rules/approver-roles.ts";
export {
  listSettingsProblems,
  listSettingsWarnings,
  type SettingsProblem,
  type SettingsWarning,
} from "./rules/judge-settings.ts";
export {
  DEFAULT_SETTINGS,
  NamedChannel,
  NamedPerson,
  PackLabel,
  TenantSettings,
} from "./tenant-settings.ts";
