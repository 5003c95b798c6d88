import type { Gap, Grant, TenantPermission, TenantReading } from "../core/grant/index.ts";
import { isGuid } from "../core/guid.ts";
import type { Clock, DirectoryAnswer } from "../ports/index.ts";
import { listPrincipals, listRegistrations, listRoles, listScopes } from "./calls.ts";
import type { KnownResource, ResourceShelf, TenantResources } from "./known-resources.ts";
import type { Principal, Registration, RoleAssignment, ScopeGrant } from "./rows.ts";
import type { ListAnswer, Session } from "./session.ts";
import { toApplicationGrants, toAppRecord, toDelegatedGrants, toRequested } from "./to-reading.ts";
import type { Failure } from "./verdict.ts";

export interface AppToRead {
  readonly tenantId: string;
  /** Whose view of the known resources the shelf keeps: see {@link ResourceShelf}. */
  readonly reader: string;
  readonly clientId: string;
  readonly session: Session;
  /** Reads delegated grants, where the session's own caller may not. @default the session */
  readonly lister?: Session | undefined;
  /** See {@link TenantReading}. */
  readonly readAs?: TenantReading["readAs"];
  readonly shelf: ResourceShelf;
  readonly resources: readonly KnownResource[];
  readonly clock: Clock;
}

/** First the app beside its registration, then its two kinds of grants: four requests in two rounds. */
export async function readApp(app: AppToRead): Promise<DirectoryAnswer<TenantReading>> {
  if (!isGuid(app.clientId)) return { kind: "absent" };
  const readAt = app.clock.now();
  const head = await readHead(app);
  if (head.kind !== "head") return head;
  const granted = await readGrants(app, head);
  if (granted.kind !== "granted") return granted;
  const { requested, gaps } = toRequest(app, head);
  const { grants } = granted;
  doubtUnknown(app, { tenant: head.tenant, grants, requested: requested ?? [] });
  const value = {
    app: toAppRecord(head.principal, head.registration),
    grants,
    requested,
    gaps: [...granted.gaps, ...gaps],
    ...(app.readAs && { readAs: app.readAs }),
    readAt,
    requests: app.session.requests() + (app.lister?.requests() ?? 0),
  };
  return { kind: "read", value };
}

type Unread = Exclude<DirectoryAnswer<never>, { kind: "read" }>;

interface Head {
  readonly kind: "head";
  readonly principal: Principal;
  readonly registration: Registration | undefined;
  readonly registrations: ListAnswer<Registration>;
  readonly tenant: TenantResources;
}

async function readHead(app: AppToRead): Promise<Head | Unread> {
  const { reader, clientId, session, shelf } = app;
  const kept = shelf.get(reader);
  const resources = kept ? [] : app.resources;
  const [principals, registrations] = await Promise.all([
    listPrincipals(session, { by: "app", clientId, resources }),
    listRegistrations(session, clientId),
  ]);
  if (principals.kind !== "read") return toUnread(principals);
  const tenant = kept ?? shelf.keep(reader, principals.rows);
  const isApp = ({ appId }: { appId: string }) => appId === clientId;
  const principal = principals.rows.find(isApp);
  const registration = toRows(registrations).find(isApp);
  if (!principal) return { kind: "absent" };
  return { kind: "head", principal, registration, registrations, tenant };
}

/**
 * Why the first thing that is read could not be. Forbidden: Directory.Read.All is not granted, or does not
 * do for this person. A list of the whole tenant exists always, so its absence makes no sense.
 */
export function toUnread(failure: Failure): Unread {
  switch (failure.kind) {
    case "forbidden":
    case "consent":
      return { kind: "not-connected", reason: "consent" };
    case "refused":
      return { kind: "not-connected", reason: failure.reason };
    case "sign-in":
    case "step-up":
    case "blocked":
      return { kind: "not-connected", reason: "tenant" };
    case "absent":
      return { kind: "unreachable" };
    case "busy":
    case "unreachable":
      return failure;
    default:
      return failure satisfies never;
  }
}

