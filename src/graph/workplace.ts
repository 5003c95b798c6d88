import type { Cloud } from "../core/cloud/index.ts";
import type { AppTokens, PersonAnswer, Readers, ScopedToken, Workplace } from "../ports/index.ts";
import { cleanText } from "./clean-text.ts";
import {
  type GraphOptions,
  openGraph,
  openGraphForJobs,
  openPersonDirectory,
} from "./directory.ts";
import { createResourceShelf } from "./known-resources.ts";
import * as calls from "./people-calls.ts";
import type { MemberRow, PersonRow } from "./people-rows.ts";
import type { ListAnswer, ObjectAnswer, Session } from "./session.ts";
import * as to from "./to-workplace.ts";

/** What a workplace is made of. */
export interface WorkplaceOptions extends GraphOptions {
  /** Sensitivity labels are read where Microsoft offers the call: in the public cloud. */
  readonly cloud: Pick<Cloud, "graphBase" | "availability">;
  /** The token of jobs, for what Microsoft Graph does not show to every person. */
  readonly token: AppTokens;
}

/**
 * Makes what people see of Microsoft Graph. Nothing that one person was shown is used for another.
 * @throws AppError ERR_EGRESS_BLOCKED from a reading when the egress does not know the cloud's Graph
 */
export function createWorkplace(options: WorkplaceOptions): Workplace {
  const { cloud, clock, resources } = options;
  const open = (token: ScopedToken) => openGraph(options, token);
  const shelf = createResourceShelf(resources, clock);
  const listAsConsentry = (tenantId: string) => openGraphForJobs(options, options.token, tenantId);
  return {
    listTeams: async (token) => toList(await calls.listMyTeams(open(token)), to.toTeam),
    listChannels: async (token, teamId) =>
      toList(await calls.listChannels(open(token), teamId), to.toChannel),
    readTeam: async (token, teamId) =>
      toValue(await calls.readTeamSettings(open(token), teamId), to.toTeamFacts),
    listTeamReaders: async (token, teamId) =>
      toReaders(await calls.listTeamMembers(open(token), teamId), token),
    listChannelReaders: async (token, teamId, channelId) =>
      toReaders(await calls.listChannelMembers(open(token), { teamId, channelId }), token),
    readChannel: async (token, teamId, channelId) =>
      toValue(
        await calls.readChannelSettings(open(token), { teamId, channelId }),
        to.toChannelFacts,
      ),
    listTabs: async (token, teamId, channelId) =>
      toList(await calls.listTabs(open(token), { teamId, channelId }), to.toTab),
    listLabels: async (token) =>
      cloud.availability === "global"
        ? toList(await calls.listLabels(open(token)), to.toLabel)
        : { kind: "absent" },
    findPeople: async (token, text) => toList(await findPeople(open(token), text), to.toPerson),
    openDirectory: (token, grantsAs) => {
      const openLister = grantsAs === "consentry" ? listAsConsentry : undefined;
      return openPersonDirectory(options, shelf, { token, openLister });
    },
  };
}

function toList<Row, Value>(
  answer: ListAnswer<Row>,
  convert: (row: Row) => Value,
): PersonAnswer<readonly Value[]> {
  if (answer.kind !== "read") return answer;
  return { kind: "read", value: answer.rows.map((row) => convert(row)) };
}

function toValue<Row, Value>(
  answer: ObjectAnswer<Row>,
  convert: (row: Row) => Value,
): PersonAnswer<Value> {
  return answer.kind === "read" ? { kind: "read", value: convert(answer.value) } : answer;
}

function toReaders(
  answer: ListAnswer<MemberRow>,
  { tenantId }: ScopedToken,
): PersonAnswer<Readers> {
  if (answer.kind !== "read") return answer;
  const people = answer.rows.map((row) => to.toReader(row, tenantId.toLowerCase()));
  return { kind: "read", value: { people, isCut: answer.isCut } };
}

const MAX_PEOPLE = 10;

/**
 * A search is by words, so signs that could end its clause are left out rather than escaped: no name is
 * found less for it. An ampersand is a known fault of Graph's search, however it is written.
 */
async function findPeople(session: Session, text: string): Promise<ListAnswer<PersonRow>> {
  const words = cleanText(text)
    .split(/[\s"\\:&]+/)
    .filter(Boolean)
    .join(" ");
  if (words === "") return { kind: "read", rows: [], isCut: false };
  const answer = await calls.searchPeople(session, words, MAX_PEOPLE);
  return answer.kind === "read" ? { ...answer, rows: answer.rows.slice(0, MAX_PEOPLE) } : answer;
}
