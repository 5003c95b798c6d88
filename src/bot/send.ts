import type { Activity, TurnContext } from "botbuilder";
import { AppError } from "../core/errors.ts";
import type { Texts, View } from "../core/view/index.ts";
import type { Log } from "../ports/index.ts";
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
  /** Of an answer that comes after its turn: what was said meanwhile. */
  readonly progress?: Progress;
}

/** The message that said that an answer takes longer. */
export interface Progress {
  /** True where nobody but the person knows of the question. */
  readonly isQuiet: boolean;
  /** Its id, for the one who asks first; undefined where there is none. */
  take(): string | undefined;
}

/** @param id of the message, where one was sent */
export function createProgress(id: string | undefined, isQuiet = false): Progress {
  let left = id;
  return {
    isQuiet,
    take: () => {
      const taken = left;
      left = undefined;
      return taken;
    },
  };
}

/**
 * Sends a message to where the turn came from. One that is for its person alone and that Teams does not take
 * goes to their own chat; where that fails too it is not said at all, since the others would read it.
 * The first message of an answer that took longer takes the place of the one that said so.
 * @param views what the message shows, for the person's own chat
 * @returns the id of the message
 */
export async function send(
  to: Addressee,
  message: Partial<Activity>,
  views: readonly View[],
): Promise<string | undefined> {
  const { context, turn, log, tell } = to;
  const replaced = await replaceProgress(to, message);
  if (replaced !== undefined) return replaced;
  try {
    return (await context.sendActivity(message))?.id || undefined;
  } catch (error) {
    const { statusCode: status } = error as { statusCode?: number };
    if (!turn.isTargeted || !(isBusy(error) || isRefusal(status))) throw error;
    log.warn("a targeted message was refused", { status, place: turn.place });
    for (const view of views)
      if (!(await tell(view))) log.warn("a private answer found no way", { place: turn.place });
    return undefined;
  }
}

async function replaceProgress({ context, log, progress }: Addressee, message: Partial<Activity>) {
  const id = progress?.take();
  if (id === undefined) return undefined;
  try {
    await context.updateActivity({ ...message, id });
    return id;
  } catch (error) {
    const { statusCode: status } = error as { statusCode?: number };
    log.warn("a progress message could not be replaced", { status });
    return undefined;
  }
}

/** Takes away the message that said that an answer takes longer, where nothing took its place. */
export async function dropProgress({ context, log, texts, progress }: Addressee): Promise<void> {
  const id = progress?.take();
  if (id === undefined) return;
  try {
    await context.deleteActivity(id);
  } catch {
    // Not every client of the Connector's interface knows how to delete.
    const text = texts("bot.progress.done");
    await context
      .updateActivity({ id, type: "message", text, textFormat: "plain" })
      .catch(() => log.warn("a progress message was left"));
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
