// Knows the verbs that cards send: one file a verb, one row here.
// Must not know what cards look like; a verb takes plain data and gives a Reply.
// A new verb also stands in VERBS of core/view; a test compares the two.
import type { Action } from "../route.ts";
import { action } from "./action.ts";
import { answer } from "./answer.ts";
import { change } from "./change.ts";
import { choose } from "./choose.ts";
import { consent } from "./consent.ts";
import { explainError } from "./explain-error.ts";
import { exportAnswer } from "./export.ts";
import { exportReport } from "./export-report.ts";
import { forget } from "./forget.ts";
import { help } from "./help.ts";
import { history } from "./history.ts";
import { lookup } from "./lookup.ts";
import { note } from "./note.ts";
import { paste } from "./paste.ts";
import { recheck } from "./recheck.ts";
import { request } from "./request.ts";
import { requestAgain } from "./request-again.ts";
import { requestCheck } from "./request-check.ts";
import { requestConsent } from "./request-consent.ts";
import { requestDecide } from "./request-decide.ts";
import { requestSend } from "./request-send.ts";
import { requestShow } from "./request-show.ts";
import { requestVerdict } from "./request-verdict.ts";
import { requestWithdraw } from "./request-withdraw.ts";
import { resume } from "./resume.ts";
import { share } from "./share.ts";
import { sharePost } from "./share-post.ts";
import { useApp } from "./use-app.ts";
import { verify } from "./verify.ts";
import { watch } from "./watch.ts";
import { watchFence } from "./watch-fence.ts";
import { watchLook } from "./watch-look.ts";
import { watchSnooze } from "./watch-snooze.ts";
import { watchStart } from "./watch-start.ts";
import { watchStop } from "./watch-stop.ts";
import { wizard } from "./wizard.ts";

export { Code, readSelection } from "./selection.ts";

/** Every verb. */
export const actions: readonly Action[] = [
  answer,
  wizard,
  choose,
  note,
  lookup,
  consent,
  action,
  help,
  change,
  verify,
  useApp,
  recheck,
  paste,
  explainError,
  resume,
  forget,
  exportAnswer,
  exportReport,
  share,
  sharePost,
  watch,
  watchStart,
  watchLook,
  watchSnooze,
  watchFence,
  watchStop,
  request,
  requestSend,
  requestShow,
  requestVerdict,
  requestDecide,
  requestWithdraw,
  requestConsent,
  requestCheck,
  requestAgain,
  history,
];

/** The action of that verb. */
export function findAction(verb: string): Action | undefined {
  return actions.find((known) => known.verb === verb);
}
