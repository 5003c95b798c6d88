import { z } from "zod";
import type { TabOutput } from "../../core/tab-api/index.ts";
import { cleanForeign, nameSelection } from "../../core/view/index.ts";
import type { DeadLetter } from "../../flows/outbox/index.ts";
import { answer, type Caller, refuse, type TabHandler } from "./call.ts";

export const readJobs: TabHandler<"readJobs"> = async (call) => {
  const { tools, identity } = call;
  const { tenantId } = identity;
  const [tenant, dead] = await Promise.all([
    tools.jobs.readTenant(tenantId),
    tools.jobs.letters.listDead(tenantId),
  ]);
  const { lastRoundAt, letters: counts } = tenant;
  const letters: Letter[] = [];
  for (const letter of dead.slice(0, MOST)) letters.push(await toLetter(call, letter));
  return answer({ lastRoundAt, ...counts, letters });
};

/** Letters that are shown; of more the number is told. */
const MOST = 50;

export const reviveLetter: TabHandler<"reviveLetter"> = async ({ tools, identity, params }) => {
  const { tenantId, personId } = identity;
  const isThere = await tools.jobs.letters.revive(tenantId, params.letter, personId);
  return isThere ? answer({ done: true }) : refuse("not_found");
};

export const discardLetter: TabHandler<"discardLetter"> = async ({ tools, identity, params }) => {
  const { tenantId, personId } = identity;
  const isThere = await tools.jobs.letters.discard(tenantId, params.letter, personId);
  return isThere ? answer({ done: true }) : refuse("not_found");
};

type Letter = TabOutput<"readJobs">["letters"][number];

async function toLetter(call: Caller, letter: DeadLetter): Promise<Letter> {
  const { id, topic, why, tries, writtenAt, diedAt } = letter;
  return { id, topic, about: await nameSubject(call, letter), why, tries, writtenAt, diedAt };
}

const About = z.object({ request: z.string().optional(), clientId: z.string().optional() });

/** What a letter is about, as people know it; null where that is gone or of another version. */
async function nameSubject(call: Caller, { about }: DeadLetter): Promise<string | null> {
  const { tools, identity } = call;
  const { request, clientId } = About.safeParse(about).data ?? {};
  if (request !== undefined) {
    const found = await tools.approvals.find(identity.tenantId, request);
    return found ? name(call, found.selection, found.app.name ?? found.app.clientId) : null;
  }
  if (clientId === undefined) return null;
  const watch = await tools.watches.find(identity.tenantId, clientId);
  return watch ? name(call, watch.selection, watch.appName ?? clientId) : cleanForeign(clientId);
}

function name({ tools, language }: Caller, selection: string, app: string): string {
  const { world } = tools;
  const title = nameSelection(world, language, selection);
  return [title, cleanForeign(app)].filter(Boolean).join(", ");
}
