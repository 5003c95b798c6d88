import type { ConsentPart } from "../../core/consent/index.ts";
import { type TenantReading, toTenantPermission } from "../../core/grant/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { View } from "../../core/view/index.ts";
import type { CardPlace, Log } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import type { DueHandler } from "../agenda/index.ts";
import { announce, drawOutcome, isShared, tellReplay } from "./announce.ts";
import { forgetRequests } from "./forget.ts";
import { closeLate, type Meeting, meetRow, resumeRequests } from "./meet.ts";
import type { ConsentsOptions } from "./options.ts";
import { type Pause, proveLink, proveNow } from "./prove.ts";
import { type ConsentRecord, namesOf } from "./record.ts";
import { type Redeemed, redeem } from "./redeem.ts";
import { insertRequest, releaseCard } from "./requests.ts";
import { sealState } from "./state.ts";

/** A preview card that is about to get links. */
export interface ConsentDraft {
  readonly tenantId: string;
  readonly personId: string;
  /** As Teams shows the person to others; null where it does not say. */
  readonly personName: string | null;
  /** Where the card stands that the outcome will replace. */
  readonly card: ConsentRecord["card"];
  readonly language: Language;
  readonly clientId: string;
  readonly appName: string | null;
  /** Code of the selection. */
  readonly selection: string;
  readonly parts: readonly ConsentPart[];
  /** What the tenant showed when the preview was drawn. */
  readonly reading: TenantReading | null;
  /** The request for approval that it follows from; none where nobody had to approve. */
  readonly approvalId?: string | undefined;
}

/** A request that is committed: now links may be drawn. */
export interface OpenedConsent {
  readonly id: string;
  /** The sealed state of a link, by its index in `parts`. */
  state(link: number): string;
}

/** What came of looking again. */
export interface Rechecked {
  readonly view: View;
  /** Whether everybody who has the card may see it. */
  readonly isShared: boolean;
}

/** The life of consent requests: opened, redeemed once, proved by the directory, told. */
export interface Consents {
  /** @throws AppError ERR_STORE_FAILED, and then there is no link */
  open(draft: ConsentDraft): Promise<OpenedConsent>;
  /** A card shows something else from now on: what becomes of its request is not put there any more. */
  release(place: CardPlace): Promise<void>;
  /**
   * Takes what a browser brought to the callback address. Resolves once the link is redeemed or refused;
   * the directory is read afterwards, in the background.
   */
  receive(query: URLSearchParams): Promise<void>;
  /**
   * Reads the directory again for a request of that tenant.
   * @returns undefined for a request that is unknown there
   */
  recheck(tenantId: string, requestId: string): Promise<Rechecked | undefined>;
  /** Deletes the requests that a person has made in a tenant. @returns how many */
  forget(tenantId: string, personId: string): Promise<number>;
  /** Meets a row `due|…|consent|…`: settles what is past its time, takes up what could not be written down. */
  readonly meet: DueHandler;
  /** Takes up at once what an ended process left between redeemed and proved. */
  resume(tenantId: string): Promise<void>;
  /** Resolves once nothing runs in the background. */
  idle(): Promise<void>;
  /** Ends waiting; what is unproved is taken up by the next process. */
  stop(): Promise<void>;
}

/** Lifetime of a consent link, in milliseconds. */
const LINK_MS = 60 * 60_000;

