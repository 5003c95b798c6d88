import type { JobArea, JobObstacle } from "../job-access/index.ts";
import { bottomBar } from "./actions.ts";
import { link } from "./buttons.ts";
import { formatMoment } from "./dates.ts";
import { fact, list, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What keeps jobs of a tenant from their work, or that nothing does any more. */
export interface JobsNotice {
  readonly area: JobArea;
  /** Null where they work again. */
  readonly why: JobObstacle | null;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The Settings page in Teams; null where the app's id is not known. */
  readonly settingsLink: string | null;
}

/** What an obstacle's texts are called: consent is to another permission where mail is sent. */
function nameOf(area: JobArea, why: JobObstacle): string {
  return area === "mail" && why === "consent" ? "mail-consent" : why;
}

/** Tells administrators that jobs have stopped, why, and what to do; or that they run again. */
export function drawJobsNoticeView(voice: Voice, notice: JobsNotice): View {
  const { t, language } = voice;
  const { area, why, since, settingsLink } = notice;
  const title = t(`jobs.${why === null ? "back" : "lost"}.${area}.title`);
  const name = why === null ? "" : nameOf(area, why);
  const lead =
    why === null
      ? [t("jobs.back.is")]
      : [t(`jobs.${name}.is`), t(`jobs.${name}.do`), t(`jobs.meanwhile.${area}`)];
  const links = settingsLink === null ? [] : [settingsLink];
  return toView(voice, "directory-problem", title, {
    title: say(title),
    lead: paragraphs(lead),
    facts: list(why === null ? [] : [fact(t("jobs.since"), say(formatMoment(since, language)))]),
    links: list(links.map((url) => link(t("jobs.settings"), url))),
    actions: bottomBar(voice, [], links.length),
  });
}
