import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from "botbuilder";
import {
  AuthenticationError,
  type BotFrameworkAuthentication,
  type ConnectorFactory,
  EmulatorValidation,
  ServiceClientCredentialsFactory,
  TokenCredentials,
} from "botframework-connector";
import type { Cloud } from "../core/cloud/index.ts";
import { AppError } from "../core/errors.ts";
import { isServiceUrlAllowed } from "./fence.ts";
import { createPacer, type Pacer } from "./pace.ts";
import { createPatience, type Patience } from "./patience.ts";
import { type RetryOptions, replaceRetryPolicy } from "./retry.ts";
import { addTargeting } from "./targeted.ts";

export interface AdapterOptions extends RetryOptions {
  readonly appId: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
  /** Gives the bot's own token for the Bot Connector. */
  readonly botToken: () => Promise<string>;
}

const PATIENCE_MS = 10_000;

/** The SDK's adapter with its authentication fully on, the same in every cloud. */
export function createAdapter(options: AdapterOptions): CloudAdapter {
  const { appId, tenantId, cloud, botToken } = options;
  const authentication = new ConfigurationBotFrameworkAuthentication(
    // As soon as one address is given, all must be given.
    {
      MicrosoftAppId: appId,
      MicrosoftAppType: "SingleTenant",
      MicrosoftAppTenantId: tenantId,
      ToChannelFromBotLoginUrl: `${cloud.loginBase}/${tenantId}`,
      ToChannelFromBotOAuthScope: cloud.botScope,
      ToBotFromChannelTokenIssuer: cloud.botIssuer,
      OAuthUrl: cloud.tokenServiceUrl,
      ToBotFromChannelOpenIdMetadataUrl: cloud.botMetadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: cloud.emulatorMetadataUrl,
      CallerId: cloud.callerId,
      ValidateAuthority: true,
    },
    new BotCredentials(appId, botToken),
    {
      requiredEndorsements: [],
      // A second fence. It must be an AuthenticationError: any other becomes HTTP 500.
      validateClaims: async (claims) => {
        const issuer = claims.find((claim) => claim.type === "iss")?.value;
        if (issuer !== cloud.botIssuer) throw new AuthenticationError("issuer", 401);
      },
    },
  );
  guardConnectors(authentication, options);
  return new CloudAdapter(authentication);
}

/**
 * The SDK's own factory for MSAL is typed for an older msal-node and keeps tokens in a process-wide
 * cache; ours asks the identity rim, which keeps them per bot.
 */
class BotCredentials extends ServiceClientCredentialsFactory {
  readonly #appId: string;
  readonly #botToken: () => Promise<string>;

  constructor(appId: string, botToken: () => Promise<string>) {
    super();
    this.#appId = appId;
    this.#botToken = botToken;
  }

  override async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.#appId;
  }

  /** Never: an empty app id stops the start long before. */
  override async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  override async createCredentials(appId: string) {
    if (appId !== this.#appId) throw new AuthenticationError("app id", 401);
    const botToken = this.#botToken;
    const signRequest: TokenCredentials["signRequest"] = async (resource) =>
      new TokenCredentials(await botToken()).signRequest(resource);
    return { signRequest };
  }
}

/**
 * Sees to it that every connector client goes to an allowed host, sends to one person alone what is for one
 * person, follows our retry rule and does not hold its turn for long. There are two doors: turns take their factory from authenticateRequest,
 * proactive sends from createConnectorFactory.
 */
function guardConnectors(authentication: BotFrameworkAuthentication, options: AdapterOptions) {
  const { patienceMs = PATIENCE_MS } = options;
  const guard = { ...options, pacer: createPacer(options) };
  const authenticate = authentication.authenticateRequest.bind(authentication);
  authentication.authenticateRequest = async (activity, header) => {
    const patience = createPatience(patienceMs);
    try {
      // The SDK asks for keys without a time limit.
      const result = await patience.limit(() => authenticate(activity, header));
      const { connectorFactory } = result;
      if (connectorFactory) guardFactory(connectorFactory, guard, patience);
      return result;
    } finally {
      forgetIssuers();
    }
  };
  const createFactory = authentication.createConnectorFactory.bind(authentication);
  authentication.createConnectorFactory = (identity) =>
    guardFactory(createFactory(identity), guard, createPatience(patienceMs));
}

const { issuer: knownIssuers } = EmulatorValidation.ToBotFromEmulatorTokenValidationParameters;
const issuerCount = knownIssuers?.length ?? 0;

/**
 * Takes back what the SDK added to its process-wide list: four issuers for each new `tid`, read from a
 * token before its signature is. A forged token with the right claims comes as far as that.
 */
function forgetIssuers(): void {
  if (Array.isArray(knownIssuers)) knownIssuers.length = issuerCount;
}

/** The SDK makes a new factory for each turn and each proactive send. */
function guardFactory(
  factory: ConnectorFactory,
  { cloud, sleep, pacer }: AdapterOptions & { readonly pacer: Pacer },
  patience: Patience,
): ConnectorFactory {
  const create = factory.create.bind(factory);
  factory.create = async (serviceUrl, audience) => {
    if (!isServiceUrlAllowed(serviceUrl, cloud))
      throw new AppError("ERR_EGRESS_BLOCKED", "a connector of another host was asked for");
    const client = await create(serviceUrl, audience);
    addTargeting(client);
    replaceRetryPolicy(client, { sleep, pacer, patience });
    return client;
  };
  return factory;
}
