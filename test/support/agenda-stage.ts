import {
  type Agenda,
  createRounds,
  createVisits,
  type DueHandler,
  type Rounds,
  toDueOp,
  type VisitOptions,
  type Visits,
  withAgenda,
} from "../../src/flows/agenda/index.ts";
import type { Clock, Store } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import { type CountingStore, createCountingStore } from "./counting-store.ts";
import { createFakeIds, createFakeLog, type FakeLog } from "./fakes.ts";
import { createVirtualTime, type VirtualTime } from "./virtual-time.ts";

/** A process that writes due rows and visits who is due. */
export interface AgendaProcess {
  readonly agenda: Agenda;
  readonly rounds: Rounds;
  readonly visits: Visits;
  /** Writes a row of kind `note` for a tenant. */
  put(tenantId: string, at: number): Promise<void>;
}

/** Processes on one store, in virtual time. */
export interface AgendaStage {
  readonly store: CountingStore;
  readonly time: VirtualTime;
  readonly clock: Clock;
  readonly log: FakeLog;
  /** Tenants whose row was met, in order. */
  readonly met: readonly string[];
  /** Starts a process. Its handler of `note` rows drops the row, unless another one is given. */
  start(meet?: DueHandler, outbox?: VisitOptions["outbox"]): AgendaProcess;
  /** Lets a round take its time. */
  round(process: AgendaProcess): Promise<void>;
  keysOf(pk: string, prefix: string): Promise<readonly string[]>;
  /** Moves the clock without anybody waking up. */
  shift(milliseconds: number): void;
}

const EMPTY = { run: async () => 0, nextAt: () => undefined };

const START = Date.UTC(2026, 10, 2, 9);

export async function createAgendaStage(engine?: Store): Promise<AgendaStage> {
  const store = createCountingStore(engine ?? (await openStore({ file: ":memory:" })));
  const time = createVirtualTime();
  let shifted = 0;
  const clock = { now: () => START + time.ticks() + shifted };
  const log = createFakeLog();
  const ids = createFakeIds();
  const met: string[] = [];
  const drop: DueHandler = async (tenantId, { rk }) => {
    met.push(tenantId);
    await store.commit(tenantId, [{ op: "delete", rk }]);
  };
  return {
    store,
    time,
    clock,
    log,
    met,
    start: (meet = drop, outbox = EMPTY) => {
      const own = { store, clock, log, ids, sleep: time.sleep };
      const agenda = withAgenda(store, { clock, log });
      const visits = createVisits({ ...own, agenda, due: { note: meet }, outbox });
      const rounds = createRounds({ ...own, agenda, visits });
      const put = (tenantId: string, at: number) =>
        agenda.store.commit(tenantId, [toDueOp("note", `of-${tenantId}`, at)]);
      return { agenda, rounds, visits, put };
    },
    round: ({ rounds }) => time.until(rounds.run()),
    keysOf: async (pk, prefix) =>
      (await store.list(pk, { from: prefix, to: `${prefix}~` })).map(({ rk }) => rk),
    shift: (milliseconds) => {
      shifted += milliseconds;
    },
  };
}
