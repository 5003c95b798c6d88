import type { Clock, Ids } from "../../ports.ts";
import type { Tenant } from "../directory/tenant.ts";
import type { Answer, Call, Route } from "../http.ts";
import { type Keys, tokenLifetime } from "../keys.ts";

export interface EntraOptions {
  readonly tenant: Tenant;
  /** Public name of the login endpoint; tokens and metadata carry it. */
  readonly loginBase: string;
  /** Where the simulated services listen. */
  readonly origin: string;
  readonly appId: string;
  readonly appSecret: string;
  /** The one resource that gives tokens so far: the Bot Connector. */
  readonly resource: string;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly ids: Ids;
}

const bodyLimit = 64 * 1024;

/** Simulated Microsoft Entra ID: discovery, keys, and the token endpoint for client credentials. */
export function entraRoutes(options: EntraOptions): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/:tenant/v2.0/.well-known/openid-configuration",
      answer: (call) => describe(options, call),
    },
    {
      method: "GET",
      path: "/:tenant/discovery/v2.0/keys",
      answer: (call) =>
        isKnown(options, call)
          ? { status: 200, body: options.keys.jwks() }
          : noTenant(options, call),
    },
    {
      method: "POST",
      path: "/:tenant/oauth2/v2.0/token",
      answer: (call) => giveToken(options, call),
    },
  ];
}

/** Issuer of the version 1 tokens that Entra gives for the Bot Connector. */
export function toConnectorIssuer(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

/**
 * OpenID Connect metadata. `?local=1` puts the keys on loopback, for clients whose requests cannot be
 * mapped (botframework-connector fetches metadata by itself).
 */
function describe(options: EntraOptions, call: Call): Answer {
  if (!isKnown(options, call)) return noTenant(options, call);
  const base = `${options.loginBase}/${options.tenant.id}`;
  const keysBase = call.url.searchParams.has("local")
    ? `${options.origin}/${options.tenant.id}`
    : base;
  const body = {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${keysBase}/discovery/v2.0/keys`,
    response_types_supported: ["code"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
  return { status: 200, body };
}

async function giveToken(options: EntraOptions, call: Call): Promise<Answer> {
  if (!isKnown(options, call)) return noTenant(options, call);
  const form = await call.form(bodyLimit);
  const field = (name: string) => form.get(name) ?? "";
  const refusal = refuseGrant(options, field) ?? refuseClient(options, field);
  if (refusal) return toAnswer(options, refusal);
  const access_token = await signAppToken(options);
  return {
    status: 200,
    body: {
      token_type: "Bearer",
      expires_in: tokenLifetime,
      ext_expires_in: tokenLifetime,
      access_token,
    },
  };
}

interface Refused {
  readonly status: number;
  readonly number: number;
  readonly error: string;
  readonly message: string;
}

function refuseGrant(options: EntraOptions, field: (name: string) => string): Refused | undefined {
  const grant = field("grant_type");
  if (grant === "") return bad(900144, "invalid_request", missingParameter("grant_type"));
  if (grant !== "client_credentials") {
    const message = `The app requested an unsupported grant type '${grant}'.`;
    return bad(70003, "unsupported_grant_type", message);
  }
  const scope = field("scope");
  if (!/^\S+\/\.default$/.test(scope)) {
    const message = `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
    return bad(1002012, "invalid_scope", message);
  }
  if (scope === `${options.resource}/.default`) return undefined;
  const message = `The resource principal named ${scope.slice(0, -"/.default".length)} was not found in the tenant named ${options.tenant.name}.`;
  return bad(500011, "invalid_resource", message);
}

function refuseClient(options: EntraOptions, field: (name: string) => string): Refused | undefined {
  const clientId = field("client_id");
  if (clientId !== options.appId) {
    const message = `Application with identifier '${clientId}' was not found in the directory '${options.tenant.name}'.`;
    return bad(700016, "unauthorized_client", message);
  }
  const secret = field("client_secret");
  if (secret === options.appSecret) return undefined;
  const message =
    secret === ""
      ? "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type."
      : `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`;
  return {
    status: 401,
    number: secret === "" ? 7000216 : 7000215,
    error: "invalid_client",
    message,
  };
}

function bad(number: number, error: string, message: string): Refused {
  return { status: 400, number, error, message };
}

export function missingParameter(name: string): string {
  return `The request body must contain the following parameter: '${name}'.`;
}

function isKnown({ tenant }: EntraOptions, { params }: Call): boolean {
  return tenant.names.includes((params.tenant ?? "").toLowerCase());
}

function noTenant(options: EntraOptions, call: Call): Answer {
  const message = tenantNotFound(call.params.tenant ?? "");
  return toAnswer(options, bad(90002, "invalid_request", message));
}

export function tenantNotFound(name: string): string {
  return `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
}

function toAnswer({ loginBase, clock, ids }: EntraOptions, refused: Refused): Answer {
  const { status, number, error, message } = refused;
  const timestamp = new Date(clock.now()).toISOString();
  const [trace_id, correlation_id] = [ids.next(), ids.next()];
  const error_description = `AADSTS${number}: ${message} Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`;
  const error_uri = `${loginBase}/error?code=${number}`;
  const error_codes = [number];
  return {
    status,
    body: { error, error_description, error_codes, timestamp, trace_id, correlation_id, error_uri },
  };
}

function signAppToken({ tenant, resource, appId, keys, ids }: EntraOptions): Promise<string> {
  return keys.sign({
    aud: resource,
    iss: toConnectorIssuer(tenant.id),
    appid: appId,
    appidacr: "1",
    idtyp: "app",
    tid: tenant.id,
    uti: ids.next(),
    ver: "1.0",
  });
}
