import { bottomBar, wizardButton } from "./actions.ts";
import { appName } from "./apps.ts";
import { button, buttons, link } from "./buttons.ts";
import { formatMoment } from "./dates.ts";
import { group, lines, list, type Part, paragraphs, say, sayQuoting, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";
import { titleOf, type WatchFacts } from "./watch-notice.ts";

/** A watch of the list. */
export interface ListedWatch extends Omit<WatchFacts, "tabLink"> {
  /** Address of its notice; null where the person cannot open it. */
  readonly noticeLink: string | null;
}

/** What the list is drawn from. */
export interface WatchListRequest {
  readonly watches: readonly ListedWatch[];
  /** Address of Consentry's tab; null where it is not known. */
  readonly tabLink: string | null;
}

/** Watches of one card; the rest is in the tab. */
const MOST = 10;

/** The watched apps of a tenant: those first where something was found. */
export function drawWatchListView(voice: Voice, { watches, tabLink }: WatchListRequest): View {
  const { t } = voice;
  const title = t("watch.list.title");
  const sorted = watches.toSorted((one, other) => urgency(other) - urgency(one));
  const shown = sorted.slice(0, MOST);
  const left = watches.length - shown.length;
  const links = tabLink === null ? [] : [link(t("watch.button.tab"), tabLink)];
  return toView(voice, "watch-list", title, {
    title: say(title),
    lead: paragraphs([
      watches.length === 0
        ? t("watch.list.none")
        : t("watch.list.count", { count: watches.length }),
    ]),
    watches: list(shown.map((watch) => drawListed(voice, watch))),
    left: paragraphs([
      ...(left > 0 ? [t("report.more", { count: left })] : []),
      t("watch.list.how"),
    ]),
    links: list(links),
    actions: bottomBar(voice, [wizardButton(voice)], links.length),
  });
}

function urgency({ findings, problem, pausedAt }: ListedWatch): number {
  const open = findings.filter(({ kind }) => kind !== "restored").length;
  return open + (problem !== null || pausedAt !== null ? 1 : 0);
}

function drawListed(voice: Voice, watch: ListedWatch): Part {
  const { t, language } = voice;
  const { clientId, appName: name, checkedAt, snoozedUntil, startedBy, startedAt } = watch;
  const started = formatMoment(startedAt, language);
  return group({
    name: appName({ clientId, name }),
    lines: lines([
      say(titleOf(voice, watch)),
      ...(snoozedUntil === null
        ? []
        : [say(t("watch.list.snoozed", { moment: formatMoment(snoozedUntil, language) }))]),
      ...(checkedAt === null
        ? []
        : [say(t("watch.list.checked", { moment: formatMoment(checkedAt, language) }))]),
      startedBy.name === null
        ? say(t("watch.list.started", { moment: started }))
        : sayQuoting(t, "watch.list.startedBy", { name: startedBy.name }, { moment: started }),
    ]),
    links: list(watch.noticeLink === null ? [] : [link(t("watch.list.notice"), watch.noticeLink)]),
    choose: buttons([
      button(t("button.verify"), "verify", { s: watch.selection, clientId }),
      button(t("watch.button.stop"), "watch-stop", { clientId }),
    ]),
  });
}
