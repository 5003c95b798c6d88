// Knows the settings, what must hold between them, and where the catalogue's files lie.
// Must not know who uses a setting. The only folder that reads process.env.
// A new setting is a row in schema.ts with its line of help.
export { loadCatalogue } from "./catalogue-files.ts";
export { ENV_FOLDER, loadSettings } from "./load.ts";
export {
  SANDBOX_API_ID,
  SANDBOX_APP_ID,
  SANDBOX_TEAMS_APP_ID,
  Settings,
} from "./schema.ts";
export { refuseTables } from "./tables-rules.ts";
