import { casesOfSelection, parseSelection } from "../advisor/index.ts";
import type { Language } from "../local-text.ts";
import { formatMoment } from "./dates.ts";
import type { World } from "./view.ts";
import { toVoice } from "./voice.ts";
import { drawFinding } from "./watch-finding.ts";
import type { WatchFacts } from "./watch-notice.ts";

/** What a watch has to say where no card is drawn. Nothing in it is escaped. */
export interface WatchLines {
  /** Of each finding what is so, and after it what to do about it. */
  readonly findings: readonly (readonly string[])[];
  /** Why nothing could be read, and what to do; empty where it could. */
  readonly problem: readonly string[];
}

/** Puts the findings of a watch, or why there are none to trust, into the words of its notice. */
export function toWatchLines(
  world: World,
  language: Language,
  watch: Pick<WatchFacts, "selection" | "findings" | "problem" | "problemSince" | "checkedAt">,
): WatchLines {
  const voice = toVoice(world, language);
  const { problem, problemSince, checkedAt } = watch;
  const cases = casesOfSelection(
    world.catalogue,
    parseSelection(world.catalogue, watch.selection) ?? [],
  );
  const since = problemSince ?? checkedAt;
  return {
    findings: watch.findings.map((finding) => drawFinding(voice, finding, cases).text),
    problem:
      problem === null || problem === "absent"
        ? []
        : [
            ...(since === null
              ? []
              : [voice.t("watch.problem", { moment: formatMoment(since, language) })]),
            voice.t(`watch.problem.${problem}`),
          ],
  };
}
