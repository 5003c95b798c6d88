import { requirePerson } from "../../src/sandbox/entra/issue.ts";
import { requireResource } from "../../src/sandbox/entra/resources.ts";
import { signPersonToken } from "../../src/sandbox/entra/tokens.ts";
import { type AuthorityStage, tenantId } from "./authority-stage.ts";
import { personId } from "./browsing.ts";

export const graphAppId = "00000003-0000-0000-c000-000000000000";
const teamsClient = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";

export type Fields = Readonly<Record<string, string>>;

export interface ErrorBody {
  readonly error: string;
  readonly error_codes: readonly number[];
}

/** Posts to the token endpoint as the bot; overrides make it another request. */
export async function postToken(stage: AuthorityStage, overrides: Fields = {}, tenant = tenantId) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: stage.appId,
    client_secret: stage.appSecret,
    scope: "https://api.botframework.com/.default",
    ...overrides,
  });
  const url = `${stage.origin}/${tenant}/oauth2/v2.0/token`;
  const response = await fetch(url, { method: "POST", body });
  type Body = ErrorBody & Readonly<Record<string, string>>;
  return { status: response.status, body: (await response.json()) as Body };
}

/** The token that Teams gives for the API of an app, the bot's if none is named. */
export function signTeamsToken(
  stage: AuthorityStage,
  alias = "product-admin",
  appId = stage.appId,
) {
  return signPersonToken(stage.authority, {
    person: requirePerson(personId(alias)),
    clientId: teamsClient,
    resource: requireResource(stage.authority, appId),
    values: ["access_as_user"],
    amr: ["pwd"],
  });
}

/** Grants the bot scopes of Microsoft Graph for everybody. */
export function grantToAll(stage: AuthorityStage, ...values: readonly string[]): void {
  stage.directory.grantDelegated({
    clientObjectId: stage.idOf(stage.appId),
    resourceObjectId: stage.idOf(graphAppId),
    values,
    personId: null,
  });
}
