// The bot of the official samples: CloudAdapter and restify, authentication on. It answers each message
// and each Action.Execute with one card that is ready, so that all it spends is the SDK's and the server's.
import { createRequire, enableCompileCache } from "node:module";
import type { AddressInfo } from "node:net";
import type * as Msal from "@azure/msal-node";
import type { MsalServiceClientCredentialsFactory } from "botframework-connector";
import { APP_ID, APP_SECRET, LOGIN_BASE, readSetup, reportTo, TENANT_ID } from "../setup.ts";

const { origin, compileCache, card } = readSetup();
if (compileCache !== undefined) enableCompileCache(compileCache);
const [sdk, connector, { default: restify }] = await Promise.all([
  import("botbuilder"),
  import("botframework-connector"),
  import("restify"),
]);

class EchoBot extends sdk.ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await context.sendActivity(sdk.MessageFactory.attachment(sdk.CardFactory.adaptiveCard(card)));
      await next();
    });
  }

  protected override async onAdaptiveCardInvoke() {
    return { statusCode: 200, type: "application/vnd.microsoft.card.adaptive", value: { ...card } };
  }
}

const credentials = new connector.MsalServiceClientCredentialsFactory(APP_ID, createClient());
const authentication = new sdk.ConfigurationBotFrameworkAuthentication(
  {
    MicrosoftAppId: APP_ID,
    MicrosoftAppType: "SingleTenant",
    MicrosoftAppTenantId: TENANT_ID,
    ToChannelFromBotLoginUrl: `${LOGIN_BASE}/${TENANT_ID}`,
    ToChannelFromBotOAuthScope: "https://api.botframework.com",
    ToBotFromChannelTokenIssuer: "https://api.botframework.com",
    OAuthUrl: origin,
    ToBotFromChannelOpenIdMetadataUrl: `${origin}/v1/.well-known/openidconfiguration`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${origin}/v1/.well-known/openidconfiguration`,
    CallerId: "urn:botframework:azure",
    ValidateAuthority: true,
  },
  credentials,
);
const adapter = new sdk.CloudAdapter(authentication);
const bot = new EchoBot();
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post("/api/messages", async (request: Request, response: Response) => {
  await adapter.process(request, response, (context) => bot.run(context));
});
server.listen(0, "127.0.0.1", () => reportTo((server.address() as AddressInfo).port, () => 0));

type Request = import("restify").Request;
type Response = import("restify").Response;
type Client = ConstructorParameters<typeof MsalServiceClientCredentialsFactory>[1];

/** The SDK's own MSAL (not ours, which is newer), with the login's name led to the fake services. */
function createClient(): Client {
  const own = createRequire(import.meta.resolve("botframework-connector"));
  const msal = own("@azure/msal-node") as typeof Msal;
  const send = async <T>(method: string, url: string, options: Msal.NetworkRequestOptions = {}) => {
    const { pathname, search } = new URL(url);
    const { headers = {}, body } = options;
    const response = await fetch(origin + pathname + search, {
      method,
      headers,
      body: body ?? null,
    });
    const answered = Object.fromEntries(response.headers);
    return { status: response.status, headers: answered, body: (await response.json()) as T };
  };
  const client = new msal.ConfidentialClientApplication({
    auth: {
      clientId: APP_ID,
      clientSecret: APP_SECRET,
      authority: `${LOGIN_BASE}/${TENANT_ID}`,
    },
    system: {
      networkClient: {
        sendGetRequestAsync: (url, options) => send("GET", url, options),
        sendPostRequestAsync: (url, options) => send("POST", url, options),
      },
    },
  });
  return client as unknown as Client;
}
