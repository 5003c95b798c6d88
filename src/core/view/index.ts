// Knows what an answer says and how a card is laid out in data: title, tables, errata, buttons, texts.
// Must not know templates, channels or languages: texts come in through World, cards go out as Views.
// answerQuestion() is the entrance; a card is put together from Parts in the file of its name.
export { isPlanned } from "./action-traits.ts";
export { answerChoice, answerQuestion, answerSelection } from "./answer-question.ts";
export { VERBS } from "./buttons.ts";
export type { ChangedReading } from "./changed.ts";
export { createQuestion } from "./create-question.ts";
export { formatMoment } from "./dates.ts";
export {
  drawChange,
  drawError,
  drawGuestRefusal,
  drawHelp,
  drawLookup,
  drawNote,
  drawRoleRefusal,
  drawWelcome,
  drawWizard,
  takeWizardStep,
} from "./draw.ts";
export {
  drawAppChoice,
  drawAppConfirm,
  drawConsentForm,
  drawConsentOutcome,
  drawConsentPreview,
  drawDirectoryProblem,
  drawGrantReport,
  drawOwnApps,
  drawPasteError,
  drawVerifyForm,
  explainError,
} from "./draw-consent.ts";
export { drawExport } from "./draw-export.ts";
export { drawJobsNotice } from "./draw-jobs.ts";
export { drawRequestMail } from "./draw-mail.ts";
export {
  drawDecidingRefusal,
  drawHistory,
  drawRefusalHere,
  drawRequest,
  drawRequestForm,
  drawRequestGone,
  drawRequestPreview,
  drawRequestStep,
} from "./draw-request.ts";
export { drawShare, drawShareForm, drawShareOutcome, nameSubject } from "./draw-share.ts";
export {
  drawForget,
  drawScopeConsent,
  drawSignedIn,
  drawSignedOut,
  drawSignIn,
  drawSignInProblem,
} from "./draw-sign-in.ts";
export {
  drawChanged,
  drawNoError,
  drawShared,
  drawSharedError,
  drawSubject,
  formatCatalogueDay,
} from "./draw-subject.ts";
export {
  drawWatchEnded,
  drawWatchForm,
  drawWatchList,
  drawWatchNotice,
  drawWatchPaused,
  drawWatchStart,
} from "./draw-watch.ts";
export { cleanForeign, escapeForeign, escapeMarkdown, FOREIGN_LIMIT } from "./foreign.ts";
export { HISTORY_LISTS, HISTORY_PAGE, type HistoryList } from "./history.ts";
export { readText } from "./linked-question.ts";
export { MAIL_KINDS, type MailKind } from "./mail-content.ts";
export { nameSelection } from "./name-selection.ts";
export { type Consent, caseTitle, consentOf, findNote, resourceName, sourceName } from "./names.ts";
export type { PlacesRequest, ShareAudience, SharePlace } from "./place-list.ts";
export type { Deciders } from "./refuse.ts";
export type { RequestRole } from "./request-buttons.ts";
export type { RequestShown } from "./request-card.ts";
export { COMMENT_LIMIT } from "./request-form.ts";
export type { RequestNote } from "./request-notes.ts";
export { toPacket } from "./request-packet.ts";
export type { ShareFormRequest } from "./share-form.ts";
export type { ShareResult } from "./share-outcome.ts";
export { type FoundError, findErrorIn } from "./shared-error.ts";
export {
  compareFacts,
  readSharedFacts,
  SharedFacts,
  versionOf,
} from "./shared-facts.ts";
export type { SharedAs } from "./shared-frame.ts";
export { followState, readSharedState, SharedState } from "./shared-state.ts";
export type { SignInProblem } from "./sign-in.ts";
export {
  type Answer,
  CARD_NAMES,
  type CardName,
  type Texts,
  type View,
  type World,
} from "./view.ts";
export { toVoice, type Voice } from "./voice.ts";
export type { WatchStart } from "./watch-form.ts";
export { toWatchLines } from "./watch-lines.ts";
export type { WatchFacts } from "./watch-notice.ts";
