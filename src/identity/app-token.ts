import {
  AuthError,
  ClientConfigurationError,
  type ConfidentialClientApplication,
  ServerError,
} from "@azure/msal-node";
import { createBoundedMap } from "../core/bounded-map.ts";
import type { Cloud } from "../core/cloud/index.ts";
import { isGuid } from "../core/guid.ts";
import type { AppTokenAnswer, AppTokens, Clock, TokenRenewal } from "../ports/index.ts";
import { type Credential, CredentialRefused } from "./credential.ts";
import type { Egress } from "./egress.ts";
import { createMsalClient } from "./msal-client.ts";
import { REASONS } from "./refusal-reasons.ts";
import { type TokenWatch, watchTokens } from "./token-watch.ts";

export interface AppTokenOptions {
  readonly appId: string;
  readonly credential: Credential;
  readonly cloud: Cloud;
  readonly egress: Egress;
  readonly clock: Clock;
  /** Tenants whose tokens are kept. @default 1000 */
  readonly limit?: number;
}

const NEWER_AFTER = 60_000;

/** One tenant's client and what is known of its tokens. */
interface Line {
  readonly client: ConfidentialClientApplication;
  readonly watch: TokenWatch;
  /** When the last token came from the endpoint, in milliseconds since 1970. */
  issuedAt: number;
  pending: Promise<AppTokenAnswer> | undefined;
}

/**
 * Makes the function that gives app-only tokens, with one MSAL client a tenant.
 * @throws ClientConfigurationError from a call when MSAL does not take the options
 */
export function createAppToken(options: AppTokenOptions): AppTokens {
  const { cloud, clock, limit = 1000 } = options;
  const lines = createBoundedMap<Line>(limit);
  const scopes = [`${cloud.graphBase}/.default`];
  return async (tenantId, renewal) => {
    const id = tenantId.toLowerCase();
    if (!isGuid(id)) return { kind: "refused", reason: "tenant" };
    const line = lines.get(id) ?? openLine(options, id);
    lines.set(id, line);
    if (renewal) return acquire(line, { scopes, ...toRequest(line, renewal, clock) }, clock);
    line.pending ??= acquire(line, { scopes }, clock).finally(() => {
      line.pending = undefined;
    });
    return line.pending;
  };
}

function openLine({ appId, credential, cloud, egress, clock }: AppTokenOptions, tenantId: string) {
  const watch = watchTokens(egress.networkClient, clock);
  const { networkClient } = watch;
  const client = createMsalClient({ appId, tenantId, credential, cloud, networkClient });
  return { client, watch, issuedAt: 0, pending: undefined };
}

interface TokenRequest {
  readonly claims?: string;
  readonly skipCache?: boolean;
}

function toRequest(line: Line, renewal: TokenRenewal, clock: Clock): TokenRequest {
  if (renewal.kind === "claims") return { claims: renewal.claims };
  return { skipCache: clock.now() - line.issuedAt >= NEWER_AFTER };
}

async function acquire(
  line: Line,
  request: TokenRequest & { scopes: string[] },
  clock: Clock,
): Promise<AppTokenAnswer> {
  try {
    const result = await line.client.acquireTokenByClientCredential(request);
    if (!result?.accessToken) return { kind: "unreachable" };
    if (!result.fromCache) line.issuedAt = clock.now();
    return { kind: "token", token: result.accessToken, scope: "application" };
  } catch (error) {
    return toAnswer(error, line.watch);
  }
}

function toAnswer(error: unknown, watch: TokenWatch): AppTokenAnswer {
  if (error instanceof CredentialRefused) return { kind: "refused", reason: "credentials" };
  if (!(error instanceof AuthError) || error instanceof ClientConfigurationError) throw error;
  const { errorNo, status = 0 } = error instanceof ServerError ? error : {};
  // What MSAL repeats from memory has the number in place of the code, and no status.
  const reason = REASONS[String(errorNo)] ?? REASONS[error.errorCode];
  if (reason) return { kind: "refused", reason };
  const isBusy = status === 429 || status >= 500 || error.errorCode === "temporarily_unavailable";
  const seconds = watch.busySeconds() || (isBusy ? 60 : 0);
  return seconds > 0 ? { kind: "busy", seconds } : { kind: "unreachable" };
}
