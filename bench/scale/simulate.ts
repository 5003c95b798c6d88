import {
  casesOfSelection,
  parseSelection,
  type Requirement,
  requirePermissions,
} from "../../src/core/advisor/index.ts";
import { compareGrants } from "../../src/core/grant/index.ts";
import { DEFAULT_SETTINGS } from "../../src/core/settings/index.ts";
import { openStore } from "../../src/store/index.ts";
import { createVirtualTime } from "../../test/support/virtual-time.ts";
import { buildWorld } from "../world.ts";
import { createCountingStore, type StoreCounts } from "./counting-store.ts";
import { createFakeGraph, type FakeGraph, type GraphCounts } from "./fake-graph.ts";
import { createFakeTeams, type TeamsCounts } from "./fake-teams.ts";
import { toGuid } from "./guid.ts";
import { joinReplica, type Replica } from "./replica.ts";

/** What is simulated. */
export interface Simulation {
  readonly replicas: number;
  readonly tenants: number;
  /** Two at least: grants change on all of them but the last. */
  readonly days: number;
  /** Watched apps of a tenant. */
  readonly apps: number;
  /** Of so many looks, one finds that a permission has gone, or is back. 0 for none. */
  readonly looksPerChange: number;
  /** Requests for approval of a tenant a day. */
  readonly requests: number;
  /** Pause between two rounds, in milliseconds. @default as join-jobs.ts has it */
  readonly roundMs?: number;
}

/** What it took. */
export interface Simulated {
  readonly store: StoreCounts;
  readonly graph: GraphCounts;
  readonly teams: TeamsCounts;
  /** Grants that were changed under a watch, and requests that were asked. */
  readonly changes: number;
  readonly asked: number;
  /** Processor time of all replicas together, in ms. */
  readonly cpuMs: number;
}

/** IMAP capture, and Mail Send as somebody else: both kinds of permission. */
const SELECTION = "1~autostore.sender_other.source_imap";
const START = Date.UTC(2026, 10, 2);
const DAY_MS = 24 * 60 * 60_000;
/** As join-jobs.ts has them. */
const ROUND_MS = 15_000;
const WALK_MS = 60_000;
/** People who decide in each tenant. */
const APPROVERS = [1, 2, 3];
/** The first day is for the watches to settle into their times. */
const SETTLING_DAYS = 1;

/** Lets the real flows live through days of virtual time, and counts what that takes. */
export async function simulate(simulation: Simulation): Promise<Simulated> {
  const stage = await openStage(simulation);
  await settle(stage, simulation);
  await pass(stage, SETTLING_DAYS * DAY_MS, { ...simulation, live: async () => undefined });
  for (const part of [stage.store, stage.graph, stage.teams]) part.take();
  const cpu = process.cpuUsage();
  const life = createLife(stage, simulation);
  await pass(stage, simulation.days * DAY_MS, { ...simulation, live: life.goOn });
  const { user, system } = process.cpuUsage(cpu);
  await stage.store.close();
  return {
    store: stage.store.take(),
    graph: stage.graph.take(),
    teams: stage.teams.take(),
    changes: life.changes(),
    asked: life.asked(),
    cpuMs: (user + system) / 1000,
  };
}

type Stage = Awaited<ReturnType<typeof openStage>>;

async function openStage({ replicas }: Simulation) {
  const world = buildWorld("https://consentry.example");
  const cases = casesOfSelection(world.catalogue, parseSelection(world.catalogue, SELECTION) ?? []);
  const needs: readonly Requirement[] = requirePermissions(world.catalogue, cases);
  const time = createVirtualTime();
  const clock = { now: () => START + time.ticks() };
  const store = createCountingStore(await openStore({ file: ":memory:" }), clock);
  const graph: FakeGraph = createFakeGraph(world.catalogue, needs.filter(isConfigured));
  const teams = createFakeTeams(clock);
  const { fetch } = graph;
  const parts = { world, store, fetch, courier: teams.courier, clock, sleep: time.sleep };
  const all = Array.from({ length: replicas }, (): Replica => joinReplica(parts));
  const [first] = all;
  if (!first) throw new RangeError("There has to be a replica.");
  return { world, needs, time, clock, store, graph, teams, replicas: all, first };
}

function isConfigured({ phase }: Requirement): boolean {
  return phase === "configured";
}

function replicaOf({ replicas, first }: Stage, tenant: number): Replica {
  return replicas[tenant % replicas.length] ?? first;
}

/** Tenants as they are before anything is counted. */
async function settle(stage: Stage, { tenants, apps }: Simulation): Promise<void> {
  for (let tenant = 0; tenant < tenants; tenant += 1) {
    const tenantId = toGuid("tenant", tenant);
    const { labels: _, ...form } = DEFAULT_SETTINGS;
    const approvers = APPROVERS.map((part) => ({
      id: toGuid("person", tenant, part),
      name: `Approver ${part}`,
    }));
    const approval = { ...form.approval, roles: [] };
    await stage.first.settings.change(tenantId, approvers[0]?.id ?? "", "", {
      ...form,
      approvers,
      approval,
    });
    for (let app = 0; app < apps; app += 1) await startWatch(stage, { tenant, app });
  }
}

