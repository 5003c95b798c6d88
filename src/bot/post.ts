import type { Activity, CloudAdapter, TurnContext } from "botbuilder";
import type { ConnectorClient } from "botframework-connector";
import { AppError } from "../core/errors.ts";
import type { View } from "../core/view/index.ts";
import type { CardPlace, Courier, Log, PostPlace } from "../ports/index.ts";
import { toEditOutcome, toPostFailure } from "./post-failure.ts";
import { toMessage } from "./present.ts";
import type { References } from "./references.ts";
import { aimAt } from "./targeted.ts";

export interface CourierOptions {
  readonly appId: string;
  readonly adapter: CloudAdapter;
  readonly references: References;
  readonly log: Log;
}

type Posted = Awaited<ReturnType<Courier["post"]>>;

/** Posts a message for everybody in a place; see {@link Courier}. */
export async function postMessage(
  options: CourierOptions,
  place: PostPlace,
  message: Partial<Activity>,
): Promise<Posted> {
  try {
    return await post(options, place, message);
  } catch (error) {
    const failure = toPostFailure(error);
    options.log.warn("a post was not made", { outcome: failure.kind, ...toFacts(error) });
    return failure;
  }
}

/** Puts a view in the place of a post; see {@link Courier}. */
export async function editMessage(
  { appId, adapter, references, log }: CourierOptions,
  { tenantId, conversationId, activityId, targetedTo }: CardPlace,
  view: View,
): ReturnType<Courier["edit"]> {
  const message = await toMessage(view);
  const reference = await references.find(tenantId, conversationId);
  if (!reference) return "gone";
  try {
    await adapter.continueConversationAsync(appId, reference, async (context) => {
      if (targetedTo !== undefined) aimAt(context, { id: targetedTo });
      await context.updateActivity({ ...message, id: activityId });
    });
    return "done";
  } catch (error) {
    const outcome = toEditOutcome(error);
    log.warn("a card outside a turn was not changed", { outcome, ...toFacts(error) });
    return outcome;
  }
}

async function post(
  options: CourierOptions,
  place: PostPlace,
  message: Partial<Activity>,
): Promise<Posted> {
  const { appId, adapter, references } = options;
  const { tenantId } = place;
  const reference = await findReference(references, place);
  if (!reference) return { kind: "not-installed" };
  // Before anything is sent: what stands there has to be found again to be changed.
  if (place.kind === "channel")
    await references.keepChannel(tenantId, place.teamId, place.channelId);
  const answer: { outcome: Posted } = { outcome: { kind: "unknown" } };
  await adapter.continueConversationAsync(appId, reference, async (context) => {
    answer.outcome =
      place.kind === "channel"
        ? await startThread(context, place, message)
        : await say(context, reference.conversation?.id ?? "", message);
  });
  return answer.outcome;
}

function findReference(references: References, place: PostPlace) {
  switch (place.kind) {
    case "channel":
      return references.findTeam(place.tenantId, place.teamId);
    case "conversation":
      return references.find(place.tenantId, place.conversationId);
    case "person":
      return references.findPersonal(place.tenantId, place.personId);
    default:
      return place satisfies never;
  }
}

/** The summary of a view, for where a line is enough. */
export function toLine({ summary }: View): Partial<Activity> {
  return { type: "message", text: summary, textFormat: "plain" };
}

async function say(
  context: TurnContext,
  conversationId: string,
  message: Partial<Activity>,
): Promise<Posted> {
  // The SDK makes up an id for this turn, and what is sent would be a reply to it.
  context.activity.id = undefined;
  const sent = await context.sendActivity(message);
  return { kind: "posted", conversationId, activityId: sent?.id ?? "" };
}

/**
 * A new post in a channel. Teams names its thread `<channel>;messageid=<post>`.
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
 */
async function startThread(
  context: TurnContext,
  { tenantId, channelId }: Extract<PostPlace, { kind: "channel" }>,
  activity: Partial<Activity>,
): Promise<Posted> {
  const key = context.adapter.ConnectorClientKey;
  const connector = context.turnState.get<ConnectorClient>(key);
  const created = await connector.conversations.createConversation({
    isGroup: true,
    bot: context.activity.recipient,
    tenantId,
    channelData: { channel: { id: channelId }, tenant: { id: tenantId } },
    activity: activity as Activity,
  } as Parameters<typeof connector.conversations.createConversation>[0]);
  const [, root = ""] = /;messageid=(\d+)$/.exec(created.id) ?? [];
  const activityId = created.activityId || root;
  const conversationId = root === "" ? `${channelId};messageid=${activityId}` : created.id;
  return { kind: "posted", conversationId, activityId };
}

/** What of an error may stand in the log. */
export function toFacts(error: unknown) {
  const { name, statusCode: status } = error as Error & { statusCode?: number };
  return { error: name, status, code: error instanceof AppError ? error.code : undefined };
}
