import type { Activity, InvokeResponse } from "botbuilder";
import type { Texts } from "../core/view/index.ts";

/** How an invoke is answered that no card of ours sends. */
type Answer = (activity: Activity, texts: Texts) => unknown;

const nothing: Answer = () => ({});
const noDialog: Answer = (_activity, t) => ({
  task: { type: "message", value: t("bot.notOffered") },
});
const noExtension: Answer = (_activity, t) => ({
  composeExtension: { type: "message", text: t("bot.notOffered") },
});
const noConfiguration: Answer = (_activity, t) => ({
  responseType: "config",
  config: { type: "message", value: t("bot.notOffered") },
});
const noResults: Answer = () => ({
  statusCode: 200,
  type: "application/vnd.microsoft.search.searchResponse",
  value: { results: [] },
});

/**
 * Every invoke that Teams is known to send and no route takes, answered on purpose: without an answer a person sees
 * "Something went wrong". Left to the SDK most of these would be 501.
 */
const ANSWERS: Readonly<Record<string, readonly [status: number, answer: Answer]>> = {
  "message/submitAction": [200, nothing],
  "application/search": [200, noResults],
  "config/fetch": [200, noConfiguration],
  "config/submit": [200, noConfiguration],
  "composeExtension/query": [200, noExtension],
  "composeExtension/fetchTask": [200, noDialog],
  "composeExtension/submitAction": [200, noDialog],
  "composeExtension/querySettingUrl": [200, noExtension],
  "composeExtension/setting": [200, nothing],
  "composeExtension/onCardButtonClicked": [200, nothing],
  "actionableMessage/executeAction": [200, nothing],
  "fileConsent/invoke": [200, nothing],
  "tab/fetch": [200, nothing],
  "tab/submit": [200, nothing],
};

/** True for the names above. */
export function isKnownInvoke(name: string | undefined): boolean {
  return name !== undefined && Object.hasOwn(ANSWERS, name);
}

/** The answer to an invoke that no route takes; a name nobody knows gets an empty one. */
export function answerInvoke(activity: Activity, texts: Texts): InvokeResponse {
  const { name } = activity;
  const known = isKnownInvoke(name) ? ANSWERS[name as string] : undefined;
  const [status, answer] = known ?? [200, nothing];
  return { status, body: answer(activity, texts) };
}
