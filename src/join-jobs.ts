// Joins what is done without anybody asking: letters, due rows, and the walk through all tenants.
import {
  type Agenda,
  createDaily,
  createHealth,
  createRounds,
  createVisits,
  createWalk,
  type DueHandler,
  type JobsHealth,
  type TenantJobs,
} from "./flows/agenda/index.ts";
import type { Consents, Retention, Shares } from "./flows/index.ts";
import { createOutbox, type Deliverer, type Letters, type Outbox } from "./flows/outbox/index.ts";
import { type Job, startJob } from "./jobs/index.ts";
import type { Joint } from "./joint.ts";
import type { Ledger } from "./ports/index.ts";

/** What is done without anybody asking. */
export interface Jobs {
  readonly outbox: Outbox;
  /** Does what is due in a tenant now. */
  visit(tenantId: string): Promise<void>;
  /** One round through the agenda. */
  round(): Promise<void>;
  /** Begins rounds and walks, until stop(). */
  start(): void;
  /** Resolves once nothing goes on. */
  idle(): Promise<void>;
  /** Begins nothing more, and waits for what goes on. */
  stop(): Promise<void>;
  /** How it goes, over all tenants. */
  health(): JobsHealth;
  /** How it goes in one tenant. */
  readTenant(tenantId: string): Promise<TenantJobs>;
}

/** What jobs are joined from. */
export interface JobsParts {
  readonly agenda: Agenda;
  readonly letters: Letters;
  readonly ledger: Ledger;
  readonly tenants: readonly string[];
  /** By kind of row. */
  readonly due: Readonly<Record<string, DueHandler>>;
  /** By topic of letter. */
  readonly deliverers: Readonly<Record<string, Deliverer>>;
  readonly consents: Pick<Consents, "resume">;
  readonly retention: Retention;
  readonly shares: Pick<Shares, "sweep">;
}

/** Pauses between two rounds, and between two looks whether a walk is due, in milliseconds. */
const ROUND_MS = 15_000;
const WALK_MS = 60_000;

/** Joins the jobs. What is due at once is done from now on; the rest from start(). */
export function joinJobs(joint: Joint, parts: JobsParts): Jobs {
  const { store, clock, ids, sleep, log } = joint;
  const { agenda, letters, ledger, tenants, due, deliverers, consents, retention, shares } = parts;
  const own = { store: agenda.store, ledger, clock, ids, sleep, log };
  const outbox = createOutbox({ ...own, letters, deliverers });
  const visits = createVisits({ ...own, agenda, due, outbox });
  const rounds = createRounds({ agenda, store, visits, clock, ids, sleep, log });
  const walk = createWalk({
    store,
    clock,
    ids,
    log,
    listTenants: async () => [...tenants, ...(await ledger.tenants())],
    firstWorks: { resume: consents.resume },
    works: {
      visit: visits.ask,
      letters: outbox.count,
      retention: createDaily(own, "retention", (tenantId) => retention.sweep([tenantId])),
      shares: (tenantId) => shares.sweep([tenantId]),
    },
  });
  let running: readonly Job[] = [];
  return {
    outbox,
    visit: async (tenantId) => {
      await visits.ask(tenantId);
    },
    round: rounds.run,
    start: () => {
      running = [
        startJob({ name: "rounds", everyMs: ROUND_MS, log, run: rounds.run }),
        startJob({ name: "walk", everyMs: WALK_MS, log, run: walk.run }),
      ];
    },
    idle: rounds.idle,
    stop: async () => {
      const ends = [outbox.stop(), rounds.stop(), walk.stop()];
      await Promise.all([...ends, ...running.map((job) => job.stop())]);
    },
    health: createHealth({ rounds, outbox, clock }),
    readTenant: async (tenantId) => {
      const { lastRoundAt } = rounds.state();
      return { letters: await outbox.count(tenantId), lastRoundAt };
    },
  };
}
