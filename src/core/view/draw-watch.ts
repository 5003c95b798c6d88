import { casesOfSelection, parseSelection } from "../advisor/index.ts";
import type { Language } from "../local-text.ts";
import type { View, World } from "./view.ts";
import { toVoice } from "./voice.ts";
import {
  drawWatchFormView,
  drawWatchStartView,
  type WatchFormRequest,
  type WatchStartRequest,
} from "./watch-form.ts";
import { drawWatchListView, type WatchListRequest } from "./watch-list.ts";
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

/**
 * Asks where the notice of a watch is to stand, with who will read it there.
 * @returns undefined when the code is not valid or names no complete case
 */
export function drawWatchForm(
  world: World,
  language: Language,
  { s, ...input }: Omit<WatchFormRequest, "selection" | "cases"> & { readonly s: string },
): View | undefined {
  const selection = parseSelection(world.catalogue, s);
  const cases = selection ? casesOfSelection(world.catalogue, selection) : [];
  if (!selection || cases.length === 0) return undefined;
  return drawWatchFormView(toVoice(world, language), { ...input, selection, cases });
}

/** Says that an app is watched now, or why it is not and what to do. */
export function drawWatchStart(world: World, language: Language, input: WatchStartRequest): View {
  return drawWatchStartView(toVoice(world, language), input);
}

/** The watched apps of a tenant. */
export function drawWatchList(world: World, language: Language, input: WatchListRequest): View {
  return drawWatchListView(toVoice(world, language), input);
}
