import type { ErrorCode } from "../errors.ts";
import { bottomBar, wizardButton } from "./actions.ts";
import { facts, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

export interface ErrorFacts {
  readonly code: ErrorCode;
  readonly correlationId: string;
  /** How long to wait before the next try, where that is what it takes. */
  readonly seconds?: number | undefined;
}

/** What happened, what to do, and the id under which the log tells more. */
export function drawErrorView(voice: Voice, error: ErrorFacts): View {
  const { t } = voice;
  const { code, correlationId } = error;
  return toView(voice, "error", t("error.title"), {
    title: say(t("error.title")),
    lead: paragraphs([leadOf(voice, error), t("error.act")]),
    facts: facts([
      { title: t("error.code"), text: code },
      { title: t("error.correlation"), text: correlationId },
    ]),
    actions: bottomBar(voice, [wizardButton(voice)]),
  });
}

function leadOf({ t }: Voice, { code, seconds }: ErrorFacts): string {
  if (seconds !== undefined) return t("error.busy", { seconds });
  if (code === "ERR_TURN_ENDED") return t("error.ended");
  return t(isInput(code) ? "error.input" : "error.lead");
}

/** The card sent something old or malformed; trying again would not help. */
function isInput(code: ErrorCode): boolean {
  return code === "ERR_ACTION_INPUT" || code === "ERR_ACTION_UNKNOWN";
}
