import { findCloud } from "../../src/core/cloud/index.ts";
import { createDirectory, toKnownResources } from "../../src/graph/index.ts";
import { createEgress, type Egress } from "../../src/identity/index.ts";
import type { AppTokens, Directory } from "../../src/ports/index.ts";
import { catalogue } from "../support/catalogue.ts";
import type { FakeAnswer, FakeGraph } from "../support/fake-graph.ts";
import { createFakeClock, createFakeIds, type FakeClock } from "../support/fakes.ts";

export const tenantId = "7e9a9700-0000-4000-8000-000000000001";
export const clientId = "c11e9700-0000-4000-8000-000000000002";
export const objectId = "0b1ec700-0000-4000-8000-000000000003";
export const graphObjectId = "0b1ec700-0000-4000-8000-000000000004";
export const exoObjectId = "0b1ec700-0000-4000-8000-000000000005";
export const personId = "9e250000-0000-4000-8000-000000000006";
export const otherId = "07e20000-0000-4000-8000-000000000007";
export const graphAppId = "00000003-0000-0000-c000-000000000000";
export const exoAppId = "00000002-0000-0ff1-ce00-000000000000";
/** Ids that the tenant lists and the catalogue does not. */
export const newRoleId = "4e000000-0000-4000-8000-000000000008";
export const newScopeId = "4e000000-0000-4000-8000-000000000009";

const cloud = findCloud("public");

export const known = toKnownResources(catalogue.facts);

/** The catalogue's id of a permission. */
export function idOf(key: string, type: "delegated" | "application"): string {
  const id = catalogue.permissions.get(key)?.[type]?.id;
  if (!id) throw new RangeError(`the catalogue has no ${type} ${key}`);
  return id;
}

export interface Tenant {
  readonly directory: Directory;
  readonly egress: Egress;
  readonly clock: FakeClock;
  /** Milliseconds of each pause. */
  readonly pauses: readonly number[];
}

/** A directory that reads from the fake; the sleep port is recorded and not slept. */
export function openTenant(
  graph: FakeGraph,
  token: AppTokens = giveToken,
  fetch?: Egress["fetch"],
): Tenant {
  const clock = createFakeClock();
  const pauses: number[] = [];
  const egress = createEgress(cloud, { [cloud.graphBase]: graph.origin });
  const directory = createDirectory({
    token,
    egress: fetch ? { fetch } : egress,
    cloud,
    clock,
    ids: createFakeIds(),
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
      clock.advance(milliseconds);
    },
    resources: known,
  });
  return { directory, egress, clock, pauses };
}

export const giveToken: AppTokens = async () => ({
  kind: "token",
  token: "token-1",
  scope: "application",
});

export function page(value: readonly object[], nextLink?: string): FakeAnswer {
  return {
    body: { "@odata.context": "#", value, ...(nextLink && { "@odata.nextLink": nextLink }) },
  };
}

export function toPrincipal(overrides: object = {}): object {
  return {
    id: objectId,
    appId: clientId,
    displayName: "Contoso Mail",
    accountEnabled: true,
    appOwnerOrganizationId: tenantId,
    verifiedPublisher: { displayName: null, verifiedPublisherId: null },
    appRoles: [],
    oauth2PermissionScopes: [],
    ...overrides,
  };
}

export function toResources(): readonly object[] {
  return [
    toPrincipal({
      id: graphObjectId,
      appId: graphAppId,
      displayName: "Microsoft Graph",
      appRoles: [{ id: newRoleId, value: "New.Role.All", unknown: { deep: [1] } }],
      oauth2PermissionScopes: [{ id: newScopeId, value: "New.Scope" }],
    }),
    toPrincipal({ id: exoObjectId, appId: exoAppId, displayName: "Office 365 Exchange Online" }),
  ];
}

export function toRegistration(overrides: object = {}): object {
  return {
    appId: clientId,
    publisherDomain: "contoso.example",
    requiredResourceAccess: [
      {
        resourceAppId: graphAppId,
        resourceAccess: [
          { id: idOf("graph:Mail.Send", "delegated"), type: "Scope" },
          { id: newRoleId, type: "Role" },
        ],
      },
    ],
    ...overrides,
  };
}

export function toAssignment(overrides: object = {}): object {
  return {
    appRoleId: idOf("graph:Mail.Send", "application"),
    principalId: objectId,
    resourceId: graphObjectId,
    resourceDisplayName: "Microsoft Graph",
    ...overrides,
  };
}

export function toGrant(overrides: object = {}): object {
  return {
    clientId: objectId,
    consentType: "AllPrincipals",
    principalId: null,
    resourceId: graphObjectId,
    scope: " User.Read Mail.Send",
    ...overrides,
  };
}

export const PRINCIPALS = /^\/v1\.0\/servicePrincipals\?/;
export const REGISTRATIONS = /^\/v1\.0\/applications\?/;
export const ROLES = /\/appRoleAssignments\?/;
export const GRANTS = /^\/v1\.0\/oauth2PermissionGrants\?/;

/** Scripts a whole tenant with the app in it. */
export function scriptTenant(graph: FakeGraph): void {
  graph.reset();
  graph.answer(PRINCIPALS, page([toPrincipal(), ...toResources()]));
  graph.answer(REGISTRATIONS, page([toRegistration()]));
  graph.answer(ROLES, page([toAssignment()]));
  graph.answer(GRANTS, page([toGrant()]));
}
