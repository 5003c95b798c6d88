import type { ConsentOutcome, ConsentPart } from "../../core/consent/index.ts";
import type { TenantReading } from "../../core/grant/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { View } from "../../core/view/index.ts";
import { drawOutcome, tellReplay } from "./announce.ts";
import { forgetRequests } from "./forget.ts";
import type { ConsentsOptions } from "./options.ts";
import { type Pause, proveLink, proveNow } from "./prove.ts";
import { type ConsentRecord, consentKey, dueKey, namesOf } from "./record.ts";
import { redeem } from "./redeem.ts";
import { sealState } from "./state.ts";
import { expire, resumeRecords, sweepDue } from "./sweep.ts";

/** A preview card that is about to get links. */
export interface ConsentDraft {
  readonly tenantId: string;
  readonly personId: string;
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
  readonly outcome: ConsentOutcome | null;
}

/** The life of consent requests: opened, redeemed once, proved by the directory, told. */
export interface Consents {
  /** @throws AppError ERR_STORE_FAILED, and then there is no link */
  open(draft: ConsentDraft): Promise<OpenedConsent>;
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
  /** Settles what is past its time, in every tenant. @returns how many requests it settled */
  sweep(): Promise<number>;
  /** Takes up what an earlier process left between redeemed and proved. */
  resume(): Promise<void>;
  /** Resolves once nothing runs in the background. */
  idle(): Promise<void>;
  /** Ends waiting; what is unproved is taken up by the next process. */
  stop(): Promise<void>;
}

/** Lifetime of a consent link, in milliseconds. */
const LINK_MS = 60 * 60_000;

/** Makes the flow. It starts nothing by itself. */
export function createConsents(options: ConsentsOptions): Consents {
  const running = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  const pause: Pause = {
    signal: stopping.signal,
    wait: (milliseconds) => options.sleep(milliseconds, stopping.signal),
  };
  const background = (work: () => Promise<unknown>) => {
    const task: Promise<unknown> = work()
      .catch((error: Error) =>
        options.log.error("a consent was not proved", { error: error.name, detail: error.message }),
      )
      .finally(() => running.delete(task));
    running.add(task);
  };
  const prove = (record: ConsentRecord, link: number) =>
    background(() => proveLink(options, pause, { record, link }));
  return {
    open: (draft) => open(options, draft),
    receive: async (query) => {
      const redeemed = await redeem(options, query);
      if (redeemed.kind === "redeemed") prove(redeemed.record, redeemed.link);
      if (redeemed.kind === "replayed") background(() => tellReplay(options, redeemed.record));
      if (redeemed.kind === "late") background(() => expire(options, redeemed.record));
    },
    recheck: (tenantId, requestId) => recheck(options, tenantId, requestId),
    forget: (tenantId, personId) => forgetRequests(options, tenantId, personId),
    sweep: () => sweepDue(options),
    resume: () => resumeRecords(options, prove),
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function open(options: ConsentsOptions, draft: ConsentDraft): Promise<OpenedConsent> {
  const record = toRecord(options, draft);
  const entry = {
    verb: "consent.opened",
    actor: draft.personId,
    object: `consent:${record.id}`,
    details: { clientId: draft.clientId, selection: draft.selection, links: draft.parts.length },
  };
  await options.ledger.record(draft.tenantId, entry, async () => [
    { op: "insert", rk: consentKey(record.id), value: record },
    { op: "insert", rk: dueKey(record), value: { id: record.id, what: "expire" } },
  ]);
  return { id: record.id, state: (link) => sealState(options.seal, record, link) };
}

function toRecord({ clock, ids }: ConsentsOptions, draft: ConsentDraft): ConsentRecord {
  const { tenantId, personId, card, language, clientId, appName, selection, parts } = draft;
  const openedAt = clock.now();
  return {
    id: ids.next(),
    tenantId,
    clientId,
    appName,
    selection,
    language,
    requesterId: personId,
    card,
    openedAt,
    expiresAt: openedAt + LINK_MS,
    links: parts.map(({ endpoint, requirements }) => ({
      endpoint,
      asked: requirements.map(({ permission, type }) => ({ key: permission.key, type })),
      claim: null,
      status: "open",
    })),
    before: namesOf(draft.reading),
    outcome: null,
    provedAt: null,
    isReplayTold: false,
  };
}

async function recheck(
  options: ConsentsOptions,
  tenantId: string,
  requestId: string,
): Promise<Rechecked | undefined> {
  const record = await proveNow(options, tenantId, requestId);
  if (!record) return undefined;
  const view = drawOutcome(options.world, record);
  // Whoever pressed may stand before a copy that was told; the card itself is mended too.
  await options.courier.update({ tenantId, ...record.card }, view);
  return { view, outcome: record.outcome };
}
