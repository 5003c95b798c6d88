import { AddressRow, HolderRow } from "./people-rows.ts";
import type { ListAnswer, ObjectAnswer, Session } from "./session.ts";

// Each function makes one call of the registry, and no other function makes it.
// Source: learn.microsoft.com/graph/api/directoryrole-list-members and learn.microsoft.com/graph/api/user-get

/** @param templateId of the role, the same in every tenant */
export function listRoleHolders(
  session: Session,
  templateId: string,
  enough: number,
): Promise<ListAnswer<HolderRow>> {
  return session.list({
    call: "role-holders.list",
    params: { id: templateId },
    query: { $select: "id,displayName,mail,userType" },
    row: HolderRow,
    enough,
  });
}

export function readAddress(session: Session, personId: string): Promise<ObjectAnswer<AddressRow>> {
  return session.read({
    call: "person.address",
    params: { id: personId },
    query: { $select: "id,mail" },
    value: AddressRow,
  });
}
