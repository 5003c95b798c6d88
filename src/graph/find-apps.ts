import type { AppRecord } from "../core/grant/index.ts";
import { isGuid } from "../core/guid.ts";
import type { DirectoryAnswer } from "../ports.ts";
import { listNamed, listPrincipals } from "./calls.ts";
import { toUnread } from "./read-app.ts";
import type { Principal } from "./rows.ts";
import type { ListAnswer, Session } from "./session.ts";
import { toAppRecord } from "./to-reading.ts";

const MAX_APPS = 10;
const MAX_TEXT = 120;

/** Apps by client id or by the beginning of their name: those of the exact name first, then by name. */
export async function findApps(
  session: Session,
  text: string,
): Promise<DirectoryAnswer<readonly AppRecord[]>> {
  const wanted = clean(text);
  if (wanted === "") return { kind: "read", value: [] };
  const id = wanted.toLowerCase();
  const answer = isGuid(id)
    ? await listPrincipals(session, id, [])
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
  const [whole, beginning] = await Promise.all([
    listNamed(session, text, { match: "whole", enough: MAX_APPS }),
    listNamed(session, text, { match: "beginning", enough: MAX_APPS }),
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

/** Without control characters and halves of surrogate pairs, which no name has. */
function clean(text: string): string {
  const whole = text.toWellFormed().replaceAll(/[\p{Cc}\uFFFD]/gu, "");
  return [...whole.trim()].slice(0, MAX_TEXT).join("").trim();
}
