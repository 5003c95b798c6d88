import { AppError } from "../core/errors.ts";
import type { PostOutcome } from "../ports/index.ts";

/** What is looked at of an error of the Bot Connector. */
interface Refusal {
  readonly statusCode?: number;
  readonly code?: string;
  readonly response?: { readonly headers?: { get(name: string): string | null | undefined } };
}

/** Pause where Teams asks to wait and does not say how long, in seconds. */
const WAIT_SECONDS = 30;

/**
 * What an error says of a post. Only what was surely refused counts as not posted.
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
 */
export function toPostFailure(error: unknown): PostOutcome {
  if (error instanceof AppError) return toOwnFault(error);
  const { statusCode, code, response } = error as Refusal;
  switch (statusCode) {
    case 429:
    case 412:
      return { kind: "busy", seconds: readSeconds(response) };
    case 401:
      return { kind: "unreached" };
    case 403:
      return { kind: code === "BotNotInConversationRoster" ? "not-installed" : "refused" };
    case 404:
      return { kind: "gone" };
    case 408:
    case undefined:
      return { kind: "unknown" };
    default:
      return { kind: statusCode < 500 ? "refused" : "unknown" };
  }
}

/** A fault of ours on the way there, or our own pace: nothing has left the house. */
function toOwnFault({ code, seconds = WAIT_SECONDS }: AppError): PostOutcome {
  return code === "ERR_TEAMS_BUSY" ? { kind: "busy", seconds } : { kind: "unreached" };
}

function readSeconds(response: Refusal["response"]): number {
  const told = Number(response?.headers?.get("retry-after") ?? Number.NaN);
  return Number.isFinite(told) && told > 0 ? Math.ceil(told) : WAIT_SECONDS;
}

/** What an error says of a change: whether the message is gone, or may yet be changed. */
export function toEditOutcome(error: unknown): "gone" | "unreached" {
  const { statusCode, code } = error as Refusal;
  // An administrator who blocks the bot for a while does not take the message away.
  const isRemoved = statusCode === 403 && code === "BotNotInConversationRoster";
  return statusCode === 404 || isRemoved ? "gone" : "unreached";
}
