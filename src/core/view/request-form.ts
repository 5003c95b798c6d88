import { type Case, formatSelection, type Selection } from "../advisor/index.ts";
import type { AppRecord } from "../grant/index.ts";
import { backButton, bottomBar } from "./actions.ts";
import { type AppProblem, aboutLine, appInput, registeredApps } from "./app-form.ts";
import { button, buttons } from "./buttons.ts";
import { plainForeign } from "./foreign.ts";
import { group, hide, label, type Part, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What the form is drawn from. */
export interface RequestFormRequest {
  readonly selection: Selection;
  readonly cases: readonly Case[];
  /** As typed: a name or a client id; null where the app is known without asking. */
  readonly app: string | null;
  /** As typed. */
  readonly comment: string;
  /** A day such as 2026-10-01, as chosen; empty for none. */
  readonly until: string;
  /** The first day that can be chosen. */
  readonly today: string;
  readonly problems: { readonly app?: AppProblem | undefined; readonly until?: "past" | undefined };
  /** Apps of this tenant that were used before. */
  readonly apps: readonly AppRecord[];
}

/** Asks for which app, why and until when. What was typed before stands in the inputs. */
export function drawRequestFormView(voice: Voice, request: RequestFormRequest): View {
  const { t } = voice;
  const s = formatSelection(request.selection);
  const isOwn = request.app === null;
  return toView(voice, "request-form", t("request.form.title"), {
    title: say(t("request.form.title")),
    lead: paragraphs([t("request.form.lead"), aboutLine(voice, request.cases)]),
    registered: registeredApps(voice, request.apps, { s, purpose: "request" }),
    app: isOwn
      ? { data: [], text: [] }
      : asList(appInput(voice, request.app ?? "", request.problems.app)),
    comment: group({
      label: label(t("request.form.comment")),
      placeholder: label(t("request.form.comment.placeholder")),
      value: label(plainForeign(request.comment, COMMENT_LIMIT)),
    }),
    until: untilInput(voice, request),
    submit: buttons([button(t("request.form.submit"), "request", { s })]),
    actions: bottomBar(voice, [backButton(voice, s)], 1),
  });
}

/** Longest comment, in characters. */
export const COMMENT_LIMIT = 500;

function asList(part: Part): Part {
  return { data: [part.data], text: part.text };
}

function untilInput({ t }: Voice, { until, today, problems }: RequestFormRequest): Part {
  return group({
    label: label(t("request.form.until")),
    problem: paragraphs(problems.until ? [t(`request.form.until.${problems.until}`)] : []),
    value: until === "" ? hide(null) : label(until),
    min: hide(today),
  });
}
