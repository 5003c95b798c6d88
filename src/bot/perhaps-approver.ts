import { mayEnter, toStanding } from "../core/access/index.ts";
import { toPerson } from "./gate.ts";
import type { Tools } from "./route.ts";
import type { Turn } from "./turn.ts";

/**
 * Whether the buttons and lists of approvers are shown to somebody. Who is not signed in counts as Settings
 * and the directory say; where that cannot be told, they are shown: each press asks for a verified token.
 */
export async function isPerhapsApprover(
  turn: Turn,
  { tokens, settings, roleHolders, visitor }: Tools,
): Promise<boolean> {
  if (visitor) return mayEnter("approver", visitor.standing);
  const person = toPerson(turn);
  const { tenantId, personId } = person;
  const [identity, read] = await Promise.all([tokens.find(person), settings.read(tenantId)]);
  const facts = identity ?? { personId, isGuest: false, roles: [] };
  if (mayEnter("approver", toStanding(facts, read.settings))) return true;
  const { roles } = read.settings.approval;
  if (identity || roles.length === 0) return false;
  const held = await roleHolders.list(tenantId, roles);
  return (
    held.kind !== "read" || held.value.isCut || held.value.people.some(({ id }) => id === personId)
  );
}
