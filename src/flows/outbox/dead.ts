import type { Ledger, Store } from "../../ports/index.ts";
import { listRows } from "../list-rows.ts";
import type { DeadLetter, Letters } from "./letter.ts";
import { DEAD, DeadRow } from "./rows.ts";

interface DeadOptions {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly letters: Letters;
}

const MOST_LISTED = 200;

/** The newest first. What another version wrote is left to that version. */
export async function listDead(
  { store }: Pick<DeadOptions, "store">,
  tenantId: string,
): Promise<readonly DeadLetter[]> {
  const listed: DeadLetter[] = [];
  for await (const { rk, value } of listRows({ store }, tenantId, DEAD)) {
    const row = DeadRow.safeParse(value).data;
    if (row) listed.push(toDeadLetter(rk, row));
    if (listed.length > MOST_LISTED) listed.shift();
  }
  return listed.reverse();
}

function toDeadLetter(rk: string, row: DeadRow): DeadLetter {
  const { topic, about, why, tries, writtenAt, diedAt } = row;
  return { id: rk.slice(DEAD.length), topic, about, why, tries, writtenAt, diedAt };
}

interface Which {
  readonly tenantId: string;
  readonly id: string;
  /** Object id of the person. */
  readonly actor: string;
}

/** Another letter of the same content takes its place, at the end of its lane. */
export function reviveDead(options: DeadOptions, which: Which): Promise<boolean> {
  return removeDead(options, which, "letter.revived", (row) => [options.letters.toOp(row)]);
}

export function discardDead(options: DeadOptions, which: Which): Promise<boolean> {
  return removeDead(options, which, "letter.discarded", () => []);
}

/** The id of a dead letter, as {@link listDead} gives it. */
const ID = /^[\w.:|-]{1,300}$/;

async function removeDead(
  { store, ledger }: DeadOptions,
  { tenantId, id, actor }: Which,
  verb: string,
  instead: (row: DeadRow) => readonly ReturnType<Letters["toOp"]>[],
): Promise<boolean> {
  if (!ID.test(id)) return false;
  const rk = `${DEAD}${id}`;
  return ledger.record(tenantId, { verb, actor, object: `letter:${id}` }, async () => {
    const row = DeadRow.safeParse((await store.get(tenantId, rk))?.value).data;
    return row && [{ op: "delete", rk }, ...instead(row)];
  });
}
