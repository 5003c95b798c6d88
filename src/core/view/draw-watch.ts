import type { Language } from "../local-text.ts";
import type { View, World } from "./view.ts";
import { toVoice } from "./voice.ts";
import {
  drawWatchEndedView,
  drawWatchNoticeView,
  drawWatchPausedView,
  type EndedFacts,
  type WatchFacts,
} from "./watch-notice.ts";

/** The notice of a watched app: what has changed, what to do about it, how the last looks went. */
export function drawWatchNotice(world: World, language: Language, watch: WatchFacts): View {
  return drawWatchNoticeView(toVoice(world, language), watch);
}

/** What stands in the place of the notice once the watch is over. */
export function drawWatchEnded(world: World, language: Language, ended: EndedFacts): View {
  return drawWatchEndedView(toVoice(world, language), ended);
}

/** Says to who started a watch that there is no place for its notice any more. */
export function drawWatchPaused(world: World, language: Language, watch: WatchFacts): View {
  return drawWatchPausedView(toVoice(world, language), watch);
}
