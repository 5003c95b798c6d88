import type { Fault, FaultPlan } from "./model.ts";

/** A fault that people understand and a test can name. */
export interface FaultSwitch {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly plan: FaultPlan;
}

/** The first plan that matches a request wins, so of a group one switch is on at a time. */
export interface FaultGroup {
  readonly title: string;
  readonly switches: readonly FaultSwitch[];
}

/** @param tenantId begins the path of the token endpoint */
export function toFaultGroups(tenantId: string): readonly FaultGroup[] {
  return [
    { title: "Microsoft Graph", switches: graphSwitches },
    { title: "Sign-in", switches: toSignInSwitches(tenantId) },
    { title: "Bot Connector", switches: connectorSwitches },
    { title: "Files of people", switches: fileSwitches },
  ];
}

const graph = { service: "graph" } as const;

const graphSwitches: readonly FaultSwitch[] = [
  {
    id: "graph-slow",
    title: "Graph is slow",
    about: "Each answer comes 2 seconds late.",
    plan: { match: graph, delayMs: 2000, times: 0 },
  },
  {
    id: "graph-busy",
    title: "Graph is busy",
    about: "It answers 429 and asks to wait for 5 seconds, until you turn this off.",
    plan: { match: graph, status: 429, retryAfter: 5, times: 0 },
  },
  {
    id: "graph-busy-once",
    title: "Graph is busy once",
    about: "The next request gets 429 and is asked to wait for 1 second.",
    plan: { match: graph, status: 429, retryAfter: 1, times: 1 },
  },
  {
    id: "graph-refuses",
    title: "Graph refuses",
    about: "It answers 403, as it does where the bot may not read the directory.",
    plan: { match: graph, status: 403, times: 0 },
  },
  {
    id: "graph-down",
    title: "Graph is down",
    about: "It answers 503 to every request.",
    plan: { match: graph, status: 503, times: 0 },
  },
  {
    id: "graph-drops",
    title: "Graph drops connections",
    about: "It closes every connection without an answer.",
    plan: { match: graph, drop: true, times: 0 },
  },
];

function toSignInSwitches(tenantId: string): readonly FaultSwitch[] {
  const path = `/${tenantId}/oauth2/v2.0/token`;
  const match = { service: "login", path, method: "POST" } as const;
  return [
    {
      id: "login-down",
      title: "Sign-in is down",
      about:
        "The token endpoint answers 503. Tokens that the bot holds go on working, and so do the consent pages.",
      plan: { match, status: 503, times: 0 },
    },
    {
      id: "login-slow",
      title: "Sign-in is slow",
      about: "Each new token comes 2 seconds late.",
      plan: { match, delayMs: 2000, times: 0 },
    },
  ];
}

const fileSwitches: readonly FaultSwitch[] = [
  {
    id: "files-down",
    title: "OneDrive is down",
    about: "A file that you let the bot put there gets 503, and so does a download.",
    plan: { match: { service: "files" }, status: 503, times: 0 },
  },
];

/** Below /v3: the keys of the Bot Framework are served beside it. */
const connector = { service: "connector", path: "/v3/" } as const;

const connectorSwitches: readonly FaultSwitch[] = [
  {
    id: "connector-busy-once",
    title: "Teams is busy once",
    about: "The bot's next message or update gets 429 and is asked to wait for 1 second.",
    plan: { match: connector, status: 429, retryAfter: 1, times: 1 },
  },
  {
    id: "connector-rejects-update-once",
    title: "Teams rejects an update once",
    about: "The next change of a card gets 412, which asks the bot to try again.",
    plan: { match: { ...connector, method: "PUT" }, status: 412, times: 1 },
  },
  {
    id: "connector-down",
    title: "Teams takes no messages",
    about: "Every message and update of the bot gets 503.",
    plan: { match: connector, status: 503, times: 0 },
  },
];

/** Whether a fault is what that plan would make. */
export function isFaultOf(plan: FaultPlan, fault: Fault): boolean {
  return toKey(plan) === toKey(fault);
}

function toKey({ match, status, retryAfter, times, delayMs, drop }: FaultPlan): string {
  const { service, path, method } = match;
  return JSON.stringify([service, path, method, status, retryAfter, times, delayMs, drop]);
}

/** Whether a fault still meets requests. */
export function isOn({ times, hits }: Fault): boolean {
  return times === 0 || hits < times;
}

/** What a fault has done so far; empty for one that is not there. */
export function toHits(fault: Fault | undefined): string {
  if (!fault) return "";
  const { times, hits } = fault;
  if (!isOn(fault)) return "It has happened. Turn it on again to repeat it.";
  if (times > 0) return "It waits for the next request.";
  return hits === 0 ? "It has met no request yet." : `Requests affected so far: ${hits}.`;
}

/** A fault that no switch makes, in words. */
export function toSummary({
  match,
  status,
  delayMs,
  drop,
  retryAfter,
  times,
  hits,
}: Fault): string {
  const asked = [match.service, match.method, match.path].filter(Boolean).join(" ");
  const effects = [
    delayMs ? `${delayMs} ms late` : "",
    status ? `answers ${status}` : "",
    retryAfter === undefined ? "" : `Retry-After ${retryAfter} s`,
    drop ? "drops the connection" : "",
  ];
  const count = times === 0 ? `${hits} so far` : `${hits} of ${times}`;
  return `${asked}: ${effects.filter(Boolean).join(", ")} (${count})`;
}
