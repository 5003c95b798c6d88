// Knows consent: which links, what they will do, what a redirect claims, and what the directory then proves.
// Must not know how state is sealed, nor how the directory is read and how long one waits for it.
// Requirements -> planConsent -> planPreview -> buildConsentLink; redirect -> readCallback -> judgeOutcome.
export { type OutcomeClaim, readCallback } from "./callback.ts";
export { type Asked, type Judging, judgeOutcome, listMissing } from "./judge-outcome.ts";
export {
  buildConsentLink,
  type ConsentPart,
  mayGrant,
  planConsent,
  rolesGranting,
} from "./link.ts";
export type { ConsentOutcome } from "./outcome.ts";
export {
  parseClientId,
  parseTenant,
} from "./parse.ts";
export { type PartPreview, planPreview } from "./preview.ts";
