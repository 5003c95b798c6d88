// Knows what takes several ports and several steps: the life of a consent request, the tenant's apps, sign-in
// on a page, what administrators decide, what is shared, what is kept about people and for how long.
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
export { createForget, createSignOut, type ForgetParts } from "./forget.ts";
export {
  createLateAnswers,
  type LateAnswers,
} from "./late-answers.ts";
export { listRows } from "./list-rows.ts";
export { createOnce, type Once, PRESS } from "./once.ts";
export { createRecalls, type Recalls } from "./recalls.ts";
export {
  createResults,
  type Result,
  type Results,
} from "./results.ts";
export { createRetention, type Retention } from "./retention.ts";
export {
  createSettingsKeeper,
  joinAllowLists,
  type SettingsForm,
  type SettingsKeeper,
  type SettingsRead,
} from "./settings.ts";
export type { ShareAsk } from "./shares/draft.ts";
export type { SharePoint } from "./shares/record.ts";
export type { ShareOutcome } from "./shares/share.ts";
export { createShares, type Shares } from "./shares/shares.ts";
export { createPendings, type Pendings } from "./sign-ins/pendings.ts";
export { createServiceAccounts, type ServiceAccounts } from "./sign-ins/service-account.ts";
export {
  createSignIns,
  type SignInEnd,
  type SignIns,
} from "./sign-ins/sign-ins.ts";
export type { Ticket } from "./sign-ins/tickets.ts";
