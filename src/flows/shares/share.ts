import { formatSubject } from "../../core/subject/index.ts";
import type { ShareResult } from "../../core/view/index.ts";
import type { AudiencePlace, CardPlace, PostPlace } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import { bring, toBehind } from "./bring.ts";
import { drawRecord, isSameFacts } from "./content.ts";
import { compose, type Draft, type ShareAsk } from "./draft.ts";
import type { SharesOptions } from "./options.ts";
import type { ShareRecord } from "./record.ts";
import { changeShare, readShare } from "./rows.ts";

/** What came of it, and where the message stands, as far as that is known. */
export interface ShareOutcome {
  readonly result: ShareResult;
  readonly card: Omit<CardPlace, "tenantId"> | null;
}

/**
 * Shares a subject in a place, once: who comes second brings the same card up to date. A post whose outcome is
 * not known is never repeated by itself.
 */
export async function share(options: SharesOptions, ask: ShareAsk): Promise<ShareOutcome> {
  const obstacle = await findObstacle(options, ask);
  if (obstacle) return stop(obstacle);
  const draft = await compose(options, ask);
  if (draft.kind !== "draft") return stop(draft);
  return claim(options, ask, draft);
}

function stop(result: ShareResult): ShareOutcome {
  return { result, card: null };
}

/** The person has to be there now, as one of the tenant's own people. */
async function findObstacle(
  { audiences }: SharesOptions,
  { tenantId, place, person }: ShareAsk,
): Promise<ShareResult | undefined> {
  const audience: AudiencePlace =
    place.kind === "channel"
      ? { kind: "team", tenantId, teamId: place.teamId }
      : { kind: "chat", tenantId, conversationId: place.conversationId };
  const found = await audiences.find(audience, person.id);
  if (found.kind === "unreachable") return { kind: "unreached" };
  if (found.kind === "not-installed") return { kind: "not-installed" };
  return !found.value || found.value.isGuest ? { kind: "outsider" } : undefined;
}

/** Time after which nobody is at a share any more that was begun, in milliseconds. */
const SENDING_MS = 2 * 60_000;

/** What is to be done about a share as it stands. */
type Step =
  | { readonly kind: "post" }
  | { readonly kind: "renew" }
  | { readonly kind: "stop"; readonly result: ShareResult };

function decide(now: ShareRecord | undefined, ask: ShareAsk, time: number): Step {
  if (!now) return { kind: "post" };
  const { status, people } = now;
  if (status.kind === "posted") return { kind: "renew" };
  const last = people.at(-1);
  if (status.kind === "sending" && time - status.at < SENDING_MS) {
    const by = { name: last?.name ?? null, at: status.at };
    return { kind: "stop", result: { kind: "sending", by } };
  }
  if (ask.again === status.attempt) return { kind: "post" };
  return { kind: "stop", result: { kind: "unknown", again: status.attempt } };
}

/** One insert, or one change under its tag, decides who posts: the others find that somebody is at it. */
async function claim(options: SharesOptions, ask: ShareAsk, draft: Draft): Promise<ShareOutcome> {
  const attempt = options.ids.next();
  const time = options.clock.now();
  let step: Step = { kind: "post" };
  let before: ShareRecord | undefined;
  const entry = toEntry("share.begun", ask, draft.id);
  const { tenantId } = ask;
  const claimed = await changeShare(options, { tenantId, id: draft.id, entry }, (now) => {
    before = now;
    step = decide(now, ask, time);
    return step.kind === "post" ? toRecord(ask, draft, { attempt, time }) : undefined;
  });
  if (claimed) return post(options, ask, { record: claimed, before });
  const { kind, result } = step as Step & { readonly result?: ShareResult };
  if (kind === "stop" && result) return { result, card: null };
  return renew(options, ask, draft);
}

function toEntry(verb: string, { person, subject, place, options }: ShareAsk, id: string) {
  const { names, state } = options;
  const details = { subject: formatSubject(subject), place: place.kind, names, state };
  return { verb, actor: person.id, object: `share:${id}`, details };
}

function toRecord(
  ask: ShareAsk,
  draft: Draft,
  { attempt, time }: { readonly attempt: string; readonly time: number },
): ShareRecord {
  const { id, code: subject, title, facts, labels, app, state, keptUntil } = draft;
  const { tenantId, place, language, person, options } = ask;
  return {
    id,
    tenantId,
    place,
    subject,
    title,
    language,
    people: [{ ...person, at: time }],
    options,
    app,
    facts,
    shown: facts,
    changedAt: null,
    labels,
    state,
    status: { kind: "sending", attempt, at: time },
    keptUntil,
    revision: 1,
    endedAt: null,
  };
}

interface Claimed {
  readonly record: ShareRecord;
  /** What stood there before; undefined where nothing did. */
  readonly before: ShareRecord | undefined;
}

