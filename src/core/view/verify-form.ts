import { type Case, formatSelection, type Selection } from "../advisor/index.ts";
import type { AppRecord } from "../grant/index.ts";
import { backButton, bottomBar } from "./actions.ts";
import { type AppProblem, aboutLine, appInput, registeredApps } from "./app-form.ts";
import { button, buttons } from "./buttons.ts";
import { paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What the form is drawn from. */
export interface VerifyFormRequest {
  readonly selection: Selection;
  readonly cases: readonly Case[];
  /** As typed: a name or a client id. */
  readonly app?: string | undefined;
  readonly problem?: AppProblem | undefined;
  /** Apps of this tenant that were used before. */
  readonly apps: readonly AppRecord[];
}

/** Asks which app of the tenant is to be checked. */
export function drawVerifyFormView(voice: Voice, request: VerifyFormRequest): View {
  const { t } = voice;
  const title = t("verify.form.title");
  const s = formatSelection(request.selection);
  return toView(voice, "verify-form", title, {
    title: say(title),
    lead: paragraphs([t("verify.form.lead"), aboutLine(voice, request.cases)]),
    registered: registeredApps(voice, request.apps, { s, purpose: "verify" }),
    app: appInput(voice, request.app, request.problem),
    submit: buttons([button(t("verify.form.submit"), "verify", { s })]),
    actions: bottomBar(voice, [backButton(voice, s)], 1),
  });
}
