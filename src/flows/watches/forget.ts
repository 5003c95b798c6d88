import type { Person } from "../../ports/index.ts";
import { stopWatch } from "./decide.ts";
import { toNotice } from "./letters.ts";
import type { WatchesOptions } from "./options.ts";
import { changeWatch, listWatches } from "./rows.ts";

/**
 * Forgets who started watches. Those whose notice others read stay without the name; those in the person's own
 * chat end.
 * @returns how many watches it was
 */
export async function forgetStarter(options: WatchesOptions, who: Person): Promise<number> {
  const { tenantId, personId } = who;
  let forgotten = 0;
  for await (const { clientId, startedBy, isPersonal } of listWatches(options, tenantId)) {
    if (startedBy.id !== personId) continue;
    forgotten += 1;
    if (isPersonal) await stopWatch(options, { ...who, clientId });
    else await dropName(options, who, clientId);
  }
  return forgotten;
}

async function dropName(
  options: WatchesOptions,
  { tenantId, personId: actor }: Person,
  clientId: string,
): Promise<void> {
  const entry = { verb: "watch.forgotten", actor, object: `watch:${clientId}` };
  await changeWatch(options, { tenantId, clientId }, (now) => {
    if (now?.startedBy.id !== actor) return undefined;
    const record = { ...now, startedBy: { id: "", name: null } };
    return { record, entry, letters: [toNotice(record)] };
  });
}