interface Granted {
  readonly kind: "granted";
  readonly grants: readonly Grant[];
  readonly gaps: readonly Gap[];
}

async function readGrants(
  { session, lister = session }: AppToRead,
  { principal, tenant }: Head,
): Promise<Granted | Unread> {
  const [roles, scopes] = await Promise.all([
    listRoles(session, principal.id),
    listScopes(lister, principal.id),
  ]);
  const failure = findFailure(roles, scopes);
  if (failure?.kind === "absent") return failure;
  if (failure) return toUnread(failure);
  const assignments = toRows(roles).filter(({ principalId }) => principalId === principal.id);
  const own = toRows(scopes).filter(({ clientId }) => clientId === principal.id);
  const grants = [
    ...toDelegatedGrants(own, tenant, assignments),
    ...toApplicationGrants(assignments, tenant),
  ];
  const gaps = [...toGaps("delegated", scopes), ...toGaps("application", roles)];
  return { kind: "granted", grants, gaps };
}

/** The app may vanish between the rounds; and without either kind of grant there is no reading. */
function findFailure(
  roles: ListAnswer<RoleAssignment>,
  scopes: ListAnswer<ScopeGrant>,
): Failure | undefined {
  const failures = [roles, scopes].filter((part) => part.kind !== "read");
  const isGone = failures.find(({ kind }) => kind === "absent");
  if (isGone || failures.length < 2) return isGone;
  return failures.find(({ kind }) => kind === "busy") ?? failures[0];
}

function toRequest(
  { tenantId, resources }: AppToRead,
  { principal, registration, registrations, tenant }: Head,
): Pick<TenantReading, "requested" | "gaps"> {
  const gaps = toGaps("registration", registrations);
  if (registration) return { requested: toRequested(registration, tenant, resources), gaps };
  if (registrations.kind !== "read") return { requested: null, gaps };
  const isHere = (principal.appOwnerOrganizationId ?? tenantId) === tenantId;
  if (isHere) return { requested: [], gaps: [] };
  return { requested: null, gaps: [{ part: "registration", reason: "foreign" }] };
}

function toGaps<Row>(part: Gap["part"], answer: ListAnswer<Row>): readonly Gap[] {
  if (answer.kind === "read") return answer.isCut ? [{ part, reason: "cut" }] : [];
  return [{ part, reason: toGapReason(answer) }];
}

/** A newer token that is refused in the middle of a reading is a refusal of that part. */
function toGapReason({ kind }: Failure): Gap["reason"] {
  if (kind === "busy" || kind === "unreachable") return kind;
  return kind === "absent" ? "unreachable" : "refused";
}

function toRows<Row>(answer: ListAnswer<Row>): readonly Row[] {
  return answer.kind === "read" ? answer.rows : [];
}

interface Found {
  readonly tenant: TenantResources;
  readonly grants: readonly Grant[];
  readonly requested: readonly TenantPermission[];
}

/** What the kept lists do not name may be newer than they are. */
function doubtUnknown({ shelf, reader, resources }: AppToRead, found: Found): void {
  const permissions = [...found.grants, ...found.requested];
  if (lacksResource(resources, found)) shelf.forget(reader);
  else if (permissions.some(({ resource, value }) => resource !== null && value === null))
    shelf.doubt(reader);
}

/**
 * A known resource comes into a tenant with the first consent to it, and somebody waits for the proof of
 * that consent. So while one is missing that a grant may be on, or that is requested, nothing is kept.
 */
function lacksResource(
  resources: readonly KnownResource[],
  { tenant, grants, requested }: Found,
): boolean {
  const present = new Set([...tenant.byObjectId.values()].map(({ resource }) => resource));
  const missing = resources.filter(({ resource }) => !present.has(resource));
  if (missing.length === 0) return false;
  return (
    grants.some(({ resource }) => resource === null) ||
    requested.some((entry) => missing.some(({ resource }) => resource === entry.resource))
  );
}
