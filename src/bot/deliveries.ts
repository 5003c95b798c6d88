import { createHash } from "node:crypto";
import { z } from "zod";
import { createBoundedMap } from "../core/bounded-map.ts";
import { type Once, PRESS } from "../flows/index.ts";
import type { Clock, Log, Op, Store } from "../ports/index.ts";
import { describeError } from "../telemetry/index.ts";
import type { Turn } from "./turn.ts";

/**
 * Whose a delivery is. `unknown` where the store does not answer: no other delivery of it was met in this
 * process, and nobody knows about the other replicas.
 */
export type Delivered =
  | "first"
  | "again"
  | "unknown"
  /** The replica that had it is gone, and nobody knows how far it came. Said to one of those who ask. */
  | "left";

/** Tells a turn from its repetitions: Teams sends it again, to any replica, when the answer takes too long. */
export interface Deliveries {
  claim(turn: Turn): Promise<Delivered>;
  /** The turn has been answered. Nobody waits for it, and none that fails breaks an answer. */
  finish(turn: Turn): Promise<void>;
  /** Says whether something else about a tenant happens for the first time in ten minutes. */
  claimName(tenantId: string, name: string): Promise<Delivered>;
  /** Whether no newer press of the same card has come since. */
  isNewestPress(turn: Turn): Promise<boolean>;
}

/** What deliveries are kept with. */
export interface DeliveriesOptions {
  readonly once: Once;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Keys that this process keeps by itself; the oldest go first. @default 10000 */
  readonly limit?: number;
}

const KEPT_MS = 10 * 60_000;
/** How long the newest press of a card is known: longer than anything takes that a press begins. */
const PRESS_MS = 60 * 60_000;

/**
 * Claims each turn in this process, and then in the store for all replicas. Searches of the message
 * extension come with each key that somebody presses and change nothing: those are told apart here only.
 */
export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { clock, limit = 10_000 } = options;
  const seen = createBoundedMap<number>(limit);
  const isFirstHere = (key: string): boolean => {
    const now = clock.now();
    const at = seen.get(key);
    if (at !== undefined && now - at < KEPT_MS) return false;
    seen.set(key, now);
    return true;
  };
  return {
    claim: async (turn) => {
      const key = toKey(turn);
      if (!isFirstHere(`${turn.tenantId} ${key}`)) return "again";
      if (turn.kind === "extension") return "first";
      const { tenantId } = turn;
      const beside = notePress(turn, clock);
      return ask(options, { tenantId, name: key, hasEnd: true, beside });
    },
    finish: (turn) => finish(options, turn),
    claimName: async (tenantId, name) =>
      isFirstHere(`${tenantId} ${name}`) ? ask(options, { tenantId, name }) : "again",
    isNewestPress: (turn) => isNewestPress(options, turn),
  };
}

/** A turn ends within this time, or says that it takes longer and ends. */
const TURN_MS = 14_000;

type Claimed = Omit<Parameters<Once["claim"]>[0], "milliseconds">;

async function ask({ once, log }: DeliveriesOptions, claim: Claimed): Promise<Delivered> {
  const { tenantId, name } = claim;
  try {
    if (await once.claim({ ...claim, milliseconds: KEPT_MS })) return "first";
    return (await once.takeOver(tenantId, name, TURN_MS)) ? "left" : "again";
  } catch (error) {
    log.warn("a delivery was not claimed", { tenantId, ...describeError(error) });
    return "unknown";
  }
}

async function finish({ once, log }: DeliveriesOptions, turn: Turn): Promise<void> {
  if (turn.kind === "extension") return;
  try {
    const { tenantId } = turn;
    await once.finish({ tenantId, name: toKey(turn), milliseconds: KEPT_MS });
  } catch (error) {
    log.warn("the end of a turn was not noted", describeError(error));
  }
}

/** The same for each delivery of one activity. */
function toKey({ conversationId, activityId, verb = "" }: Turn): string {
  return `delivery:${JSON.stringify(["msteams", conversationId, activityId, verb])}`;
}

const Press = z.object({ activityId: z.string() });

/** In the commit of the claim, so that a press costs no second one. */
function notePress(turn: Turn, clock: Clock): readonly Op[] {
  if (turn.replyToId === undefined) return [];
  const value = { activityId: turn.activityId, until: clock.now() + PRESS_MS };
  return [{ op: "put", rk: toPressKey(turn), value }];
}

async function isNewestPress({ store, log }: DeliveriesOptions, turn: Turn): Promise<boolean> {
  if (turn.replyToId === undefined) return true;
  try {
    const row = await store.get(turn.tenantId, toPressKey(turn));
    return (Press.safeParse(row?.value).data?.activityId ?? turn.activityId) === turn.activityId;
  } catch (error) {
    // What comes of it is said beside the card: nothing newer is overwritten.
    log.warn("the newest press of a card is not known", describeError(error));
    return false;
  }
}

function toPressKey({ conversationId, replyToId }: Turn): string {
  const hash = createHash("sha256").update(`${conversationId} ${replyToId}`).digest("base64url");
  return `${PRESS}${hash}`;
}
