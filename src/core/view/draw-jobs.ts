import type { Language } from "../local-text.ts";
import { drawJobsNoticeView, type JobsNotice } from "./jobs-notice.ts";
import type { View, World } from "./view.ts";
import { toVoice } from "./voice.ts";

/** Tells administrators what keeps the jobs of their tenant from their work, or that it is mended. */
export function drawJobsNotice(world: World, language: Language, notice: JobsNotice): View {
  return drawJobsNoticeView(toVoice(world, language), notice);
}
