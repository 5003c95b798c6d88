import type { Activity, ConversationReference, TurnContext } from "botbuilder";
import type { View } from "../core/view/index.ts";
import type { CardPlace, Courier } from "../ports/index.ts";
import { type CourierOptions, editMessage, postMessage, toFacts, toLine } from "./post.ts";
import { toMessage } from "./present.ts";
import { aimAt } from "./targeted.ts";

/** Runs something in a conversation outside a turn. @returns false where it cannot be reached */
export type GoTo = (
  tenantId: string,
  conversationId: string,
  run: (context: TurnContext) => Promise<void>,
) => Promise<boolean>;

/** Makes {@link GoTo} over the kept addresses. */
export function createGoTo(options: CourierOptions): GoTo {
  return async (tenantId, conversationId, run) => {
    const reference = await options.references.find(tenantId, conversationId);
    return deliver(options, reference, async (context) => {
      // The SDK makes up an id for this turn, and what is sent would be a reply to it.
      context.activity.id = undefined;
      await run(context);
    });
  };
}

/**
 * Speaks outside turns. The adapter asks again whether the kept address is one of the cloud's before the
 * bot's token goes there.
 */
export function createCourier(options: CourierOptions): Courier {
  const { references } = options;
  return {
    post: async (place, view, form) => postMessage(options, place, await draw(view, form)),
    edit: (place, view) => editMessage(options, place, view),
    update: (place, view) =>
      changeAt(options, place, async (context) => {
        await context.updateActivity({ ...(await toMessage(view)), id: place.activityId });
      }),
    tell: async ({ tenantId, personId }, view, form) => {
      const reference = await references.findPersonal(tenantId, personId);
      return deliver(options, reference, async (context) => {
        // The SDK makes up an id for this turn, and what is sent would be a reply to it.
        context.activity.id = undefined;
        await context.sendActivity(await draw(view, form));
      });
    },
  };
}

async function draw(view: View, form: "card" | "line" = "card"): Promise<Partial<Activity>> {
  return form === "card" ? toMessage(view) : toLine(view);
}

/** Does something with a message that stands there; what is for one person alone stays so. */
async function changeAt(
  options: CourierOptions,
  { tenantId, conversationId, activityId, targetedTo }: CardPlace,
  change: (context: TurnContext) => Promise<void>,
): Promise<boolean> {
  if (activityId === "") return false;
  const reference = await options.references.find(tenantId, conversationId);
  return deliver(options, reference, async (context) => {
    if (targetedTo !== undefined) aimAt(context, { id: targetedTo });
    await change(context);
  });
}

async function deliver(
  { appId, adapter, log }: CourierOptions,
  reference: Partial<ConversationReference> | undefined,
  send: (context: TurnContext) => Promise<void>,
): Promise<boolean> {
  if (!reference) return false;
  try {
    await adapter.continueConversationAsync(appId, reference, send);
    return true;
  } catch (error) {
    log.warn("a message outside a turn was not delivered", toFacts(error));
    return false;
  }
}
