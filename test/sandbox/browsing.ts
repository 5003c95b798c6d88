import { findPerson } from "../../src/sandbox/directory/people.ts";
import { type AuthorityStage, tenantId } from "./authority-stage.ts";

/** Object id of a person of the sandbox. */
export function personId(alias: string): string {
  const found = findPerson(alias);
  if (!found) throw new RangeError(`no person ${alias}`);
  return found.id;
}

/** What a browser got. */
export interface Shown {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** Where it is sent, taken apart; undefined for a page. */
  readonly sentTo?: { readonly address: string; readonly answer: Record<string, string> };
}

/** Does what a person does in the browser: opens a link, picks an account, decides. */
export function browse(origin: string) {
  const load = async (path: string, fields?: Readonly<Record<string, string>>): Promise<Shown> => {
    const url = new URL(path, origin);
    const response = await fetch(url, {
      redirect: "manual",
      ...(fields && { method: "POST", body: new URLSearchParams(fields) }),
    });
    const location = response.headers.get("location");
    const html = await response.text();
    const { status, headers } = response;
    return { status, html, headers, ...(location && { sentTo: takeApart(location, origin) }) };
  };
  return {
    load,
    open: (path: string, query: Readonly<Record<string, string>>) =>
      load(`${path}?${new URLSearchParams(query)}`),
    pick: (page: Shown, alias: string) =>
      load(`/${tenantId}/login`, { transaction: transactionOf(page), account: personId(alias) }),
    leave: (page: Shown) =>
      load(`/${tenantId}/login`, { transaction: transactionOf(page), cancel: "yes" }),
    decide: (
      page: Shown,
      decision: "accept" | "cancel",
      more: Readonly<Record<string, string>> = {},
    ) => load(`/${tenantId}/consent`, { transaction: transactionOf(page), decision, ...more }),
  };
}

function takeApart(location: string, origin: string) {
  const url = new URL(location, origin);
  const query = url.hash ? new URLSearchParams(url.hash.slice(1)) : url.searchParams;
  return { address: url.origin + url.pathname, answer: Object.fromEntries(query) };
}

export function transactionOf({ html }: Shown): string {
  return /name="transaction" value="([^"]+)"/.exec(html)?.[1] ?? "";
}

/** What an app holds: delegated rows and app roles, readable. */
export function listHeld({ directory }: AuthorityStage, appId: string): readonly string[] {
  const client = directory.findPrincipal(appId);
  if (!client) return [];
  const nameOf = (id: string) => directory.findPrincipal(id)?.displayName;
  const delegated = directory
    .listDelegated(client.id, "now")
    .map(({ consentType, resourceId, scope }) => `${consentType} ${nameOf(resourceId)}:${scope}`);
  const roles = directory.listAssignments(client.id, "now").map(({ appRoleId, resourceId }) => {
    const resource = directory.findPrincipal(resourceId);
    return `Role ${resource?.displayName}: ${resource?.appRoles.find(({ id }) => id === appRoleId)?.value}`;
  });
  return [...delegated, ...roles];
}

/** Status, AADSTS number and redirect of a page that tells a problem. */
export function problemOf({ status, html, sentTo }: Shown) {
  return [status, /AADSTS\d+/.exec(html)?.[0], sentTo];
}
