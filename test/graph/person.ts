import { type Cloud, findCloud } from "../../src/core/cloud/index.ts";
import { CALLS, type ScopeId } from "../../src/core/scope/index.ts";
import { createWorkplace } from "../../src/graph/index.ts";
import { createEgress, type Egress } from "../../src/identity/index.ts";
import type {
  PersonTokenAnswer,
  ScopedToken,
  TokenRenewal,
  Workplace,
} from "../../src/ports/index.ts";
import type { FakeGraph } from "../support/fake-graph.ts";
import { createFakeClock, createFakeIds, type FakeClock } from "../support/fakes.ts";
import { known, personId, tenantId } from "./tenant.ts";

export const teamId = "7ea30000-0000-4000-8000-000000000010";
export const channelId = "19:c0ffee0123456789@thread.tacv2";

/** A person's token that counts how often, and why, it was asked for. */
export interface CountedToken extends ScopedToken {
  readonly asked: readonly (TokenRenewal | "first")[];
}

/** @param answer a token that counts, `token-1`, when it gives none @default always */
export function toToken(
  scope: ScopeId,
  answer: (renewal?: TokenRenewal) => PersonTokenAnswer | undefined = () => undefined,
  person = { tenantId, personId },
): CountedToken {
  const asked: (TokenRenewal | "first")[] = [];
  const get = async (renewal?: TokenRenewal) => {
    asked.push(renewal ?? "first");
    return answer(renewal) ?? { kind: "token" as const, token: `token-${asked.length}` };
  };
  return { ...person, scope, get, asked };
}

/** Every question that a person can ask of Graph, with hostile ids where a test gives some. */
export function toQuestions(
  workplace: Workplace,
  { team = teamId, channel = channelId, text = "Ada" } = {},
) {
  return {
    "my-teams.list": (token: ScopedToken) => workplace.listTeams(token),
    "channels.list": (token: ScopedToken) => workplace.listChannels(token, team),
    "team.read": (token: ScopedToken) => workplace.readTeam(token, team),
    "team-members.list": (token: ScopedToken) => workplace.listTeamReaders(token, team),
    "channel-members.list": (token: ScopedToken) =>
      workplace.listChannelReaders(token, team, channel),
    "channel.read": (token: ScopedToken) => workplace.readChannel(token, team, channel),
    "tabs.list": (token: ScopedToken) => workplace.listTabs(token, team, channel),
    "labels.list": (token: ScopedToken) => workplace.listLabels(token),
    "people.find": (token: ScopedToken) => workplace.findPeople(token, text),
  } as const;
}
export type Question = keyof ReturnType<typeof toQuestions>;

/** The scope that the registry names for a question. */
export function scopeOf(question: Question): ScopeId {
  const [scope] = CALLS.find(({ id }) => id === question)?.scopes ?? [];
  if (!scope) throw new RangeError(`no scope for ${question}`);
  return scope;
}

export interface OpenWorkplace {
  readonly workplace: Workplace;
  readonly egress: Egress;
  readonly clock: FakeClock;
  /** Milliseconds of each pause. */
  readonly pauses: readonly number[];
}

/** A workplace that reads from the fake; the sleep port is recorded and not slept. */
export function openWorkplace(
  graph: Pick<FakeGraph, "origin">,
  { cloudId = "public", fetch }: { cloudId?: string; fetch?: Egress["fetch"] } = {},
): OpenWorkplace {
  const cloud: Cloud = findCloud(cloudId, { origin: graph.origin, tenantId });
  const clock = createFakeClock();
  const pauses: number[] = [];
  const egress = createEgress(cloud, { [cloud.graphBase]: graph.origin });
  const workplace = createWorkplace({
    egress: fetch ? { fetch } : egress,
    cloud,
    clock,
    ids: createFakeIds(),
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
      clock.advance(milliseconds);
    },
    resources: known,
    token: async () => ({ kind: "refused", reason: "tenant" }),
  });
  return { workplace, egress, clock, pauses };
}
