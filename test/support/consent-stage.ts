import {
  casesOfSelection,
  parseSelection,
  requirePermissions,
} from "../../src/core/advisor/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import { type ConsentPart, planConsent } from "../../src/core/consent/index.ts";
import { type Grant, type TenantReading, toTenantPermission } from "../../src/core/grant/index.ts";
import type { World } from "../../src/core/view/index.ts";
import { createVisits, withAgenda } from "../../src/flows/agenda/index.ts";
import {
  type Consents,
  createConsents,
  createResults,
  createRetention,
  createSettingsKeeper,
  type OpenedConsent,
  type Results,
  type Retention,
  type SettingsKeeper,
} from "../../src/flows/index.ts";
import { createTexts } from "../../src/i18n/index.ts";
import { createSeal } from "../../src/identity/index.ts";
import type { Ledger, Seal, Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore, verifyLedger } from "../../src/store/index.ts";
import { tenantId } from "./activities.ts";
import { catalogue } from "./catalogue.ts";
import {
  createFakeClock,
  createFakeIds,
  createFakeLog,
  type FakeClock,
  type FakeLog,
} from "./fakes.ts";
import {
  createFakeCourier,
  createFakeDirectory,
  type FakeCourier,
  type FakeDirectory,
} from "./flows.ts";

export const clientId = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";
export const requester = "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101";
/** IMAP and Mail Send with another sender: delegated on Outlook, application on Graph: two links. */
export const scenario2 = "1~autostore.sender_other.source_imap";
/** nBold's home scope: delegated on Graph alone, one link. */
export const homeScope = "1~nbold.scope_home";

interface Opening {
  readonly reading?: TenantReading | null;
  readonly isPersonal?: boolean;
}

/** The flow on a real store, with a directory and a courier that are told what to do. */
export interface ConsentStage {
  readonly consents: Consents;
  readonly directory: FakeDirectory;
  readonly courier: FakeCourier;
  readonly clock: FakeClock;
  readonly seal: Seal;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly settings: SettingsKeeper;
  readonly results: Results;
  readonly retention: Retention;
  /** What settings, results and retention log. */
  readonly log: FakeLog;
  /** Milliseconds that the flow wanted to wait. */
  readonly waits: readonly number[];
  /** Opens a request with the links of a selection. */
  open(selection?: string, overrides?: Opening): Promise<OpenedConsent>;
  /** Comes back from a consent page and waits until all is told. */
  comeBack(query: Readonly<Record<string, string>>): Promise<void>;
  /** Titles of the cards that stand where the request was made, oldest first. */
  readonly cards: readonly string[];
  auditVerdict(): Promise<string>;
  /** A second process on the same store. */
  restart(): Consents;
  /** Visits the tenant as the agenda does: what is due is met. @param consents @default the stage's own */
  visit(consents?: Consents): Promise<void>;
}

export interface StageOptions {
  readonly store?: Store;
  /** Runs while the flow waits. */
  readonly onWait?: (stage: ConsentStage) => void;
}

export async function createConsentStage(options: StageOptions = {}): Promise<ConsentStage> {
  const clock = createFakeClock();
  const store = options.store ?? (await openStore({ file: ":memory:" }));
  const key = createAuditKey(["k".repeat(32)]);
  const ids = createFakeIds();
  const ledger = createLedger({ store, key, clock, ids });
  const directory = createFakeDirectory();
  const courier = createFakeCourier();
  const seal = createSeal(["s".repeat(32)]);
  const waits: number[] = [];
  const cloud = findCloud("public");
  const world: World = {
    catalogue,
    cloud,
    texts: createTexts,
    publicUrl: "https://bot.example",
    botId: "00000000-0000-4000-8000-00000000b071",
  };
  const sleep = async (milliseconds: number) => {
    waits.push(milliseconds);
    clock.advance(milliseconds);
    options.onWait?.(stage);
  };
  const tools = { world, store, ledger, directory, courier, seal, clock, ids, sleep };
  const restart = () => createConsents({ ...tools, log: createFakeLog() });
  const consents = restart();
  const log = createFakeLog();
  const settings = createSettingsKeeper({ store, ledger });
  const stage: ConsentStage = {
    consents,
    directory,
    courier,
    clock,
    seal,
    store,
    ledger,
    settings,
    results: createResults({ store, clock, log }),
    retention: createRetention({ store, ledger, settings, clock, log }),
    log,
    waits,
    restart,
    visit: async (meeting = consents) => {
      const due = { consent: meeting.meet };
      const outbox = { run: async () => 0, nextAt: () => undefined };
      const agenda = withAgenda(store, { clock, log });
      await createVisits({ agenda, store, clock, log, due, outbox }).ask(tenantId);
    },
    open: (selection = homeScope, { reading = null, isPersonal = false } = {}) =>
      consents.open({
        tenantId,
        personId: requester,
        personName: "Priya Raman",
        card: { conversationId: "19:channel", activityId: "card-1", isPersonal },
        language: "en",
        clientId,
        appName: "Contoso Teams tool",
        selection,
        parts: partsOf(selection),
        reading,
      }),
    comeBack: async (query) => {
      await consents.receive(new URLSearchParams(query));
      await consents.idle();
    },
    get cards() {
      return courier.brought.flatMap((one) => (one.kind === "updated" ? [one.view.summary] : []));
    },
    auditVerdict: async () => (await verifyLedger(store, key, tenantId)).kind,
  };
  return stage;
}

export function partsOf(code: string): ConsentPart[] {
  const cases = casesOfSelection(catalogue, parseSelection(catalogue, code) ?? []);
  const needs = requirePermissions(catalogue, cases).filter(({ phase }) => phase === "configured");
  return planConsent(needs, findCloud("public"));
}

/** A reading in which everything is granted that these links ask for. */
export function readingOf(
  parts: readonly ConsentPart[],
  overrides: Partial<TenantReading> = {},
): TenantReading {
  const grants = parts.flatMap(({ requirements }) =>
    requirements.map(
      (need): Grant => ({
        ...toTenantPermission(need),
        reach: need.type === "application" ? "app" : "tenant",
      }),
    ),
  );
  return {
    app: {
      clientId,
      objectId: "0b1ec700-5a9d-4b0c-8000-000000000001",
      name: "Contoso Teams tool",
      publisher: "Contoso",
      verifiedPublisher: null,
      homeTenantId: tenantId,
      isEnabled: true,
    },
    grants,
    requested: [],
    gaps: [],
    readAt: Date.UTC(2026, 10, 2, 9),
    requests: 4,
    ...overrides,
  };
}