async function post(
  options: SharesOptions,
  ask: ShareAsk,
  { record, before }: Claimed,
): Promise<ShareOutcome> {
  const outcome = await options.courier.post(toPostPlace(record), drawRecord(options, record));
  const verb = outcome.kind === "posted" || outcome.kind === "unknown" ? outcome.kind : "refused";
  const entry = toEntry(`share.${verb}`, ask, record.id);
  const { tenantId, id, status: mine } = record;
  const attempt = mine.kind === "sending" ? mine.attempt : "";
  const kept = await changeSafely(options, { tenantId, id, entry }, (now) => {
    const isMine = now?.status.kind === "sending" && now.status.attempt === attempt;
    if (!now || !isMine) return undefined;
    if (outcome.kind === "posted") {
      const { conversationId, activityId } = outcome;
      return { ...now, status: { kind: "posted", conversationId, activityId, isBehind: false } };
    }
    const at = options.clock.now();
    if (outcome.kind === "unknown") return { ...now, status: { kind: "unknown", attempt, at } };
    // What may stand there from an earlier try is not forgotten because this one was refused.
    return before?.status.kind === "unknown" ? before : null;
  });
  if (outcome.kind === "posted" && kept) return { result: { kind: "posted" }, card: outcome };
  if (outcome.kind === "posted" || outcome.kind === "unknown")
    return { result: { kind: "unknown", again: attempt }, card: null };
  return stop(outcome);
}

/** What stands in Teams and could not be written down is looked at by people, like an unknown outcome. */
async function changeSafely(...args: Parameters<typeof changeShare>) {
  try {
    return await changeShare(...args);
  } catch (error) {
    args[0].log.error("what came of a share was not kept", describeError(error));
    return undefined;
  }
}

function toPostPlace({ tenantId, place }: ShareRecord): PostPlace {
  return { ...place, tenantId };
}

/** Brings the card that stands there up to date; where it is gone, it is posted anew. */
async function renew(options: SharesOptions, ask: ShareAsk, draft: Draft): Promise<ShareOutcome> {
  const { tenantId } = ask;
  const { id } = draft;
  const entry = toEntry("share.renewed", ask, id);
  let step: Step = { kind: "post" };
  const renewed = await changeShare(options, { tenantId, id, entry }, (now) => {
    step = decide(now, ask, options.clock.now());
    return now && step.kind === "renew" ? toRenewed(options, now, { ask, draft }) : undefined;
  });
  if (renewed?.status.kind !== "posted") return meetOther(options, ask, draft, step);
  const { conversationId, activityId } = renewed.status;
  const card = { conversationId, activityId };
  const outcome = await bring(options, renewed);
  if (outcome === "unreached") return { result: { kind: "not-updated" }, card };
  if (outcome === "gone") return postAnew(options, ask, { draft, activityId });
  const [one] = renewed.people;
  const first = { name: one?.name ?? null, at: one?.at ?? 0 };
  return { result: { kind: "updated", first }, card };
}

/** Somebody else was faster with the same share between two looks at it. */
async function meetOther(
  options: SharesOptions,
  ask: ShareAsk,
  draft: Draft,
  step: Step,
): Promise<ShareOutcome> {
  if (step.kind === "stop") return stop(step.result);
  const now = (await readShare(options, ask.tenantId, draft.id))?.record;
  const by = { name: now?.people.at(-1)?.name ?? null, at: options.clock.now() };
  return stop({ kind: "sending", by });
}

interface Renewing {
  readonly ask: ShareAsk;
  readonly draft: Draft;
}

function toRenewed(
  { clock }: SharesOptions,
  now: ShareRecord,
  { ask, draft }: Renewing,
): ShareRecord {
  const { facts, labels, app, state, keptUntil } = draft;
  const at = clock.now();
  const first = now.people[0];
  const own = { ...ask.person, at };
  // Somebody who presses twice has shared once.
  const people = !first ? [own] : first.id === own.id ? now.people : [first, own];
  const changedAt = isSameFacts(facts, now.facts) ? null : (now.changedAt ?? at);
  const change = { options: ask.options, labels, app, state, keptUntil, shown: facts };
  return toBehind(now, { ...change, people, changedAt, endedAt: null });
}

/** The message was taken away: the share starts over, once, whoever presses. */
async function postAnew(
  options: SharesOptions,
  ask: ShareAsk,
  { draft, activityId }: { readonly draft: Draft; readonly activityId: string },
): Promise<ShareOutcome> {
  const attempt = options.ids.next();
  const time = options.clock.now();
  const { tenantId } = ask;
  const entry = toEntry("share.begun", ask, draft.id);
  const claimed = await changeShare(options, { tenantId, id: draft.id, entry }, (now) => {
    const isThat = now?.status.kind === "posted" && now.status.activityId === activityId;
    return !now || isThat ? toRecord(ask, draft, { attempt, time }) : undefined;
  });
  if (claimed) return post(options, ask, { record: claimed, before: undefined });
  return meetOther(options, ask, draft, { kind: "post" });
}
