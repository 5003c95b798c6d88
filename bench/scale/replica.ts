import { findCloud } from "../../src/core/cloud/index.ts";
import { drawRequest, type World } from "../../src/core/view/index.ts";
import {
  createDaily,
  createRounds,
  createVisits,
  createWalk,
  type Rounds,
  type Walk,
  withAgenda,
} from "../../src/flows/agenda/index.ts";
import { type ApprovalsFlow, createApprovals } from "../../src/flows/approvals/index.ts";
import {
  createRetention,
  createSettingsKeeper,
  type SettingsKeeper,
} from "../../src/flows/index.ts";
import { createLetters, createOutbox } from "../../src/flows/outbox/index.ts";
import { createWatches, type Watches } from "../../src/flows/watches/index.ts";
import { createDirectory, toKnownResources } from "../../src/graph/index.ts";
import type { Clock, Courier, Directory, Ids, Log, Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger } from "../../src/store/index.ts";

/** What the replicas of a simulation share. */
export interface ReplicaOptions {
  readonly world: World;
  readonly store: Store;
  readonly fetch: (address: string) => Promise<Response>;
  readonly courier: Courier;
  readonly clock: Clock;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** One process of the product, without what people see of it. */
export interface Replica {
  readonly directory: Directory;
  readonly approvals: ApprovalsFlow;
  readonly watches: Watches;
  readonly settings: SettingsKeeper;
  readonly rounds: Rounds;
  readonly walk: Walk;
}

const KEY = "a key for the bench, of no use elsewhere";

/** Joins the real flows as join.ts does. */
export function joinReplica(options: ReplicaOptions): Replica {
  const { world, clock, sleep, courier } = options;
  const ids: Ids = { next: () => crypto.randomUUID() };
  const agenda = withAgenda(options.store, { clock, log });
  const { store } = agenda;
  const ledger = createLedger({ store, key: createAuditKey([KEY]), clock, ids });
  const settings = createSettingsKeeper({ store, ledger });
  const directory = createDirectory({
    egress: { fetch: options.fetch },
    cloud: findCloud("public"),
    resources: toKnownResources(world.catalogue.facts),
    token: async () => ({ kind: "token", token: "none", scope: "application" }),
    clock,
    ids,
    sleep,
  });
  const letters = createLetters({ clock, ids });
  const tools = { world, store, ledger, settings, directory, courier, letters, clock, ids, log };
  const roleHolders = { list: async () => ({ kind: "unreachable" as const }) };
  const approvals = createApprovals({
    ...tools,
    catalogue: world.catalogue,
    draw: (language, request, role) => drawRequest(world, language, request, { role }),
    roleHolders,
  });
  const watches = createWatches({ ...tools, teamsAppId: null });
  const deliverers = { approval: approvals.deliver, watch: watches.deliver };
  const outbox = createOutbox({ store, ledger, clock, ids, sleep, log, letters, deliverers });
  const due = { approval: approvals.meetDue, watch: watches.meetDue };
  const visits = createVisits({ agenda, store, clock, log, due, outbox });
  const retention = createRetention({ store, ledger, settings, clock, log });
  return {
    directory,
    approvals,
    watches,
    settings,
    rounds: createRounds({ agenda, store: options.store, visits, clock, ids, sleep, log }),
    walk: createWalk({
      store: options.store,
      clock,
      ids,
      log,
      listTenants: ledger.tenants,
      works: {
        visit: visits.ask,
        letters: outbox.count,
        retention: createDaily({ store, clock }, "retention", (id) => retention.sweep([id])),
      },
    }),
  };
}

/** What breaks here is a fault of the simulation. */
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: fail,
  error: fail,
};

function fail(message: string, fields = {}): void {
  throw new Error(`${message} ${JSON.stringify(fields)}`);
}
