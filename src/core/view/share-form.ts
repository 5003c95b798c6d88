import { formatSubject, type Subject, toPermalink } from "../subject/index.ts";
import { backToSubject, bottomBar } from "./actions.ts";
import { link } from "./buttons.ts";
import { group, label, lines, list, type Part, say, toView } from "./parts.ts";
import { drawPlaces, installLinks, type PlacesRequest } from "./place-list.ts";
import { nameSubject } from "./shared.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What the form is drawn from. */
export interface ShareFormRequest extends PlacesRequest {
  readonly subject: Subject;
  /** The app that was checked; null where none was. */
  readonly clientId: string | null;
  /** What of the tenant is ticked from the start. */
  readonly ticked: string;
}

/** What is shared, what is left out, and where it can go, each place with its readers. */
export function drawShareFormView(voice: Voice, request: ShareFormRequest): View {
  const { t, world } = voice;
  const { subject } = request;
  const title = t("share.form.title");
  const address = toPermalink(world.publicUrl, subject);
  return toView(voice, "share-form", title, {
    title: say(title),
    lead: lines([
      say(t("share.form.about", { title: nameSubject(voice, subject) ?? "" })),
      ...leftOut(voice, request),
    ]),
    options: list([optionsOf(voice, request)]),
    ...drawPlaces(voice, request, {
      post: "share-post",
      preview: "share",
      data: aboutOf(request),
      texts: { unlisted: "share.form.unlisted", unread: "share.form.unread" },
    }),
    copy: group({ heading: say(t("share.form.copy")), address: say(address) }),
    links: list([link(t("shared.open"), address), ...installLinks(voice, request)]),
    actions: bottomBar(voice, backToSubject(voice, subject), 2),
  });
}

function leftOut({ t }: Voice, { clientId, subject }: ShareFormRequest): Part[] {
  const isState = clientId !== null && subject.kind === "answer";
  return [say(t(isState ? "share.form.leftOut.app" : "share.form.leftOut"))];
}

/** One input for all that can be ticked: its value names what is, such as `names,state`. */
function optionsOf({ t }: Voice, { clientId, subject, ticked }: ShareFormRequest): Part {
  const hasApp = clientId !== null && subject.kind === "answer";
  const names = t(hasApp ? "share.form.names.app" : "share.form.names");
  const choices = [
    group({ title: label(names), value: { data: "names", text: [] } }),
    ...(hasApp
      ? [group({ title: label(t("share.form.state")), value: { data: "state", text: [] } })]
      : []),
  ];
  return group({
    label: label(t("share.form.options")),
    value: { data: ticked, text: [] },
    choices: list(choices),
  });
}

function aboutOf({ subject, clientId }: ShareFormRequest): Readonly<Record<string, string>> {
  return { subject: formatSubject(subject), ...(clientId !== null && { clientId }) };
}
