// Knows what takes several ports and several steps: the life of a consent request, the tenant's apps.
// Must not know Bot Framework, HTTP, SQL or Graph: it imports core, ports and how errors are logged only.
// createConsents: open -> (browser) -> receive -> prove -> settle -> announce; createApps: find, register.
export {
  type AppFound,
  type Apps,
  createApps,
  type DirectoryProblem,
  type Doubt,
} from "./apps.ts";
export { isConflict } from "./conflict.ts";
export { type Consents, createConsents, type OpenedConsent } from "./consents/consents.ts";
