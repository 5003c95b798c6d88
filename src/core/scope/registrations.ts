import { z } from "zod";
import type { PermissionFacts } from "../permission/index.ts";
import rows from "./clients.json" with { type: "json" };
import type { Scope } from "./scope.ts";
import { listAsked, SCOPES } from "./scopes.ts";

/** The app registrations that Consentry has. */
export type Registration = Scope["registration"];

/** A client of Microsoft's that may get tokens for the API without a consent of its own. */
const PreAuthorizedClient = z.strictObject({
  appId: z.guid(),
  name: z.string(),
  source: z.string(),
});
type PreAuthorizedClient = z.infer<typeof PreAuthorizedClient>;

/** Clients in which the tab and the chat are shown: whoever asks for a token for the API is one of them. */
export const PRE_AUTHORIZED_CLIENTS: readonly PreAuthorizedClient[] = z
  .array(PreAuthorizedClient)
  .parse(rows);

/** Id of the API's one scope, `access_as_user`. */
export const ACCESS_AS_USER_ID = "5d0f1f0a-3a3c-4c39-9f4e-8f7f3a1c2b10";

/** One resource in the `requiredResourceAccess` of an app registration. */
export interface RequiredResource {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly {
    readonly id: string;
    readonly type: "Scope" | "Role";
  }[];
}

/**
 * What one of the app registrations requests: every permission of its scopes that people are asked for.
 * @param facts gives the ids; all of them are permissions of Microsoft Graph, OpenID Connect's too
 * @throws RangeError for a permission that the facts do not have in that type
 */
export function toRequiredResourceAccess(
  registration: Registration,
  facts: PermissionFacts,
): readonly RequiredResource[] {
  const scopes = SCOPES.filter((scope) => scope.registration === registration);
  const entries = scopes.flatMap(listAsked).map(({ value, type }) => {
    const id = facts.permissions.find(({ key }) => key === `graph:${value}`)?.[type]?.id;
    if (id === undefined) throw new RangeError(`permissions.json has no ${type} ${value}`);
    return [id, { id, type: type === "delegated" ? "Scope" : "Role" }] as const;
  });
  const resourceAppId = facts.resources.graph?.appId ?? "";
  return [{ resourceAppId, resourceAccess: [...new Map(entries).values()] }];
}
