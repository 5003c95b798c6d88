import type { CloudAdapter, TurnContext } from "botbuilder";
import type { ConnectorClient } from "botframework-connector";
import { AppError } from "../core/errors.ts";
import { stampAlone } from "./card-audience.ts";
import { type Policy, pipelineOf, type Request } from "./connector-pipeline.ts";
import type { Turn } from "./turn.ts";

/** The one person who reads what a client sends. */
interface Audience {
  /** Id of the person for this bot: `29:…`. */
  readonly id: string;
  /** The message for the bot alone that is answered. */
  readonly messageId?: string;
}

/** A turn and a send outside turns have a client each. */
const audiences = new WeakMap<object, Audience>();

/**
 * Where a turn is for the bot alone, sees to it that all that is sent in that context reaches its person
 * alone, whoever sends it. There is no way back for the context.
 */
export function keepPrivate(context: TurnContext, turn: Turn): void {
  if (!turn.isTargeted) return;
  const { kind, actor, activityId } = turn;
  const isRequest = kind === "message" && activityId !== "";
  aimAt(context, { id: actor.id, ...(isRequest && { messageId: activityId }) });
}

/**
 * Sends all further messages of a context to one person alone.
 * @throws AppError ERR_TURN_FAILED where the context has no client that could do so
 */
export function aimAt(context: TurnContext, audience: Audience): void {
  const { ConnectorClientKey } = context.adapter as CloudAdapter;
  const client: object | undefined = context.turnState.get(ConnectorClientKey);
  if (!client) throw new AppError("ERR_TURN_FAILED", "a targeted message has no way out");
  audiences.set(client, audience);
}

/**
 * Writes what makes a message targeted into requests themselves, since the SDK's serializer drops it.
 * Source: learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
 */
export function addTargeting(client: ConnectorClient): void {
  const policy: Policy = {
    name: "consentryTargetedPolicy",
    sendRequest: (request, next) => {
      const audience = audiences.get(client);
      if (audience && request.method !== "GET") target(request, audience);
      return next(request);
    },
  };
  pipelineOf(client).addPolicy(policy);
}

const ACTIVITIES = /^(.*\/v3\/conversations\/[^/?]+\/activities)(\/[^/?]+)?\/?(?:\?(.*))?$/;
const FLAG = "isTargetedActivity=true";

/** What does not take the flag is not sent: it might be read by everybody. */
function target(request: Request, audience: Audience): void {
  const [, activities, one = "", query] = ACTIVITIES.exec(request.url) ?? [];
  if (activities === undefined)
    throw new AppError("ERR_TURN_FAILED", "a targeted turn was about to send something else");
  // A targeted message takes no replies: what is sent stands beside it.
  const path = request.method === "POST" ? activities : `${activities}${one}`;
  request.url = `${path}?${[query, FLAG].filter(Boolean).join("&")}`;
  if (typeof request.body === "string")
    request.body = JSON.stringify(toTargeted(JSON.parse(request.body), audience, request.method));
}

/** An update names nobody: Teams answers 400 when it does, since who sees a message cannot change. */
function toTargeted(
  activity: Record<string, unknown>,
  { id, messageId }: Audience,
  method: Request["method"],
) {
  const { replyToId: _none, recipient: _other, attachments, entities = [], ...rest } = activity;
  const info = messageId === undefined ? [] : [{ type: "targetedMessageInfo", messageId }];
  const all = [...(entities as unknown[]), ...info];
  return {
    ...rest,
    ...(method === "POST" && { recipient: { id, isTargeted: true } }),
    ...(attachments !== undefined && { attachments: stampAlone(attachments) }),
    ...(all.length > 0 && { entities: all }),
  };
}
