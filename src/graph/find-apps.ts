import type { AppRecord } from "../core/grant/index.ts";
import type { DirectoryAnswer } from "../ports.ts";
import { isGuid, listNamed, listPrincipals } from "./calls.ts";
import { toUnread } from "./read-app.ts";
import type { Session } from "./session.ts";
import { toAppRecord } from "./to-reading.ts";

const MAX_APPS = 10;
const MAX_TEXT = 120;

/** Apps by client id or by the beginning of their name, sorted by name. */
export async function findApps(
  session: Session,
  text: string,
): Promise<DirectoryAnswer<readonly AppRecord[]>> {
  const wanted = clean(text);
  if (wanted === "") return { kind: "read", value: [] };
  const id = wanted.toLowerCase();
  const answer = isGuid(id)
    ? await listPrincipals(session, id, [])
    : await listNamed(session, wanted, MAX_APPS);
  if (answer.kind !== "read") return toUnread(answer);
  const apps = answer.rows.slice(0, MAX_APPS).map((principal) => toAppRecord(principal));
  const byName = (a: AppRecord, b: AppRecord) => a.name.localeCompare(b.name, "en");
  return { kind: "read", value: apps.toSorted(byName) };
}

/** Without control characters and halves of surrogate pairs, which no name has. */
function clean(text: string): string {
  const whole = text.toWellFormed().replaceAll(/[\p{Cc}\uFFFD]/gu, "");
  return [...whole.trim()].slice(0, MAX_TEXT).join("").trim();
}