/** Makes the flow. It starts nothing by itself. */
export function createConsents(options: ConsentsOptions): Consents {
  const stopping = new AbortController();
  const { signal } = stopping;
  const tasks = createTasks(options.log, signal);
  const pause: Pause = { signal, wait: (milliseconds) => options.sleep(milliseconds, signal) };
  const prove = (record: ConsentRecord, link: number) =>
    tasks.start(`${record.id} ${link}`, () => proveLink(options, pause, { record, link }));
  const meeting: Meeting = { prove };
  return {
    open: (draft) => open(options, draft),
    release: (place) => releaseCard(options, place),
    receive: async (query) => {
      const redeemed = await redeem(options, query);
      if (redeemed.kind === "redeemed") prove(redeemed.record, redeemed.link);
      if (redeemed.kind === "replayed" || redeemed.kind === "late")
        tasks.start(`${redeemed.record.id} again`, () => meetAgain(options, redeemed));
    },
    recheck: (tenantId, requestId) => recheck(options, tenantId, requestId),
    forget: (tenantId, personId) => forgetRequests(options, tenantId, personId),
    meet: (tenantId, row) => meetRow(options, meeting, { tenantId, row }),
    resume: (tenantId) => resumeRequests(options, meeting, tenantId),
    idle: tasks.idle,
    stop: async () => {
      stopping.abort();
      await tasks.idle();
    },
  };
}

/**
 * Work in the background: one task a name at a time, none once the product stops; a fault is logged, and
 * its row takes it up.
 */
function createTasks(log: Log, signal: AbortSignal) {
  const running = new Map<string, Promise<void>>();
  return {
    start: (name: string, work: () => Promise<unknown>) => {
      if (signal.aborted || running.has(name)) return;
      const task = work()
        .catch((error: unknown) => log.error("a consent was not proved", describeError(error)))
        .then(() => void running.delete(name));
      running.set(name, task);
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

/**
 * Somebody comes back on a link that was used, or whose time is over: what they did on the page counts if
 * the directory shows it; else they hear what became of the link.
 */
async function meetAgain(
  options: ConsentsOptions,
  { kind, record }: Extract<Redeemed, { kind: "replayed" | "late" }>,
): Promise<void> {
  if (kind === "late") {
    const closed = await closeLate(options, record);
    if (closed && closed.record.untold !== null)
      await announce(options, closed.record, closed.reading);
    if (closed) return;
  }
  const before = record.outcome?.kind;
  // A proof that is running says by itself what it finds.
  const isChecking = record.links.some(({ status }) => status === "checking");
  const now = isChecking ? record : await proveNow(options, record.tenantId, record.id);
  if (now && now.outcome?.kind === before) await tellReplay(options, now);
}

async function open(options: ConsentsOptions, draft: ConsentDraft): Promise<OpenedConsent> {
  const record = toRecord(options, draft);
  const entry = {
    verb: "consent.opened",
    actor: draft.personId,
    object: `consent:${record.id}`,
    details: { clientId: draft.clientId, selection: draft.selection, links: draft.parts.length },
  };
  await insertRequest(options, record, entry);
  return { id: record.id, state: (link) => sealState(options.seal, record, link) };
}

function toRecord({ clock, ids }: ConsentsOptions, draft: ConsentDraft): ConsentRecord {
  const { tenantId, personId, card, language, clientId, appName, selection, parts } = draft;
  const { approvalId } = draft;
  const openedAt = clock.now();
  const expiresAt = openedAt + LINK_MS;
  return {
    id: ids.next(),
    tenantId,
    clientId,
    appName,
    selection,
    language,
    requesterId: personId,
    requesterName: draft.personName,
    card,
    openedAt,
    expiresAt,
    dueAt: expiresAt,
    links: parts.map(({ endpoint, requirements }) => ({
      endpoint,
      asked: requirements.map((one) => ({
        key: one.permission.key,
        permission: toTenantPermission(one),
      })),
      claim: null,
      status: "open",
    })),
    before: namesOf(draft.reading, personId),
    outcome: null,
    provedAt: null,
    untold: null,
    isReplayTold: false,
    ...(approvalId !== undefined && { approvalId }),
  };
}

async function recheck(
  options: ConsentsOptions,
  tenantId: string,
  requestId: string,
): Promise<Rechecked | undefined> {
  const record = await proveNow(options, tenantId, requestId);
  if (!record) return undefined;
  return { view: drawOutcome(options, record), isShared: isShared(record) };
}
