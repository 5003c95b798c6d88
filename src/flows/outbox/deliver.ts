import type { Clock, Ids, Ledger, Log, Store } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import { type Sleep, withLimit } from "../with-limit.ts";
import { CLAIM_MS, claim } from "./claim.ts";
import { endDead, endSent, endUnknown, MOST_TRIES, NEVER_LATER_MS, putBack } from "./end.ts";
import type { Deliverer, Delivery } from "./letter.ts";
import type { Waiting } from "./rows.ts";

/** What delivering works with. */
export interface DeliverOptions {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sleep: Sleep;
  readonly log: Log;
  /** By topic. Letters of other topics wait for the version that has one. */
  readonly deliverers: Readonly<Record<string, Deliverer>>;
}

/** `ended` and `died`: the next letter of the lane may go. */
export type Met =
  | { readonly kind: "ended" | "died" }
  /** It may not, before that time where there is one. */
  | { readonly kind: "waits"; readonly until?: number };

const ENDED: Met = { kind: "ended" };
/** Time after which a letter is looked at again that broke, in milliseconds. */
const BROKEN_MS = 60_000;

/** Meets a letter whose turn it is in its lane. A fault is logged, and the letter waits. */
export async function meetLetter(
  options: DeliverOptions,
  waiting: Waiting,
  signal: AbortSignal,
): Promise<Met> {
  try {
    return await meet(options, waiting, signal);
  } catch (error) {
    options.log.error("a letter broke", { ...fieldsOf(waiting), ...describeError(error) });
    return { kind: "waits", until: options.clock.now() + BROKEN_MS };
  }
}

async function meet(options: DeliverOptions, waiting: Waiting, signal: AbortSignal): Promise<Met> {
  const { letter } = waiting;
  const deliver = options.deliverers[letter.topic];
  const now = options.clock.now();
  if (!deliver) return { kind: "waits" };
  if (isEarly(letter, now)) return { kind: "waits", until: letter.at };
  const claimed = await claim(options, waiting);
  if (!claimed) return { kind: "waits", until: now + CLAIM_MS };
  // Its process ended, or took too long: nobody knows how far it came.
  const isLeft = letter.by !== null;
  if (isLeft && letter.isPing) return end(options, claimed, toUnknown("left"));
  if (claimed.letter.tries > MOST_TRIES) return end(options, claimed, toHopeless(claimed));
  return end(options, claimed, await tryOnce(options, claimed, { deliver, signal }));
}

/** A time that no letter can have is that of a clock which was wrong. */
function isEarly({ at }: Waiting["letter"], now: number): boolean {
  return at > now && at <= now + NEVER_LATER_MS;
}

function toUnknown(why: string): Delivery {
  return { kind: "unknown", why };
}

function toHopeless({ letter: { why } }: Waiting): Delivery {
  return { kind: "undeliverable", why: why ?? "left" };
}

/** Deliveries end before the claim does, in milliseconds. */
const DELIVERY_MS = CLAIM_MS - 30_000;
/** What a deliverer may still take once its signal says stop. */
const GRACE_MS = 5_000;

async function tryOnce(
  { sleep, log }: DeliverOptions,
  waiting: Waiting,
  { deliver, signal: stopping }: { readonly deliver: Deliverer; readonly signal: AbortSignal },
): Promise<Delivery> {
  const { tenantId, letter } = waiting;
  const over = new AbortController();
  const signal = AbortSignal.any([stopping, over.signal]);
  const work = deliver(tenantId, letter.about, signal).catch((error: unknown) => {
    log.warn("a letter could not be delivered", { ...fieldsOf(waiting), ...describeError(error) });
    return letter.isPing ? toUnknown("failed") : ({ kind: "later", why: "failed" } as const);
  });
  const sleepUntilStop = (milliseconds: number, done?: AbortSignal) =>
    sleep(milliseconds, done ? AbortSignal.any([stopping, done]) : stopping);
  const first = await withLimit(work, DELIVERY_MS, sleepUntilStop);
  if (first) return first.value;
  over.abort();
  const last = await withLimit(work, GRACE_MS, sleep);
  if (last) return last.value;
  log.warn("a letter took too long", fieldsOf(waiting));
  return letter.isPing ? toUnknown("slow") : { kind: "later", why: "slow" };
}

async function end(options: DeliverOptions, waiting: Waiting, delivery: Delivery): Promise<Met> {
  const isOver = delivery.kind === "later" && waiting.letter.tries >= MOST_TRIES;
  const met = isOver
    ? await bury(options, waiting, delivery.why)
    : await commitEnd(options, waiting, delivery);
  const why = "why" in delivery ? delivery.why : undefined;
  const fields = { ...fieldsOf(waiting), outcome: delivery.kind, why, met: met.kind };
  if (delivery.kind === "unknown" || met.kind === "died")
    options.log.warn("a letter was given up", fields);
  else options.log.info("a letter was met", fields);
  return met;
}

async function commitEnd(
  options: DeliverOptions,
  waiting: Waiting,
  delivery: Delivery,
): Promise<Met> {
  switch (delivery.kind) {
    case "sent":
      await endSent(options, waiting, delivery.effects);
      return ENDED;
    case "moot":
      await endSent(options, waiting);
      return ENDED;
    case "unknown":
      await endUnknown(options, waiting, delivery.effects);
      return ENDED;
    case "later":
      return { kind: "waits", until: await putBack(options, waiting, delivery) };
    case "undeliverable":
      return bury(options, waiting, delivery.why);
    default:
      return delivery satisfies never;
  }
}

async function bury(options: DeliverOptions, waiting: Waiting, why: string): Promise<Met> {
  if (await endDead(options, waiting, why)) return { kind: "died" };
  return { kind: "waits", until: options.clock.now() + CLAIM_MS };
}

function fieldsOf({ tenantId, rk, letter: { topic, tries } }: Waiting) {
  return { tenantId, letter: rk, topic, tries };
}
