import type { AppRecord } from "../core/grant/index.ts";
import { isGuid } from "../core/guid.ts";
import type { DirectoryAnswer } from "../ports/index.ts";
import { listPrincipals } from "./calls.ts";
import { cleanText } from "./clean-text.ts";
import { toUnread } from "./read-app.ts";
import type { Principal } from "./rows.ts";
import type { ListAnswer, Session } from "./session.ts";
import { toAppRecord } from "./to-reading.ts";

const MAX_APPS = 10;

/** Apps by client id or by the beginning of their name: those of the exact name first, then by name. */
export async function findApps(
  session: Session,
  text: string,
): Promise<DirectoryAnswer<readonly AppRecord[]>> {
  const wanted = cleanText(text);
  if (wanted === "") return { kind: "read", value: [] };
  const id = wanted.toLowerCase();
  const answer = isGuid(id)
    ? await listPrincipals(session, { by: "app", clientId: id, resources: [] })
    : await listByName(session, wanted);
  if (answer.kind !== "read") return toUnread(answer);
  const apps = answer.rows.slice(0, MAX_APPS).map((principal) => toAppRecord(principal));
  return { kind: "read", value: apps.toSorted(byName(wanted)) };
}

/**
 * The ten that begin with a text come in no order, so the one of that very name may be missing among them:
 * it is asked for beside them.
 */
async function listByName(session: Session, text: string): Promise<ListAnswer<Principal>> {
  const named = { by: "name", text, enough: MAX_APPS } as const;
  const [whole, beginning] = await Promise.all([
    listPrincipals(session, { ...named, match: "whole" }),
    listPrincipals(session, { ...named, match: "beginning" }),
  ]);
  if (whole.kind !== "read") return whole;
  if (beginning.kind !== "read") return beginning;
  const ids = new Set(whole.rows.map((row) => row.id));
  const rows = [...whole.rows, ...beginning.rows.filter((row) => !ids.has(row.id))];
  return { kind: "read", rows, isCut: beginning.isCut };
}

function byName(wanted: string): (a: AppRecord, b: AppRecord) => number {
  const isOther = ({ name }: AppRecord) => Number(name.toLowerCase() !== wanted.toLowerCase());
  return (a, b) => isOther(a) - isOther(b) || a.name.localeCompare(b.name, "en");
}
