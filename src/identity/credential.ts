import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  AuthError,
  ManagedIdentityApplication,
  type NodeAuthOptions,
  ServerError,
} from "@azure/msal-node";
import type { Cloud } from "../core/cloud/index.ts";
import { AppError } from "../core/errors.ts";
import type { Clock } from "../ports/index.ts";
import type { Egress } from "./egress.ts";

/** How an app registration proves who it is. What is secret in it shows in no print of it. */
export interface Credential {
  readonly kind: "managed-identity" | "certificate" | "secret";
  /** A line for the log at start, where something better is to be had or time runs out. */
  readonly warning: string | undefined;
  /** The part of MSAL's configuration that proves it: hand it to MSAL and to nobody else. */
  toAuth(): Pick<NodeAuthOptions, "clientAssertion" | "clientCertificate" | "clientSecret">;
}

/** What an app registration is called, and what the names of its settings begin with. */
const WORDS = {
  bot: { name: "the bot", prefix: "BOT" },
  api: { name: "the API", prefix: "API" },
} as const;

/** The first that is given counts: the settings see to it that there is one. */
export interface CredentialOptions {
  /** Whose it is: warnings and errors name its settings. @default "bot" */
  readonly registration?: keyof typeof WORDS;
  /** Client id of a user-assigned managed identity that the app registration trusts. */
  readonly managedIdentity?: string | undefined;
  /** Path of a PEM file with an RSA key and its certificate. */
  readonly certificateFile?: string | undefined;
  readonly secret?: string | undefined;
  readonly cloud: Cloud;
  readonly egress: Egress;
  readonly clock: Clock;
}

/** The managed identity's endpoint said no, so the credential and not the network is at fault. */
export class CredentialRefused extends Error {
  override readonly name = "CredentialRefused";
}

/**
 * Makes the credential of an app registration: a managed identity as federated credential, else a
 * certificate, else a client secret.
 * @throws AppError ERR_CONFIG_INVALID when none is given, or the certificate's file does not hold what
 *   it should
 */
export function createCredential(options: CredentialOptions): Credential {
  const { managedIdentity, certificateFile, secret, registration = "bot" } = options;
  const words = WORDS[registration];
  if (managedIdentity !== undefined) return fromManagedIdentity(managedIdentity, options);
  if (certificateFile !== undefined) return fromCertificate(certificateFile, options.clock, words);
  if (secret !== undefined) return fromSecret(secret, options.cloud, words);
  const sentence = `${capitalize(words.name)} has nothing to prove itself with: set ${words.prefix}_MANAGED_IDENTITY, ${words.prefix}_CERTIFICATE_FILE or SECRET_${words.prefix}_PASSWORD.`;
  throw new AppError("ERR_CONFIG_INVALID", sentence);
}

type Words = (typeof WORDS)[keyof typeof WORDS];

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Azure's instance metadata service: a link-local address that every virtual machine has. */
const INSTANCE_METADATA = "http://169.254.169.254";

/**
 * Where this machine's managed identity is asked for its token: what App Service and Container Apps
 * announce in IDENTITY_ENDPOINT, else the instance metadata service. Empty without a managed identity.
 * Source: learn.microsoft.com/azure/app-service/overview-managed-identity (REST endpoint reference).
 */
export function listIdentityEndpoints(given: {
  readonly managedIdentity?: string | undefined;
  readonly endpoint?: string | undefined;
}): readonly string[] {
  return given.managedIdentity === undefined ? [] : [given.endpoint ?? INSTANCE_METADATA];
}

/**
 * Audience of the tokens that Entra takes from a managed identity in place of a certificate, by cloud.
 * Source: learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
 */
const TOKEN_EXCHANGE = {
  global: "api://AzureADTokenExchange",
  usGovL4: "api://AzureADTokenExchangeUSGov",
  usGovL5: "api://AzureADTokenExchangeUSGov",
  china21Vianet: "api://AzureADTokenExchangeChina",
} as const satisfies Record<Cloud["availability"], string>;

function fromManagedIdentity(
  clientId: string,
  { cloud, egress }: Pick<CredentialOptions, "cloud" | "egress">,
): Credential {
  const identity = new ManagedIdentityApplication({
    managedIdentityIdParams: { userAssignedClientId: clientId },
    system: { networkClient: egress.networkClient },
  });
  const resource = TOKEN_EXCHANGE[cloud.availability];
  const clientAssertion = () => askIdentity(() => identity.acquireToken({ resource }));
  return { kind: "managed-identity", warning: undefined, toAuth: () => ({ clientAssertion }) };
}

async function askIdentity(acquire: () => Promise<{ accessToken: string }>): Promise<string> {
  try {
    const { accessToken } = await acquire();
    if (accessToken) return accessToken;
  } catch (error) {
    if (isPassing(error)) throw error;
  }
  throw new CredentialRefused("the managed identity gave no token");
}

/** No answer, or one that asks to come again. */
function isPassing(error: unknown): boolean {
  if (error instanceof ServerError && error.status)
    return error.status === 429 || error.status >= 500;
  return error instanceof AuthError && error.errorCode === "network_error";
}

const MONTH = 30 * 24 * 60 * 60 * 1000;

function fromCertificate(file: string, clock: Clock, { name, prefix }: Words): Credential {
  const setting = `${prefix}_CERTIFICATE_FILE`;
  const { key, certificate } = readCertificate(file, setting);
  const clientCertificate = {
    thumbprintSha256: certificate.fingerprint256.replaceAll(":", ""),
    privateKey: key.export({ type: "pkcs8", format: "pem" }).toString(),
  };
  const isEnding = Date.parse(certificate.validTo) < clock.now() + MONTH;
  const warning = isEnding
    ? `the certificate of ${name} has expired or does so within 30 days: put a new one in ${setting}`
    : undefined;
  return { kind: "certificate", warning, toAuth: () => ({ clientCertificate }) };
}

function readCertificate(
  file: string,
  setting: string,
): { key: KeyObject; certificate: X509Certificate } {
  const pem = readPem(file, setting);
  try {
    const key = createPrivateKey(pem);
    const certificate = new X509Certificate(pem);
    // MSAL signs with PS256, which takes an RSA key.
    if (key.asymmetricKeyType === "rsa" && certificate.checkPrivateKey(key))
      return { key, certificate };
  } catch {
    // The parser's words may quote the file, so they are not passed on.
  }
  const sentence = `${setting} does not fit: set it to a PEM file with an RSA key without passphrase and its certificate.`;
  throw new AppError("ERR_CONFIG_INVALID", sentence);
}

function readPem(file: string, setting: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const sentence = `${setting} cannot be read: set it to the path of a PEM file.`;
    throw new AppError("ERR_CONFIG_INVALID", sentence, { cause });
  }
}

function fromSecret(
  clientSecret: string,
  { loopback }: Cloud,
  { name, prefix }: Words,
): Credential {
  const warning = loopback
    ? undefined
    : `${name} proves itself with a client secret: ${prefix}_MANAGED_IDENTITY leaves nothing to steal, ${prefix}_CERTIFICATE_FILE less`;
  return { kind: "secret", warning, toAuth: () => ({ clientSecret }) };
}
