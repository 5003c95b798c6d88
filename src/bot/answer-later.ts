import type { InvokeResponse } from "botbuilder";
import type { LateAnswers } from "../flows/index.ts";
import { describeError } from "../telemetry/index.ts";
import type { Ends } from "./ends.ts";
import type { LongWorks } from "./long-works.ts";
import { toMessageAnswer } from "./present.ts";
import type { Reply } from "./reply.ts";
import { type Addressee, createProgress, dropProgress, type Progress, send } from "./send.ts";
import type { Stand } from "./stand.ts";
import { isAlone, personOf, type Turn } from "./turn.ts";

/** A turn that ends before its route does. */
export interface LateTurn extends Ends {
  /** Where the turn is answered while it lasts. */
  readonly to: Addressee;
  readonly stand: Stand;
  readonly works: LongWorks;
  readonly lateAnswers: LateAnswers;
  readonly correlationId: string;
  readonly work: Promise<Reply>;
  /** Runs the route for that turn once more. */
  readonly again: (turn: Turn) => Promise<Reply>;
  /** Whether the card that was pressed still waits for this press. */
  readonly isAwaited: () => Promise<boolean>;
  /** What becomes of a consent request is not put on the pressed card any more. */
  readonly release: () => Promise<void>;
}

/**
 * Says that it takes longer, and lets the turn end. What comes of the route takes the place of that message
 * later, or is said where it would have been said.
 * @returns the answer to a press
 */
export async function answerLater(late: LateTurn): Promise<InvokeResponse | undefined> {
  const { to, works, work } = late;
  const { progress, id } = await announce(to);
  const promised = await late.lateAnswers.promise(toPromised(late, id));
  let isTold = false;
  const bring = async (deed: (fresh: Addressee) => Promise<unknown>, reply?: Reply) => {
    if (isTold) return;
    isTold = true;
    await promised.bring();
    await bringLater(late, progress, deed, reply);
    await promised.end();
  };
  const noteFault = (error: unknown) => to.log.error("a late answer failed", describeError(error));
  const done = work
    .then(
      (reply) => bring((fresh) => concludeLater(late, fresh, reply), reply),
      (error: unknown) => bring((fresh) => late.fail(fresh, error)),
    )
    .catch(noteFault);
  works.keep({ done, abandon: () => bring(late.abandon).catch(noteFault) });
  return to.turn.kind === "action" ? toMessageAnswer(progressText(to)) : undefined;
}

function progressText({ texts, turn }: Addressee): string {
  return texts(isAlone(turn) ? "bot.progress.here" : "bot.progress.apart");
}

function toPromised({ to: { turn }, correlationId }: LateTurn, activityId = "") {
  const { tenantId, conversationId, language, isTargeted, actor } = turn;
  const targetedTo = isTargeted && activityId !== "" ? { targetedTo: actor.id } : {};
  const personId = personOf(turn);
  const place = { tenantId, conversationId, activityId, ...targetedTo };
  return { ...place, personId, language, correlationId };
}

/** A message that says that it takes longer; its id where one was sent. */
interface Announced {
  readonly progress: Progress;
  readonly id?: string | undefined;
}

/** A press needs no message: its answer says the same. */
async function announce(to: Addressee): Promise<Announced> {
  const { turn, log } = to;
  if (turn.kind === "action") return { progress: createProgress(undefined, true) };
  try {
    const text = progressText(to);
    const id = await send(to, { type: "message", text, textFormat: "plain" }, []);
    return { progress: createProgress(id), id };
  } catch (error) {
    log.warn("a progress message was not sent", describeError(error));
    return { progress: createProgress(undefined) };
  }
}

async function bringLater(
  { stand, to }: LateTurn,
  progress: Progress,
  deed: (fresh: Addressee) => Promise<unknown>,
  reply?: Reply,
): Promise<void> {
  let isTried = false;
  await stand.later(async (context) => {
    isTried = true;
    const fresh = { ...to, context, turn: afterwards(to.turn), progress };
    await deed(fresh);
    await dropProgress(fresh);
  });
  if (isTried) return;
  for (const view of reply?.views ?? [])
    if (!(await to.tell(view))) to.log.warn("a late answer found no way", { place: to.turn.place });
}

/** Nothing answers a press any more: what comes of it is said like the answer to an older client. */
function afterwards({ assertion: _used, ...turn }: Turn): Turn {
  return turn.kind === "action" ? { ...turn, kind: "submit" } : turn;
}

async function concludeLater(late: LateTurn, fresh: Addressee, reply: Reply): Promise<void> {
  try {
    const isMissed = reply.signIn?.isSentAgain === true;
    // The client would have sent the press again; now the question has to wait instead.
    const current = isMissed ? await late.again(fresh.turn) : reply;
    const isOvertaken = current.mode === "replace" && !(await late.isAwaited());
    if (isOvertaken) await late.release();
    await late.conclude(fresh, isOvertaken ? { ...current, mode: "new" } : current);
  } catch (error) {
    await late.fail(fresh, error);
  }
}
