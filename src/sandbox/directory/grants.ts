import type { Clock, Ids } from "../../ports/index.ts";
import { toAssignmentId, toGrantId } from "./ids.ts";
import { createReplicated, type Replicated } from "./replicated.ts";
import type {
  DelegatedGrant,
  RoleAssignment,
  ServicePrincipal,
  TenantDirectory,
} from "./tenant-directory.ts";

export interface GrantsOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Milliseconds until Graph shows what is written now. */
  readonly delay: () => number;
  readonly findPrincipal: (objectId: string) => ServicePrincipal | undefined;
}

/** What is granted to the tenant's apps, in the rows in which Entra keeps it. */
export type Grants = Pick<
  TenantDirectory,
  "listDelegated" | "listAssignments" | "grantDelegated" | "assignRole" | "revoke"
>;

type DelegatedWish = Parameters<Grants["grantDelegated"]>[0];
type AssignmentWish = Parameters<Grants["assignRole"]>[0];

interface Kept {
  readonly delegated: Shelf<DelegatedGrant>;
  readonly assigned: Shelf<RoleAssignment>;
}

/** Rows by the client that they belong to. */
interface Shelf<Row> {
  of(clientId: string): Replicated<Row>;
  find(rowId: string): { readonly row: Row; readonly shelf: Replicated<Row> } | undefined;
}

export function createGrants(options: GrantsOptions): Grants {
  const kept: Kept = { delegated: createShelf(options), assigned: createShelf(options) };
  return {
    listDelegated: (clientId, seenBy) => kept.delegated.of(clientId).list(seenBy),
    listAssignments: (clientId, seenBy) => kept.assigned.of(clientId).list(seenBy),
    grantDelegated: (wish) => grantDelegated(kept, options, wish),
    assignRole: (wish) => assignRole(kept, options, wish),
    revoke: (grantId, value) =>
      revokeDelegated(kept, grantId, value) || revokeRole(kept, options, { grantId, value }),
  };
}

function createShelf<Row>({ clock, delay }: GrantsOptions): Shelf<Row> {
  const byClient = new Map<string, Replicated<Row>>();
  return {
    of: (clientId) => {
      const shelf = byClient.get(clientId) ?? createReplicated<Row>(clock, delay);
      byClient.set(clientId, shelf);
      return shelf;
    },
    find: (rowId) => {
      for (const shelf of byClient.values()) {
        const row = shelf.read(rowId, "now");
        if (row !== undefined) return { row, shelf };
      }
      return undefined;
    },
  };
}

/** Entra keeps one row of client, resource and reach; a further value joins it. */
function grantDelegated({ delegated }: Kept, options: GrantsOptions, wish: DelegatedWish): void {
  const { values, personId } = wish;
  const { client, resource } = requirePair(options, wish);
  const id = toGrantId(client.id, resource.id, personId);
  const shelf = delegated.of(client.id);
  const known = toValues(shelf.read(id, "now"));
  const all = [...new Set([...known, ...values])];
  if (all.length === known.length) return;
  shelf.write(id, {
    id,
    clientId: client.id,
    consentType: personId === null ? "AllPrincipals" : "Principal",
    principalId: personId,
    resourceId: resource.id,
    scope: toScope(all),
  });
}

/** The same role twice is one assignment. @throws RangeError for a role that the resource does not offer */
function assignRole({ assigned }: Kept, options: GrantsOptions, wish: AssignmentWish): void {
  const { appRoleId } = wish;
  const { client, resource } = requirePair(options, wish);
  if (!resource.appRoles.some((role) => role.id === appRoleId)) {
    throw new RangeError(`${resource.displayName} offers no app role ${appRoleId}`);
  }
  const shelf = assigned.of(client.id);
  const isKnown = shelf
    .list("now")
    .some((row) => row.resourceId === resource.id && row.appRoleId === appRoleId);
  if (isKnown) return;
  const id = toAssignmentId(client.id, options.ids.next());
  shelf.write(id, {
    id,
    appRoleId,
    principalId: client.id,
    principalType: "ServicePrincipal",
    principalDisplayName: client.displayName,
    resourceId: resource.id,
    resourceDisplayName: resource.displayName,
    createdDateTime: new Date(options.clock.now()).toISOString(),
  });
}

function revokeDelegated({ delegated }: Kept, grantId: string, value?: string): boolean {
  const found = delegated.find(grantId);
  if (!found) return false;
  const values = toValues(found.row);
  const rest = value === undefined ? [] : values.filter((one) => one !== value);
  if (rest.length === values.length) return false;
  found.shelf.write(
    grantId,
    rest.length === 0 ? undefined : { ...found.row, scope: toScope(rest) },
  );
  return true;
}

interface RoleToRevoke {
  readonly grantId: string;
  readonly value: string | undefined;
}

/** A value that is given has to be the assignment's own. */
function revokeRole({ assigned }: Kept, options: GrantsOptions, wanted: RoleToRevoke): boolean {
  const { grantId, value } = wanted;
  const found = assigned.find(grantId);
  if (!found) return false;
  const { resourceId, appRoleId } = found.row;
  const role = options.findPrincipal(resourceId)?.appRoles.find(({ id }) => id === appRoleId);
  if (value !== undefined && role?.value !== value) return false;
  found.shelf.write(grantId, undefined);
  return true;
}

function requirePair({ findPrincipal }: GrantsOptions, wish: DelegatedWish | AssignmentWish) {
  const client = findPrincipal(wish.clientObjectId);
  const resource = findPrincipal(wish.resourceObjectId);
  if (client && resource) return { client, resource };
  const missing = client ? wish.resourceObjectId : wish.clientObjectId;
  throw new RangeError(`the tenant has no service principal ${missing}`);
}

/** Values of a grant's `scope`, which starts with a blank. */
export function toValues(grant: DelegatedGrant | undefined): readonly string[] {
  return grant?.scope.split(" ").filter(Boolean) ?? [];
}

function toScope(values: readonly string[]): string {
  return ` ${values.join(" ")}`;
}
