import { type Case, formatSelection, type Selection } from "../advisor/index.ts";
import type { AppRecord } from "../grant/index.ts";
import { backButton, bottomBar, watchesButton } from "./actions.ts";
import { type AppProblem, aboutLine, appInput, registeredApps } from "./app-form.ts";
import type { Purpose } from "./apps.ts";
import { button, buttons } from "./buttons.ts";
import { type Part, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What the form is drawn from. */
export interface VerifyFormRequest {
  readonly selection: Selection;
  readonly cases: readonly Case[];
  /** @default "verify" */
  readonly purpose?: Extract<Purpose, "verify" | "watch">;
  /** As typed: a name or a client id. */
  readonly app?: string | undefined;
  readonly problem?: AppProblem | undefined;
  /** Apps of this tenant that were used before. */
  readonly apps: readonly AppRecord[];
}

/** What is watched already may be what somebody looks for. */
function listButtons(voice: Voice, purpose: keyof typeof TEXTS): Part[] {
  return purpose === "watch" ? [watchesButton(voice)] : [];
}

const TEXTS = {
  verify: {
    title: "verify.form.title",
    lead: "verify.form.lead",
    submit: "verify.form.submit",
  },
  watch: {
    title: "watch.form.app.title",
    lead: "watch.form.app.lead",
    submit: "watch.form.app.submit",
  },
} as const;

/** Asks which app of the tenant is to be checked or watched. */
export function drawVerifyFormView(voice: Voice, request: VerifyFormRequest): View {
  const { t } = voice;
  const { purpose = "verify" } = request;
  const texts = TEXTS[purpose];
  const title = t(texts.title);
  const s = formatSelection(request.selection);
  return toView(voice, "verify-form", title, {
    title: say(title),
    lead: paragraphs([t(texts.lead), aboutLine(voice, request.cases)]),
    registered: registeredApps(voice, request.apps, { s, purpose }),
    app: appInput(voice, request.app, request.problem),
    submit: buttons([button(t(texts.submit), purpose, { s })]),
    actions: bottomBar(voice, [...listButtons(voice, purpose), backButton(voice, s)], 1),
  });
}
