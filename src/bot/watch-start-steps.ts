import { formatSelection, type Selection } from "../core/advisor/index.ts";
import { toAppLink } from "../core/teams-link.ts";
import { drawWatchForm, drawWatchStart, type View, type WatchStart } from "../core/view/index.ts";
import type { SharePoint } from "../flows/index.ts";
import type { AudiencePlace } from "../ports/index.ts";
import { type Reply, replace, show } from "./reply.ts";
import type { Route, Tools } from "./route.ts";
import { runEntered } from "./run-entered.ts";
import { listSharePlaces } from "./share-places.ts";
import { checkChannel } from "./share-steps.ts";
import { personOf, type Turn } from "./turn.ts";
import { type AppStep, compare, rememberApp, stepToApp } from "./verify-steps.ts";
import { runAsKeeper } from "./watch-steps.ts";

/** What is to be watched. */
export interface WatchWish {
  readonly selection: Selection;
  /** As typed: a name or a client id. */
  readonly app?: string | undefined;
  /** A channel that the person wants to see the readers of: team and channel with a blank between. */
  readonly other?: string | undefined;
}

/** Teams and channels are read with the scope basic, beside the one that reads the app. */
const PLACES: Route = { who: "member", scope: "basic" };

/**
 * The next step towards a watch: which app, then where its notice goes.
 * @param toReply how a form is shown
 * @returns undefined when the selection names no complete case
 */
export async function stepToWatch(
  turn: Turn,
  { wish, toReply }: { readonly wish: WatchWish; readonly toReply: (view: View) => Reply },
  tools: Tools,
): Promise<Reply | undefined> {
  const step = await stepToApp(turn, { ...wish, purpose: "watch" }, tools);
  if (step?.kind !== "read") return step && toReply(step.view);
  const { app } = step.reading;
  await rememberApp(turn, tools, app);
  return runEntered(PLACES, tools, async (entered) => {
    const view = await drawPlacesFor(turn, { ...wish, app }, entered);
    return toReply(view);
  });
}

type ReadApp = Extract<AppStep, { kind: "read" }>["reading"]["app"];

async function drawPlacesFor(
  turn: Turn,
  { selection, app, other }: Omit<WatchWish, "app"> & { readonly app: ReadApp },
  tools: Tools,
): Promise<View> {
  const { world, teamsAppId, watches, settings } = tools;
  const { tenantId, language } = turn;
  const clientId = app.clientId.toLowerCase();
  const existing = await watches.find(tenantId, clientId);
  const { watchHours } = (await settings.read(tenantId)).settings;
  const view = drawWatchForm(world, language, {
    s: formatSelection(selection),
    app: { clientId, name: app.name },
    hours: watchHours,
    existing: existing
      ? { startedBy: existing.startedBy.name, startedAt: existing.startedAt }
      : null,
    ...(await listSharePlaces(turn, tools, other)),
    appLink: teamsAppId === null ? null : toAppLink(world.cloud.teamsBase, teamsAppId),
  });
  // The selection has led to an app, so it has a case.
  return view as View;
}

/** What is to be watched, and where its notice goes. */
export interface WatchOrder {
  readonly selection: Selection;
  readonly clientId: string;
  readonly place: SharePoint;
}

/** Starts a watch: everything is checked anew, since a card proves nothing. */
export async function startWatch(
  turn: Turn,
  order: WatchOrder,
  tools: Tools,
): Promise<Reply | undefined> {
  const wish = { selection: order.selection, app: order.clientId, purpose: "watch" } as const;
  const step = await stepToApp(turn, wish, tools);
  if (step?.kind !== "read") return step && answer(turn, step.view);
  const existing = await tools.watches.find(turn.tenantId, order.clientId);
  const start = async () => {
    const obstacle = await findObstacle(turn, order, tools);
    if (obstacle && "views" in obstacle) return obstacle;
    const outcome = obstacle ?? (await startNow(turn, { order, step }, tools));
    const { clientId, selection } = order;
    const app = { clientId, name: step.reading.app.name };
    const view = { s: formatSelection(selection), app, outcome };
    return answer(turn, drawWatchStart(tools.world, turn.language, view));
  };
  // Whoever moves a watch ends the one that there is.
  return existing ? runAsKeeper(turn, { tools, watch: existing }, start) : start();
}

/** In a conversation of several the form was the person's alone. */
function answer(turn: Turn, view: View): Reply {
  return turn.place === "personal" ? replace(view) : show(view);
}

/** The person has to be there now, as one of the tenant's own people, and Consentry too. */
async function findObstacle(
  turn: Turn,
  { place }: WatchOrder,
  tools: Tools,
): Promise<WatchStart | Reply | undefined> {
  const { tenantId } = turn;
  const isHere = place.kind === "conversation" && place.conversationId === turn.conversationId;
  if (isHere && turn.place === "personal") return undefined;
  if (place.kind === "channel") {
    const closed = await findClosed(place, tools);
    if (closed) return closed;
  }
  const audience: AudiencePlace =
    place.kind === "channel"
      ? { kind: "team", tenantId, teamId: place.teamId }
      : { kind: "chat", tenantId, conversationId: place.conversationId };
  const found = await tools.audiences.find(audience, personOf(turn));
  if (found.kind === "unreachable") return { kind: "unreached" };
  if (found.kind === "not-installed") return { kind: "not-installed" };
  return !found.value || found.value.isGuest ? { kind: "outsider" } : undefined;
}

async function findClosed(
  place: Extract<SharePoint, { kind: "channel" }>,
  tools: Tools,
): Promise<WatchStart | Reply | undefined> {
  const entry = await tools.enter(PLACES);
  if (entry.kind === "closed") return entry.reply;
  const obstacle = await checkChannel({ ...tools, entered: entry.entered }, place);
  if (!obstacle) return undefined;
  return {
    kind: obstacle.kind === "outsider" || obstacle.kind === "closed" ? obstacle.kind : "unreached",
  };
}

interface Starting {
  readonly order: WatchOrder;
  readonly step: Extract<AppStep, { kind: "read" }>;
}

async function startNow(
  turn: Turn,
  { order: { selection, clientId, place }, step: { reading } }: Starting,
  tools: Tools,
): Promise<WatchStart> {
  const report = compare({ selection }, tools, reading);
  const { nextAt } = await tools.watches.start({
    tenantId: turn.tenantId,
    by: { id: personOf(turn), name: turn.actor.name ?? null },
    language: turn.language,
    clientId,
    appName: reading.app.name,
    selection: formatSelection(selection),
    place,
    isPersonal:
      place.kind === "conversation" &&
      turn.place === "personal" &&
      place.conversationId === turn.conversationId,
    report,
  });
  return { kind: "started", nextAt, isIncomplete: report.verdict !== "complete" };
}
