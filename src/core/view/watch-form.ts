import { type Case, formatSelection, type Selection } from "../advisor/index.ts";
import { backButton, bottomBar, watchesButton } from "./actions.ts";
import { aboutLine as aboutCases } from "./app-form.ts";
import { aboutLine } from "./apps.ts";
import { button } from "./buttons.ts";
import { formatMoment } from "./dates.ts";
import { lines, list, type Part, say, sayQuoting, toView } from "./parts.ts";
import { drawPlaces, installLinks, type PlacesRequest } from "./place-list.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What the form is drawn from, once the app is known. */
export interface WatchFormRequest extends PlacesRequest {
  readonly selection: Selection;
  readonly cases: readonly Case[];
  readonly app: { readonly clientId: string; readonly name: string | null };
  /** Hours between two looks. */
  readonly hours: number;
  /** The watch of the same app that there is; starting another moves it. */
  readonly existing: { readonly startedBy: string | null; readonly startedAt: number } | null;
}

/** Where the notice of a watch is to stand, each place with its readers: they see all that it says. */
export function drawWatchFormView(voice: Voice, request: WatchFormRequest): View {
  const { t } = voice;
  const { selection, cases, app, hours } = request;
  const title = t("watch.form.title");
  const s = formatSelection(selection);
  return toView(voice, "watch-form", title, {
    title: say(title),
    lead: lines([
      aboutLine(voice, app),
      say(aboutCases(voice, cases)),
      say(t("watch.form.lead", { hours })),
      ...existingLines(voice, request),
      say(t("watch.form.seen")),
    ]),
    ...drawPlaces(voice, request, {
      post: "watch-start",
      preview: "watch",
      data: { s, clientId: app.clientId },
      texts: { unlisted: "watch.form.unlisted", unread: "watch.form.unread" },
    }),
    links: list(installLinks(voice, request)),
    actions: bottomBar(voice, [backButton(voice, s)], 1),
  });
}

function existingLines({ t, language }: Voice, { existing }: WatchFormRequest): Part[] {
  if (!existing) return [];
  const { startedBy, startedAt } = existing;
  const moment = formatMoment(startedAt, language);
  return startedBy === null
    ? [say(t("watch.form.existing", { moment }))]
    : [sayQuoting(t, "watch.form.existingBy", { name: startedBy }, { moment })];
}

/** What came of pressing a place. */
export type WatchStart =
  | {
      readonly kind: "started";
      readonly nextAt: number;
      /** Whether something needed is missing already. */
      readonly isIncomplete: boolean;
    }
  | { readonly kind: "outsider" | "closed" | "not-installed" | "unreached" };

/** What the answer to a press on a place is drawn from. */
export interface WatchStartRequest {
  /** Code of the selection. */
  readonly s: string;
  readonly app: WatchFormRequest["app"];
  readonly outcome: WatchStart;
}

/** Says that the app is watched, or why it is not and what to do. */
export function drawWatchStartView(voice: Voice, { s, app, outcome }: WatchStartRequest): View {
  const { t } = voice;
  const { clientId } = app;
  const title = t(`watch.start.${outcome.kind}.title`);
  const again =
    outcome.kind === "started"
      ? button(t("button.verify"), "verify", { s, clientId })
      : button(t("watch.start.elsewhere"), "watch", { s, clientId });
  return toView(voice, "share-outcome", title, {
    title: say(title),
    lead: lines([aboutLine(voice, app), ...startLines(voice, outcome)]),
    actions: list([again]),
    links: list([]),
    more: bottomBar(voice, [watchesButton(voice), backButton(voice, s)], 1),
  });
}

function startLines({ t, language }: Voice, outcome: WatchStart): Part[] {
  if (outcome.kind !== "started") return [say(t(`watch.start.${outcome.kind}`))];
  const moment = formatMoment(outcome.nextAt, language);
  return [
    say(t("watch.start.started", { moment })),
    ...(outcome.isIncomplete ? [say(t("watch.start.incomplete"))] : []),
  ];
}
