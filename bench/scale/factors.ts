import { type Simulated, type Simulation, simulate } from "./simulate.ts";

/** What one of a thing takes a day, or each time. */
export interface Factors {
  readonly name: FactorName;
  /** How many the simulation had. */
  readonly times: number;
  /** Requests to the store, rows written or deleted, requests and resource units of Graph, messages. */
  readonly requests: number;
  readonly written: number;
  readonly graph: number;
  readonly units: number;
  readonly messages: number;
  /** Processor time on the machine of the bench, which carries over to no other. */
  readonly cpuMs: number;
}

/** Things that cost. */
export type FactorName =
  | "replica, a day"
  | "tenant, a day"
  | "look at a watched app"
  | "change that is noticed"
  | "request for approval";

type Sample = Pick<Simulation, "tenants" | "apps" | "days">;

/** Looks of which one finds a change; so many requests a tenant and day. */
const LOOKS_PER_CHANGE = 4;
const REQUESTS = 0.5;

/** Each simulation has one thing more than the one before it: the difference is what that thing takes. */
export async function measureFactors(sample: Sample) {
  const { tenants, apps, days } = sample;
  const base = { replicas: 1, days, apps: 0, looksPerChange: 0, requests: 0 };
  const none = await simulate({ ...base, tenants: 0 });
  const idle = await simulate({ ...base, tenants });
  const watched = await simulate({ ...base, tenants, apps });
  const changed = await simulate({ ...base, tenants, apps, looksPerChange: LOOKS_PER_CHANGE });
  const asked = await simulate({ ...base, tenants, requests: REQUESTS });
  const factors: readonly Factors[] = [
    differ("replica, a day", days, none),
    differ("tenant, a day", tenants * days, idle, none),
    differ("look at a watched app", tenants * apps * days, watched, idle),
    differ("change that is noticed", changed.changes, changed, watched),
    differ("request for approval", asked.asked, asked, idle),
  ];
  return { factors, peaks: listPeaks(changed, asked) };
}

function differ(name: FactorName, times: number, one: Simulated, other?: Simulated): Factors {
  const share = (of: (simulated: Simulated) => number) =>
    Math.max(0, of(one) - (other ? of(other) : 0)) / times;
  return {
    name,
    times,
    requests: share(({ store }) => store.requests),
    written: share(({ store }) => store.written),
    graph: share(({ graph }) => graph.requests),
    units: share(({ graph }) => graph.units),
    messages: share(({ teams }) => teams.messages),
    cpuMs: share(({ cpuMs }) => cpuMs),
  };
}

function listPeaks(...simulated: readonly Simulated[]): string[][] {
  const most = (of: (one: Simulated) => number) => String(Math.max(...simulated.map(of)));
  return [
    ["rows written in one partition", most((one) => one.store.busiestPartition.written), "120,000"],
    ["messages in one conversation", most((one) => one.teams.busiest.conversation), "120"],
    ["messages in one tenant", most((one) => one.teams.busiest.tenant), "1,800"],
  ];
}
