import type { Case } from "../advisor/index.ts";
import { parseClientId } from "../consent/index.ts";
import type { AppRecord } from "../grant/index.ts";
import { type AppTarget, appButton } from "./apps.ts";
import { buttons } from "./buttons.ts";
import { plainForeign } from "./foreign.ts";
import { caseTitle } from "./names.ts";
import { group, label, type Part, paragraphs, say, under } from "./parts.ts";
import type { Voice } from "./voice.ts";

/** Apps that a form offers at most. */
const APP_LIMIT = 6;

/** Why the app that was typed is not taken. */
export type AppProblem =
  | "missing"
  /** Neither a name nor a client id. */
  | "malformed"
  /** The tenant has no app whose name begins so. */
  | "none"
  /** Not known in the tenant, and not on a list of the operator or of Settings. */
  | "unknown"
  /** Not on either list, and the tenant could not be asked. */
  | "not-connected"
  | "busy"
  | "unreachable";

/**
 * The field that takes a name or a client id, what is wrong with it above it. The heading stands for the
 * label where a client does not draw labels.
 */
export function appInput(
  { t }: Voice,
  typed: string | undefined,
  problem: AppProblem | undefined,
): Part {
  return group({
    heading: say(t("app.name")),
    problem: paragraphs(problem ? problemLines(t, problem, typed) : []),
    label: label(t("form.app")),
    placeholder: label(t("form.app.placeholder")),
    error: label(t("form.app.missing")),
    value: label(plainForeign(typed ?? "")),
  });
}

function problemLines(t: Voice["t"], problem: AppProblem, typed = ""): string[] {
  if (problem === "none" && parseClientId(typed).kind === "ok") return [t("form.app.absent")];
  const line = t(`form.app.${problem}`);
  const isOpen = problem === "not-connected" || problem === "busy" || problem === "unreachable";
  return isOpen ? [line, t("form.app.disconnected")] : [line];
}

/** Apps that the tenant uses with Consentry already, a button each. */
export function registeredApps({ t }: Voice, apps: readonly AppRecord[], target: AppTarget): Part {
  const shown = apps.slice(0, APP_LIMIT).map((app) => appButton(app, target));
  return under(t("form.registered"), buttons(shown));
}

/** The set-ups that a form is about. */
export function aboutLine(voice: Voice, cases: readonly Case[]): string {
  const titles = cases.map((found) => caseTitle(voice, found));
  return voice.t("form.about", { cases: titles.join(voice.t("source.join")) });
}
