import { createHash, X509Certificate } from "node:crypto";
import {
  errors,
  importX509,
  type JWTPayload,
  jwtVerify,
  type ProtectedHeaderParameters,
} from "jose";
import type { Application } from "../directory/tenant-directory.ts";
import type { Authority, Client } from "./authority.ts";
import type { Fields } from "./fields.ts";
import { EntraRefusal, missingParameter } from "./refusal.ts";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Seconds that an assertion may lie in the future or past: clients write `nbf` from a clock of their own. */
const tolerance = 5;

/**
 * The app behind a token request, once its secret or certificate is verified.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 * @throws EntraRefusal 900144, 700016, 7000112, 7000216, 7000218, 7000215 or 7000xx of the assertion
 */
export async function requireClient(authority: Authority, fields: Fields): Promise<Client> {
  const clientId = fields.get("client_id");
  if (clientId === "") throw missingParameter("client_id");
  const { application, principal } = findClient(authority, clientId);
  const assertion = fields.get("client_assertion");
  if (assertion !== "") {
    await requireAssertion(authority, application, fields);
    return { application, principal, credential: "certificate" };
  }
  requireSecret(application, fields);
  return { application, principal, credential: "secret" };
}

export function appNotFound({ tenant }: Authority, clientId: string): EntraRefusal {
  const message = `Application with identifier '${clientId}' was not found in the directory '${tenant.name}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`;
  return new EntraRefusal(700016, "unauthorized_client", message);
}

/** A vendor's app that nobody has consented to yet has no service principal here. */
function findClient(authority: Authority, clientId: string) {
  const application = authority.directory.findApplication(clientId);
  const principal = application && authority.directory.findPrincipal(application.appId);
  if (!principal) throw appNotFound(authority, clientId);
  if (principal.accountEnabled) return { application, principal };
  const message = `Application '${clientId}'(${application.displayName}) is disabled.`;
  throw new EntraRefusal(7000112, "unauthorized_client", message);
}

function requireSecret({ appId, secret }: Application, fields: Fields): void {
  const given = fields.get("client_secret");
  if (given === "") throw noCredential(fields.get("grant_type"));
  if (given === secret) return;
  const message = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`;
  throw new EntraRefusal(7000215, "invalid_client", message, { status: 401 });
}

function noCredential(grantType: string): EntraRefusal {
  if (grantType === "client_credentials") {
    const message =
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.";
    return new EntraRefusal(7000216, "invalid_client", message, { status: 401 });
  }
  const message =
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
  return new EntraRefusal(7000218, "invalid_client", message, { status: 401 });
}

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
async function requireAssertion(authority: Authority, application: Application, fields: Fields) {
  if (fields.get("client_assertion_type") !== assertionType) {
    throw missingParameter("client_assertion_type");
  }
  const claims = await verifyAssertion(authority, application, fields.get("client_assertion"));
  const { appId } = application;
  if (claims.iss === appId && claims.sub === appId) return;
  const message = `Client assertion application identifier doesn't match 'client_id' parameter.`;
  throw badAssertion(700021, message);
}

async function verifyAssertion(authority: Authority, application: Application, assertion: string) {
  const { certificatePem } = application;
  if (!certificatePem) throw keyNotFound("no certificate is registered");
  const audience = toTokenEndpoints(authority);
  const key = (header: ProtectedHeaderParameters) => findKey(certificatePem, header);
  try {
    const { payload } = await jwtVerify<JWTPayload>(assertion, key, {
      algorithms: ["PS256", "RS256"],
      audience: [...audience],
      clockTolerance: tolerance,
      currentDate: new Date(authority.now()),
      requiredClaims: ["iss", "sub", "exp", "nbf"],
    });
    return payload;
  } catch (error) {
    throw toAssertionRefusal(error, audience);
  }
}

/** The header names the certificate by its SHA-256 thumbprint, in older clients by SHA-1. */
async function findKey(pem: string, header: ProtectedHeaderParameters) {
  const { raw } = new X509Certificate(pem);
  const thumbprint = (hash: string) => createHash(hash).update(raw).digest("base64url");
  const isNamed =
    header["x5t#S256"] === undefined
      ? header.x5t === thumbprint("sha1")
      : header["x5t#S256"] === thumbprint("sha256");
  if (!isNamed) throw keyNotFound("the key was not found by its thumbprint");
  return importX509(pem, header.alg ?? "PS256");
}

function toTokenEndpoints({ loginBase, tenant }: Authority): readonly string[] {
  return [...tenant.names, "organizations"].map((name) => `${loginBase}/${name}/oauth2/v2.0/token`);
}

function toAssertionRefusal(error: unknown, audience: readonly string[]): EntraRefusal {
  if (error instanceof EntraRefusal) return error;
  if (error instanceof errors.JWTExpired || isClaim(error, "nbf")) {
    return badAssertion(700024, "Client assertion is not within its valid time range.");
  }
  if (isClaim(error, "aud")) {
    const message = `Client assertion audience claim does not match Realm issuer. Expected: ${audience[0]}.`;
    return badAssertion(700023, message);
  }
  return badAssertion(700027, "Client assertion failed signature validation.");
}

function isClaim(error: unknown, claim: string): boolean {
  return error instanceof errors.JWTClaimValidationFailed && error.claim === claim;
}

function keyNotFound(reason: string): EntraRefusal {
  const message = `Client assertion failed signature validation. [Reason - ${reason}.]`;
  return badAssertion(700027, message);
}

function badAssertion(number: number, message: string): EntraRefusal {
  return new EntraRefusal(number, "invalid_client", message, { status: 401 });
}
