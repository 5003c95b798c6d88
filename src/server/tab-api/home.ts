import type { TabOutput } from "../../core/tab-api/index.ts";
import { nameSelection } from "../../core/view/index.ts";
import type { Channel, PersonAnswer, Team } from "../../ports/index.ts";
import { answer, type Caller, type Refusal, refuse, type TabHandler } from "./call.ts";
import { toRefusal } from "./obstacles.ts";

export const listTeams: TabHandler<"listTeams"> = async (call) => {
  const teams = await readTeams(call);
  if (teams.kind === "refused") return teams;
  const { here, others } = teams;
  const rows = here.map(({ id, name, description }) => ({ id, name, description }));
  return answer({ teams: rows, others });
};

export const listChannels: TabHandler<"listChannels"> = async (call) => {
  const channels = await readChannels(call, call.params.team);
  return channels.kind === "refused" ? channels : answer({ channels: [...channels.channels] });
};

interface Channels {
  readonly kind: "read";
  readonly channels: TabOutput<"listChannels">["channels"];
}

/** Channels of a team of the person, one in which Consentry is installed. */
export async function readChannels(call: Caller, teamId: string): Promise<Channels | Refusal> {
  const { tools, tokenOf } = call;
  const token = tokenOf("basic");
  const [refusal, channels] = await Promise.all([
    checkTeam(call, teamId),
    tools.workplace.listChannels(token, teamId),
  ]);
  if (refusal) return refusal;
  if (channels.kind !== "read") return toRefusal(channels, token, call);
  return { kind: "read", channels: channels.value.map(toChannelRow) };
}

function toChannelRow({ id, name, membership }: Channel) {
  return { id, name, membership };
}

/**
 * A team is read only for somebody who is in it, and where Consentry is installed; of any other it is not
 * said whether there is one.
 */
export async function checkTeam(call: Caller, teamId: string): Promise<Refusal | undefined> {
  const teams = await readTeams(call);
  if (teams.kind === "refused") return teams;
  return teams.here.some(({ id }) => id.toLowerCase() === teamId) ? undefined : refuse("not_found");
}

interface Teams {
  readonly kind: "read";
  /** Those in which Consentry is installed. */
  readonly here: readonly Team[];
  readonly others: number;
}

async function readTeams(call: Caller): Promise<Teams | Refusal> {
  const { tools, identity, tokenOf } = call;
  const token = tokenOf("basic");
  const [installed, teams]: [readonly string[], PersonAnswer<readonly Team[]>] = await Promise.all([
    tools.places.listTeams(identity.tenantId),
    tools.workplace.listTeams(token),
  ]);
  if (teams.kind !== "read") return toRefusal(teams, token, call);
  const ids = new Set(installed.map((id) => id.toLowerCase()));
  const here = teams.value.filter(({ id }) => ids.has(id.toLowerCase()));
  return { kind: "read", here, others: teams.value.length - here.length };
}

export const listResults: TabHandler<"listResults"> = async ({ tools, identity, language }) => {
  const { tenantId, personId } = identity;
  const results = await tools.results.list({ tenantId, personId });
  const t = tools.world.texts(language);
  const rows = results.map(({ id, kind, code, at, state }) => ({
    id,
    kind,
    title: nameSelection(tools.world, language, code) ?? t("tabResult.unknown"),
    code,
    at,
    state: state && t(`outcome.${state}.title`),
  }));
  return answer({ results: rows });
};
