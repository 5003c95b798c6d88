import { randomBytes } from "node:crypto";
import type { Person } from "../directory/people.ts";
import type { ServicePrincipal } from "../directory/tenant-directory.ts";
import { type Authority, dropExpired } from "./authority.ts";
import type { AskedPermission } from "./consent-ask.ts";
import type { ConsentLink } from "./consent-link.ts";
import { toAmr } from "./policies.ts";

/** What is written down when somebody accepts. */
export interface Acceptance {
  readonly link: ConsentLink;
  readonly permissions: readonly AskedPermission[];
  /** Null: for everybody. */
  readonly personId: string | null;
}

/** Writes a consent to the directory; an app that the tenant has not met gets its service principal. */
export function writeConsent(authority: Authority, acceptance: Acceptance): void {
  const { directory, switches } = authority;
  const { link, permissions, personId } = acceptance;
  const client = directory.ensurePrincipal(link.application.appId);
  if (personId === null && switches.isEarlierConsentDropped) dropEarlier(authority, client);
  for (const [resource, own] of groupByResource(permissions)) {
    const values = own.filter(({ type }) => type === "delegated").map(({ value }) => value);
    const ids = { clientObjectId: client.id, resourceObjectId: resource.id };
    if (values.length > 0) directory.grantDelegated({ ...ids, values, personId });
    for (const { type, id } of own)
      if (type === "application") assignOnce(authority, client, ids, id);
  }
}

/** Consents that people gave for themselves stay. */
function dropEarlier({ directory }: Authority, client: ServicePrincipal): void {
  for (const row of directory.listDelegated(client.id, "now")) {
    if (row.consentType === "AllPrincipals") directory.revoke(row.id);
  }
  for (const row of directory.listAssignments(client.id, "now")) directory.revoke(row.id);
}

function groupByResource(permissions: readonly AskedPermission[]) {
  const groups = new Map<ServicePrincipal, AskedPermission[]>();
  for (const permission of permissions) {
    const { resource } = permission;
    groups.set(resource, [...(groups.get(resource) ?? []), permission]);
  }
  return groups;
}

function assignOnce(
  { directory }: Authority,
  client: ServicePrincipal,
  ids: { readonly clientObjectId: string; readonly resourceObjectId: string },
  appRoleId: string,
): void {
  const isHeld = directory
    .listAssignments(client.id, "now")
    .some((row) => row.appRoleId === appRoleId && row.resourceId === ids.resourceObjectId);
  if (!isHeld) directory.assignRole({ ...ids, appRoleId });
}

/** Minutes that an authorization code lasts. */
const codeMinutes = 10;

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#successful-response */
export function createCode(authority: Authority, link: ConsentLink, person: Person): string {
  const { codes } = authority;
  dropExpired(codes, authority.now());
  const code = randomBytes(32).toString("base64url");
  const [nonce, challenge] = [link.fields.get("nonce"), link.fields.get("code_challenge")];
  codes.set(code, {
    clientId: link.application.appId,
    personId: person.id,
    redirectUri: link.redirectUri,
    scope: link.scope,
    ...(nonce && { nonce }),
    ...(challenge && { challenge }),
    amr: toAmr(authority, person, link.fields.get("claims")),
    expiresAt: authority.now() + codeMinutes * 60_000,
    isRedeemed: false,
  });
  return code;
}
