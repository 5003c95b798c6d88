// Knows what administrators of a tenant may decide about Consentry, and what holds until they do.
// Must not know where it is kept or shown.
// A new decision is a field of TenantSettings with its value in DEFAULT_SETTINGS, which older rows then have.
export {
  listSettingsProblems,
  type SettingsProblem,
} from "./rules/judge-settings.ts";
export {
  DEFAULT_SETTINGS,
  NamedChannel,
  PackLabel,
  TenantSettings,
} from "./tenant-settings.ts";
