import type {
  AuthenticationResult,
  AuthorizationCodeRequest,
  ConfidentialClientApplication,
} from "@azure/msal-node";
import type { Cloud } from "../core/cloud/index.ts";
import type { Credential } from "./credential.ts";
import { hearRefusals } from "./hear-refusal.ts";
import { createMsalClient } from "./msal-client.ts";
import { type NoToken, toObstacle } from "./to-obstacle.ts";
import type { TokenWatch } from "./token-watch.ts";

/** Who asks, and where. */
export interface PersonClientOptions {
  readonly apiId: string;
  readonly credential: Credential;
  readonly cloud: Cloud;
}

/** What one call starts with. */
export interface PersonCall {
  readonly tenantId: string;
  readonly watch: TokenWatch;
  /** MSAL's cache as it was kept. */
  readonly cache: string | undefined;
}

/** What came of one call. */
export type Acquired =
  | {
      readonly kind: "acquired";
      readonly result: AuthenticationResult;
      /** MSAL's cache afterwards; undefined where it is what it was before. */
      readonly changed: string | undefined;
    }
  | NoToken;

export interface TokenWish {
  readonly scopes: string[];
  readonly claims?: string;
  /** True to have a newer token than the one in the cache. */
  readonly isNewer: boolean;
}

/** MSAL for one call: it holds the tokens of one person and is dropped afterwards. */
export interface PersonClient {
  /** Asks on behalf of the person whom Teams gave the assertion for. */
  askOnBehalf(assertion: string, wish: TokenWish): Promise<Acquired>;
  /** Asks with the refresh token of a sign-in on a page, for that very account. */
  askSilently(personId: string, wish: TokenWish): Promise<Acquired>;
  redeem(request: AuthorizationCodeRequest): Promise<Acquired>;
}

export function createPersonClient(options: PersonClientOptions, call: PersonCall): PersonClient {
  const { apiId: appId, credential, cloud } = options;
  const { tenantId, watch, cache } = call;
  const { networkClient, refusal } = hearRefusals(watch);
  const client = createMsalClient({ appId, tenantId, credential, cloud, networkClient });
  const before = load(client, cache);
  const attempt = async (ask: () => Promise<AuthenticationResult | null>): Promise<Acquired> => {
    try {
      const result = await ask();
      if (!result?.accessToken) return { kind: "unreachable" };
      const after = client.getTokenCache().serialize();
      return { kind: "acquired", result, changed: after === before ? undefined : after };
    } catch (error) {
      return toObstacle(error, { refusal: refusal(), busySeconds: watch.busySeconds() });
    }
  };
  return {
    askOnBehalf: (oboAssertion, { isNewer: skipCache, ...wish }) =>
      attempt(() => client.acquireTokenOnBehalfOf({ oboAssertion, skipCache, ...wish })),
    askSilently: async (personId, { isNewer: forceRefresh, ...wish }) => {
      const account = await findAccount(client, personId);
      if (!account) return { kind: "sign-in" };
      return attempt(() => client.acquireTokenSilent({ account, forceRefresh, ...wish }));
    },
    redeem: (request) => attempt(() => client.acquireTokenByCode(request)),
  };
}

/** @returns the cache as MSAL writes it */
function load(client: ConfidentialClientApplication, cache: string | undefined): string {
  const tokens = client.getTokenCache();
  if (cache !== undefined) tokens.deserialize(cache);
  return tokens.serialize();
}

async function findAccount(client: ConfidentialClientApplication, personId: string) {
  const accounts = await client.getTokenCache().getAllAccounts();
  return accounts.find(({ localAccountId }) => localAccountId === personId);
}
