import {
  casesOfSelection,
  parseSelection,
  requirePermissions,
} from "../../src/core/advisor/index.ts";
import type { Catalogue } from "../../src/core/catalogue/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import {
  compareGrants,
  type Grant,
  type TenantReading,
  toTenantPermission,
} from "../../src/core/grant/index.ts";
import { createVisits, withAgenda } from "../../src/flows/agenda/index.ts";
import { createSettingsKeeper, type SettingsKeeper } from "../../src/flows/index.ts";
import { createLetters, createOutbox } from "../../src/flows/outbox/index.ts";
import { createWatches, type WatchDraft, type Watches } from "../../src/flows/watches/index.ts";
import type { WatchRecord } from "../../src/flows/watches/record.ts";
import { createTexts } from "../../src/i18n/index.ts";
import type { Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore, verifyLedger } from "../../src/store/index.ts";
import { tenantId } from "./activities.ts";
import { catalogue } from "./catalogue.ts";
import { clientId, requester, scenario2 } from "./consent-stage.ts";
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

/** A process that watches: its own flow, outbox and visits on the store that all share. */
export interface WatchProcess {
  readonly watches: Watches;
  /** Does what is due by now: looks, then letters. */
  visit(): Promise<void>;
}

/** The flow on a real store, agenda and outbox, with a directory and a courier that are told what to do. */
export interface WatchStage extends WatchProcess {
  readonly directory: FakeDirectory;
  readonly courier: FakeCourier;
  readonly clock: FakeClock;
  readonly store: Store;
  readonly settings: SettingsKeeper;
  readonly log: FakeLog;
  draft(overrides?: Partial<WatchDraft>): WatchDraft;
  /** Lets so many hours go by and does what is due then. */
  pass(hours: number): Promise<void>;
  record(): Promise<WatchRecord | undefined>;
  /** Titles of what was posted and edited, lines in brackets, oldest first; taken once. */
  said(): readonly string[];
  audited(): Promise<readonly string[]>;
  auditVerdict(): Promise<string>;
  /** Another process on the same store. */
  start(own?: ProcessOptions): WatchProcess;
}

/** What may be a process's own. */
export interface ProcessOptions {
  readonly catalogue?: Catalogue;
  /** Stands around the store. */
  readonly wrap?: (store: Store) => Store;
  readonly courier?: FakeCourier;
}

/** What a watched app needs and has, all of it requested. */
export function readingOfNeeds(
  change: (grants: readonly Grant[]) => readonly Grant[] = (grants) => grants,
  overrides: Partial<TenantReading> = {},
): TenantReading {
  const cases = casesOfSelection(catalogue, parseSelection(catalogue, scenario2) ?? []);
  const needs = requirePermissions(catalogue, cases).map(
    (need): Grant => ({
      ...toTenantPermission(need),
      reach: need.type === "application" ? "app" : "tenant",
    }),
  );
  const grants = change([...new Map(needs.map((one) => [JSON.stringify(one), one])).values()]);
  return {
    app: {
      clientId,
      objectId: "0b1ec700-5a9d-4b0c-8000-000000000001",
      name: "Contoso mail tool",
      publisher: "Contoso",
      verifiedPublisher: null,
      homeTenantId: tenantId,
      isEnabled: true,
    },
    grants,
    requested: grants.map(({ reach: _, personId: __, ...permission }) => permission),
    gaps: [],
    readAt: Date.UTC(2026, 10, 2, 9),
    requests: 4,
    ...overrides,
  };
}

export async function createWatchStage(): Promise<WatchStage> {
  const clock = createFakeClock();
  const bare = await openStore({ file: ":memory:" });
  const key = createAuditKey(["k".repeat(32)]);
  const ids = createFakeIds();
  const log = createFakeLog();
  const directory = createFakeDirectory();
  const courier = createFakeCourier();
  const settings = createSettingsKeeper({
    store: bare,
    ledger: createLedger({ store: bare, key, clock, ids }),
  });
  const start = (process: ProcessOptions = {}): WatchProcess => {
    const store = process.wrap?.(bare) ?? bare;
    const agenda = withAgenda(store, { clock, log });
    const ledger = createLedger({ store: agenda.store, key, clock, ids });
    const letters = createLetters({ clock, ids });
    const world = {
      catalogue: process.catalogue ?? catalogue,
      cloud: findCloud("public"),
      texts: createTexts,
      publicUrl: "https://bot.example",
      botId: "00000000-0000-4000-8000-00000000b071",
    };
    const own = { store: agenda.store, ledger, clock, ids, log };
    const watches = createWatches({
      ...own,
      world,
      letters,
      directory: { readApp: (...asked) => readNow(directory, clock, asked) },
      courier: process.courier ?? courier,
      settings,
      teamsAppId: null,
    });
    const outbox = createOutbox({
      ...own,
      letters,
      sleep: () => new Promise(() => {}),
      deliverers: { watch: watches.deliver },
    });
    const visits = createVisits({ ...own, agenda, due: { watch: watches.meetDue }, outbox });
    return {
      watches,
      visit: async () => {
        await visits.ask(tenantId);
        await visits.idle();
      },
    };
  };
  const first = start();
  let heard = 0;
  return {
    ...first,
    directory,
    courier,
    clock,
    store: bare,
    settings,
    log,
    start,
    draft: (overrides) => toDraft(overrides),
    pass: async (hours) => {
      clock.advance(hours * 60 * 60_000);
      await first.visit();
    },
    record: async () => (await bare.get(tenantId, `watch|${clientId}`))?.value as WatchRecord,
    said: () => {
      const fresh = courier.shown.slice(heard);
      heard = courier.shown.length;
      return fresh.map((one) => toSaid(one));
    },
    audited: async () =>
      (await bare.list(tenantId, { from: "audit|", to: "audit|~" })).map(
        ({ value }) => (value as { verb: string }).verb,
      ),
    auditVerdict: async () => (await verifyLedger(bare, key, tenantId)).kind,
  };
}

/** A reading is of the moment in which it is made. */
async function readNow(
  directory: FakeDirectory,
  clock: FakeClock,
  [tenant, client]: readonly [string, string],
) {
  const answer = await directory.readApp(tenant, client);
  if (answer.kind !== "read") return answer;
  return { ...answer, value: { ...answer.value, readAt: clock.now() } };
}

function toSaid(shown: FakeCourier["shown"][number]): string {
  const line = "form" in shown && shown.form === "line";
  const text = shown.view.summary.replace(/^Contoso mail tool: /, "");
  return line ? `(${text})` : `${shown.kind} ${text}`;
}

function toDraft(overrides: Partial<WatchDraft> = {}): WatchDraft {
  const cases = casesOfSelection(catalogue, parseSelection(catalogue, scenario2) ?? []);
  const requirements = requirePermissions(catalogue, cases);
  return {
    tenantId,
    by: { id: requester, name: "Priya Raman" },
    language: "en",
    clientId,
    appName: "Contoso mail tool",
    selection: scenario2,
    place: { kind: "channel", teamId: "team-1", channelId: "19:it@thread.tacv2" },
    isPersonal: false,
    report: compareGrants(catalogue, requirements, readingOfNeeds()),
    ...overrides,
  };
}
