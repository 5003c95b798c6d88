import type { Activity, TurnContext } from "botbuilder";
import { AppError } from "../core/errors.ts";
import type { Texts, View } from "../core/view/index.ts";
import type { Log } from "../ports.ts";
import type { Turn } from "./turn.ts";

/** Where a turn is answered, and for whom. */
export interface Addressee {
  readonly context: TurnContext;
  readonly turn: Turn;
  readonly log: Log;
  /** Texts in the person's language. */
  readonly texts: Texts;
  /** Tells a view in the person's own chat. @returns false where there is none, or it cannot be reached */
  readonly tell: (view: View) => Promise<boolean>;
}

/**
 * Sends a message to where the turn came from. One that is for its person alone and that Teams does not take
 * goes to their own chat; where that fails too it is not said at all, since the others would read it.
 * @param views what the message shows, for the person's own chat
 */
export async function send(
  { context, turn, log, tell }: Addressee,
  message: Partial<Activity>,
  views: readonly View[],
): Promise<void> {
  try {
    await context.sendActivity(message);
  } catch (error) {
    const { statusCode: status } = error as { statusCode?: number };
    if (!turn.isTargeted || !(isBusy(error) || isRefusal(status))) throw error;
    log.warn("a targeted message was refused", { status, place: turn.place });
    for (const view of views)
      if (!(await tell(view))) log.warn("a private answer found no way", { place: turn.place });
  }
}

/** It was not even tried. */
function isBusy(error: unknown): boolean {
  return error instanceof AppError && error.code === "ERR_TEAMS_BUSY";
}

/** Of any other failure nobody knows whether the message is there. */
function isRefusal(status = 0): boolean {
  return status >= 400 && status < 500 && status !== 408;
}
