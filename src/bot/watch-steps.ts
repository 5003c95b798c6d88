import { AppError } from "../core/errors.ts";
import { toTabLink } from "../core/teams-link.ts";
import { drawWatchNotice, type View } from "../core/view/index.ts";
import type { WatchView } from "../flows/watches/index.ts";
import type { Reply } from "./reply.ts";
import type { Tools } from "./route.ts";
import { runEntered } from "./run-asked.ts";
import { personOf, type Turn } from "./turn.ts";

/** The notice of a watch, as it stands for everybody who reads it. */
export function drawNotice({ world, teamsAppId }: Tools, watch: WatchView): View {
  const { teamsBase } = world.cloud;
  const tabLink = teamsAppId === null ? null : toTabLink(teamsBase, teamsAppId, { page: "home" });
  return drawWatchNotice(world, watch.language, { ...watch, tabLink });
}

/** @throws AppError ERR_ACTION_INPUT for an app that is not watched any more */
export async function findWatch(
  { tenantId }: Turn,
  { watches }: Tools,
  clientId: string,
): Promise<WatchView> {
  return mustWatch(await watches.find(tenantId, clientId));
}

/** @throws AppError ERR_ACTION_INPUT for an app that is not watched any more */
export function mustWatch(watch: WatchView | undefined): WatchView {
  if (!watch) throw new AppError("ERR_ACTION_INPUT", "an app is not watched any more");
  return watch;
}

/**
 * Runs what only some may do with a watch: who started it, and whoever decides about consent.
 * @returns what was done, or what the person has to do first
 */
export async function runAsKeeper(
  turn: Turn,
  { tools, watch }: { readonly tools: Tools; readonly watch: WatchView },
  run: () => Promise<Reply>,
): Promise<Reply> {
  if (watch.startedBy.id === personOf(turn)) return run();
  return runEntered({ who: "approver", scope: null }, tools, run);
}
