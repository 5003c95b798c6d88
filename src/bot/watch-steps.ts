import { AppError } from "../core/errors.ts";
import { toMessageLink, toTabLink } from "../core/teams-link.ts";
import { drawWatchList, drawWatchNotice, type View } from "../core/view/index.ts";
import type { WatchView } from "../flows/watches/index.ts";
import { toBaseId } from "./references.ts";
import type { Reply } from "./reply.ts";
import type { Tools } from "./route.ts";
import { runEntered } from "./run-entered.ts";
import { personOf, type Turn } from "./turn.ts";

/** The notice of a watch, as it stands for everybody who reads it. */
export function drawNotice(tools: Tools, watch: WatchView): View {
  return drawWatchNotice(tools.world, watch.language, { ...watch, tabLink: toHome(tools) });
}

function toHome({ world, teamsAppId }: Tools): string | null {
  return teamsAppId === null
    ? null
    : toTabLink(world.cloud.teamsBase, teamsAppId, { page: "home" });
}

/** The watched apps of the tenant. */
export async function drawList(turn: Turn, tools: Tools): Promise<View> {
  const watches = await tools.watches.list(turn.tenantId);
  return drawWatchList(tools.world, turn.language, {
    watches: watches.map((watch) => ({ ...watch, noticeLink: toNoticeLink(turn, tools, watch) })),
    tabLink: toHome(tools),
  });
}

/** A notice in somebody's own chat is for that person alone. */
function toNoticeLink(turn: Turn, { world }: Tools, watch: WatchView): string | null {
  const { notice, place, startedBy } = watch;
  const isTheirs = !notice.isPersonal || startedBy.id === personOf(turn);
  if (notice.activityId === "" || !isTheirs) return null;
  const groupId = place.kind === "channel" ? place.teamId : undefined;
  return toMessageLink(world.cloud.teamsBase, notice, { tenantId: turn.tenantId, groupId });
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

/**
 * Runs what shows a watch: for who started it and who reads its notice, else for who may check the tenant.
 */
export async function runAsReader(
  turn: Turn,
  { tools, watch }: { readonly tools: Tools; readonly watch: WatchView },
  run: () => Promise<Reply>,
): Promise<Reply> {
  const isHere = toBaseId(watch.notice.conversationId) === toBaseId(turn.conversationId);
  if (isHere || watch.startedBy.id === personOf(turn)) return run();
  return runEntered({ who: "member", scope: "verification" }, tools, run);
}
