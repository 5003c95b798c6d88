import { mayEnter, type Standing } from "../../core/access/index.ts";
import type { TabOutput } from "../../core/tab-api/index.ts";
import { cleanForeign, nameSelection, toWatchLines } from "../../core/view/index.ts";
import type { WatchView } from "../../flows/watches/index.ts";
import { answer, type Caller, type Refusal, refuse, type TabHandler } from "./call.ts";
import { formatEtag, parseEtag } from "./etag.ts";
import { readStanding } from "./read-standing.ts";

export const listWatches: TabHandler<"listWatches"> = async (call) => {
  const { tools, identity } = call;
  const [all, standing] = await Promise.all([
    tools.watches.list(identity.tenantId),
    readStanding(tools, identity),
  ]);
  const shown = all.filter((watch) => isReader(call, watch, standing));
  return answer({ watches: shown.map((watch) => toRow(call, watch, standing)) });
};

export const lookWatch: TabHandler<"lookWatch"> = async (call) => {
  const { tools, identity, params } = call;
  const found = await findWatch(call, params.app);
  if (found.kind === "refused") return found;
  const next = await tools.watches.look(identity.tenantId, params.app);
  return next ? answer({ watch: toRow(call, next, found.standing) }) : refuse("not_found");
};

const DAY = 86_400_000;

export const snoozeWatch: TabHandler<"snoozeWatch"> = async (call) => {
  const { tools, identity, params, input } = call;
  const found = await findKept(call, params.app, call.ifMatch);
  if (found.kind === "refused") return found;
  const { tenantId, personId } = identity;
  const until = input.days === 0 ? null : tools.clock.now() + input.days * DAY;
  const next = await tools.watches.snooze({ tenantId, personId }, params.app, until);
  if (!next) return refuse("not_found");
  const watch = toRow(call, next, found.standing);
  return answer({ watch }, watch.etag);
};

export const stopWatch: TabHandler<"stopWatch"> = async (call) => {
  const { tools, identity, params } = call;
  const found = await findKept(call, params.app, call.ifMatch);
  if (found.kind === "refused") return found;
  const { tenantId, personId } = identity;
  const isStopped = await tools.watches.stop({ tenantId, personId }, params.app);
  return isStopped ? answer({ done: true }) : refuse("not_found");
};

interface Found {
  readonly kind: "found";
  readonly watch: WatchView;
  readonly standing: Standing;
}

/** Of a watch that somebody may not read it is not said whether there is one. */
async function findWatch(call: Caller, clientId: string): Promise<Found | Refusal> {
  const { tools, identity } = call;
  const [watch, standing] = await Promise.all([
    tools.watches.find(identity.tenantId, clientId),
    readStanding(tools, identity),
  ]);
  if (!watch || !isReader(call, watch, standing)) return refuse("not_found");
  return { kind: "found", watch, standing };
}

/** A watch that the person may change, while it is as they have seen it. */
async function findKept(
  call: Caller,
  clientId: string,
  ifMatch: string | undefined,
): Promise<Found | Refusal> {
  const seen = parseEtag(ifMatch);
  if (seen === undefined) return refuse("invalid", { field: "If-Match" });
  const found = await findWatch(call, clientId);
  if (found.kind === "refused") return found;
  if (!isKeeper(call, found.watch, found.standing))
    return refuse("forbidden", { needed: ["approver"] });
  return seen === tagOf(found.watch) ? found : refuse("conflict");
}

/** Who started it, and whoever decides about consent: as on its notice. */
function isKeeper({ identity }: Caller, { startedBy }: WatchView, standing: Standing): boolean {
  return startedBy.id === identity.personId || mayEnter("approver", standing);
}

function isReader(call: Caller, watch: WatchView, standing: Standing): boolean {
  return isKeeper(call, watch, standing) || mayEnter("admin", standing);
}

type Row = TabOutput<"listWatches">["watches"][number];

function toRow(call: Caller, watch: WatchView, standing: Standing): Row {
  const { tools, identity, language } = call;
  const { world } = tools;
  const { clientId, selection, startedBy, notice, history } = watch;
  const { startedAt, checkedAt, nextAt, snoozedUntil, pausedAt } = watch;
  const { findings, problem } = toWatchLines(world, language, watch);
  const isRead =
    notice.activityId !== "" && (!notice.isPersonal || startedBy.id === identity.personId);
  return {
    clientId,
    app: cleanForeign(watch.appName ?? "") || clientId,
    title: nameSelection(world, language, selection) ?? world.texts(language)("tabResult.unknown"),
    code: selection,
    startedBy: cleanForeign(startedBy.name ?? "") || null,
    startedAt,
    checkedAt,
    nextAt,
    snoozedUntil,
    pausedAt,
    findings: findings.map((lines) => [...lines]),
    problem: [...problem],
    history: history.map((look) => ({ ...look })),
    notice: isRead ? toNotice(watch) : null,
    etag: formatEtag(tagOf(watch)),
    isKeeper: isKeeper(call, watch, standing),
  };
}

function toNotice({ notice, place }: WatchView): Row["notice"] {
  const { tenantId, conversationId, activityId } = notice;
  const group = place.kind === "channel" ? { groupId: place.teamId } : {};
  return { tenantId, conversationId, activityId, ...group };
}

/** What somebody quiets or stops: this life of the watch, as it speaks now. */
function tagOf({ startedAt, snoozedUntil }: WatchView): string {
  return `${startedAt} ${snoozedUntil ?? "speaks"}`;
}
