import { z } from "zod";
import { accessAsUser, teamsWebClient } from "./directory/own-apps.ts";
import { findPerson, type Person } from "./directory/people.ts";
import type { Authority } from "./entra/entra.ts";
import { asksSecondFactor } from "./entra/policies.ts";
import { requireResource } from "./entra/resources.ts";
import { signPersonToken } from "./entra/tokens.ts";
import { type Call, Refusal, type Route } from "./http.ts";
import { readAs } from "./teams/sent-activity.ts";

export interface HostOptions {
  /** A reset replaces it. */
  readonly readAuthority: () => Authority;
  /** Client id of Consentry's API. */
  readonly apiId: string;
}

/** Body of `POST /sandbox/api/host/token`. */
const Ask = z.strictObject({
  as: z.string().min(1),
  claims: z.string().optional(),
  expired: z.literal(true).optional(),
});

const bodyLimit = 16 * 1024;

/**
 * What Teams does for a page or a card of the app: `POST /sandbox/api/host/token` with `{as, claims?,
 * expired?}` answers `{token}`, the person's token for Consentry's API, as `getAuthToken` of teams-js gives
 * it and as `signin/tokenExchange` carries it. With the claims of a refusal (50076) the person has given a
 * second factor for it; with `expired` it is one that has ended already.
 *
 * Errors: 400 bad body or person; 403 with the text of the failure of `getAuthToken` as its code, while
 * `hostToken` of `/sandbox/api/tenant/sign-in` is `refused`.
 */
export function hostRoutes(options: HostOptions): readonly Route[] {
  const path = "/sandbox/api/host/token";
  return [
    {
      method: "POST",
      path,
      answer: async (call) => ({ status: 200, body: { token: await giveToken(options, call) } }),
    },
  ];
}

/** https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-overview */
async function giveToken({ readAuthority, apiId }: HostOptions, call: Call): Promise<string> {
  const authority = readAuthority();
  const { as, claims = "", expired } = readAs(Ask, await call.json(bodyLimit));
  const person = requirePerson(as);
  const resource = requireResource(authority, apiId);
  const isKnown = resource.application?.preAuthorizedClients.includes(teamsWebClient);
  if (!isKnown || authority.switches.hostToken === "refused") throw noConsent();
  const lifetimeSeconds = authority.switches.tokenLifetimeSeconds;
  const ageSeconds = expired ? lifetimeSeconds + expiredSeconds : 0;
  return signPersonToken(authority, {
    person,
    resource,
    clientId: teamsWebClient,
    values: [accessAsUser],
    amr: asksSecondFactor(claims) ? ["pwd", "mfa"] : ["pwd"],
    life: { lifetimeSeconds, ageSeconds },
  });
}

/** Beyond what anybody tolerates between two clocks. */
const expiredSeconds = 600;

function requirePerson(idOrAlias: string): Person {
  const person = findPerson(idOrAlias);
  if (person) return person;
  throw new Refusal(400, "UnknownPerson", "`as` is no id or alias of /sandbox/api/people.");
}

/** What teams-js reports: https://github.com/OfficeDev/microsoft-teams-library-js/issues/691 */
function noConsent(): Refusal {
  return new Refusal(403, "resourceRequiresConsent", "Teams gives no token for the app.");
}