interface Watched {
  readonly tenant: number;
  readonly app: number;
}

async function startWatch(stage: Stage, { tenant, app }: Watched): Promise<void> {
  const { directory, watches } = replicaOf(stage, tenant);
  const [tenantId, clientId] = [toGuid("tenant", tenant), toGuid("app", tenant, app)];
  const answer = await directory.readApp(tenantId, clientId);
  if (answer.kind !== "read") throw new Error(`An app could not be read: ${answer.kind}.`);
  await watches.start({
    tenantId,
    clientId,
    by: { id: toGuid("person", tenant), name: "Somebody" },
    language: "en",
    appName: null,
    selection: SELECTION,
    place: {
      kind: "channel",
      teamId: toGuid("object", tenant),
      channelId: `19:${tenant}@thread.tacv2`,
    },
    isPersonal: false,
    report: compareGrants(stage.world.catalogue, stage.needs, answer.value),
  });
}

interface Passing extends Pick<Simulation, "roundMs"> {
  /** What happens before each round. */
  live(): Promise<void>;
}

/** Lets time pass as timers of all replicas would see it. */
async function pass(
  stage: Stage,
  milliseconds: number,
  { live, roundMs = ROUND_MS }: Passing,
): Promise<void> {
  const { time, replicas } = stage;
  for (let round = 0; round * roundMs < milliseconds; round += 1) {
    await live();
    await time.pass(roundMs);
    const isWalking = (round * roundMs) % WALK_MS < roundMs;
    await Promise.all(replicas.map(({ rounds }) => rounds.run()));
    if (isWalking) await Promise.all(replicas.map(({ walk }) => walk.run()));
    await Promise.all(replicas.map(({ rounds }) => rounds.idle()));
  }
}

/** What happens in tenants, evenly over time: grants that change, and requests that are asked and decided. */
function createLife(stage: Stage, simulation: Simulation) {
  const { tenants, apps, days, looksPerChange, requests } = simulation;
  const total = {
    changes: looksPerChange > 0 ? Math.round((tenants * apps * days) / looksPerChange) : 0,
    asked: Math.round(tenants * requests * days),
  };
  const done = { changes: 0, asked: 0 };
  const waiting: Decision[] = [];
  // What changes on the last day may not be looked at any more.
  const [began, length] = [stage.clock.now(), (days - 1) * DAY_MS];
  const goOn = async () => {
    const now = stage.clock.now();
    const share = Math.min((now - began) / length, 1);
    for (; done.changes < total.changes * share; done.changes += 1)
      stage.graph.turn(toGuid("app", done.changes % tenants, Math.floor(done.changes / tenants)));
    for (; done.asked < total.asked * share; done.asked += 1)
      waiting.push(await ask(stage, done.asked % tenants, done.asked));
    while (waiting[0] && waiting[0].at <= now) await decide(stage, waiting.shift());
  };
  return { goOn, changes: () => done.changes, asked: () => done.asked };
}

interface Decision {
  readonly tenant: number;
  readonly id: string;
  readonly at: number;
}

/** Somebody asks in their own chat, for an app that nobody watches. */
async function ask(stage: Stage, tenant: number, number: number): Promise<Decision> {
  const { approvals } = replicaOf(stage, tenant);
  const tenantId = toGuid("tenant", tenant);
  const clientId = toGuid("app", tenant, 90_000 + (number % 9_999));
  const asked = await approvals.ask({
    tenantId,
    requester: { id: toGuid("person", tenant, 9), name: "Requester" },
    language: "en",
    selection: SELECTION,
    app: { clientId, name: null, publisher: null, verifiedPublisher: null },
    comment: "",
    wantedUntil: null,
    card: {
      tenantId,
      conversationId: `a:${toGuid("person", tenant, 9)}`,
      activityId: `asked-${number}`,
      isPersonal: true,
    },
  });
  return { tenant, id: asked.request.id, at: stage.clock.now() + 60 * 60_000 };
}

/** An hour later an approver approves and consents; the directory shows it. */
async function decide(stage: Stage, decision: Decision | undefined): Promise<void> {
  if (!decision) return;
  const { tenant, id } = decision;
  const { approvals } = replicaOf(stage, tenant);
  const tenantId = toGuid("tenant", tenant);
  const who = { tenantId, personId: toGuid("person", tenant, 1), name: "Approver 1" };
  await approvals.decide({ ...who, mayDecide: true }, id, { kind: "approve", comment: "" });
  await approvals.look(tenantId, id);
}
