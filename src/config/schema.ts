import { delimiter } from "node:path";
import { z } from "zod";
import { clouds } from "../core/cloud/index.ts";

/** App id of the bot in the simulated tenant. Every other id counts as one of a real tenant. */
export const SANDBOX_APP_ID = "c0a5e217-5a9d-4b0c-8000-000000000001";
/** App id of Consentry's API there: its own app registration, through which people sign in. */
export const SANDBOX_API_ID = "c0a5e217-5a9d-4b0c-8000-000000000002";
/** Id of the Teams app there. */
export const SANDBOX_TEAMS_APP_ID = "c0a5e217-5a9d-4b0c-8000-000000000003";

const cloudIds = clouds.map((cloud) => cloud.id);

/** A list in one text; blanks around the parts do not matter. */
function listOf(separator: string | RegExp) {
  return z.string().transform((text) => text.split(separator).map((part) => part.trim()));
}

/** Every setting by the name it has in the environment; the description is its line of help. */
export const Settings = z.object({
  ENV_NAME: z
    .string()
    .optional()
    .describe(
      "Name of the file env/.env.<name> to read; sandbox while CLOUD names no other cloud.",
    ),
  HOST: z
    .string()
    .default("127.0.0.1")
    .describe("Address to listen on: 127.0.0.1, or 0.0.0.0 behind a gateway that speaks https."),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(3978)
    .describe("Port to listen on; 0 takes a free one."),
  CLOUD: z
    .enum(cloudIds)
    .default("sandbox")
    .describe(`Set of Microsoft endpoints: ${cloudIds.join(", ")}.`),
  BOT_ID: z.guid().toLowerCase().optional().describe("App id (client id) of the bot."),
  BOT_TENANT_ID: z
    .guid()
    .toLowerCase()
    .optional()
    .describe("Id of the tenant that the bot's app registration lives in."),
  SECRET_BOT_PASSWORD: z
    .string()
    .optional()
    .describe("Client secret of the bot's app registration; made at start in the sandbox."),
  BOT_MANAGED_IDENTITY: z
    .guid()
    .toLowerCase()
    .optional()
    .describe(
      "Client id of a user-assigned managed identity that the bot's app registration trusts; in place of a secret.",
    ),
  BOT_CERTIFICATE_FILE: z
    .string()
    .optional()
    .describe(
      "Path of a PEM file with an RSA key and its certificate for the bot's app registration; in place of a secret.",
    ),
  API_ID: z
    .guid()
    .toLowerCase()
    .optional()
    .describe("App id (client id) of the API through which people sign in; not the bot's."),
  SECRET_API_PASSWORD: z
    .string()
    .optional()
    .describe("Client secret of the API's app registration; made at start in the sandbox."),
  API_MANAGED_IDENTITY: z
    .guid()
    .toLowerCase()
    .optional()
    .describe(
      "Client id of a user-assigned managed identity that the API's app registration trusts; in place of a secret.",
    ),
  API_CERTIFICATE_FILE: z
    .string()
    .optional()
    .describe(
      "Path of a PEM file with an RSA key and its certificate for the API's app registration; in place of a secret.",
    ),
  API_URI: z
    .string()
    .regex(/^api:\/\/\S+$/)
    .optional()
    .describe(
      "Application ID URI of the API, as its app registration and the Teams app name it; api://<host of PUBLIC_URL>/botid-<BOT_ID> without it.",
    ),
  TEAMS_APP_ID: z
    .guid()
    .toLowerCase()
    .optional()
    .describe("Id of the Teams app, as its manifest names it: links into Teams lead to it."),
  IDENTITY_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Where Azure App Service gives managed identities; Azure sets it by itself."),
  ALLOWED_TENANTS: listOf(",")
    .pipe(z.array(z.guid().toLowerCase()))
    .optional()
    .describe("Tenant ids, separated by commas, whose people may talk to the bot; BOT_TENANT_ID."),
  CONSENT_CLIENT_IDS: z
    .union([z.literal("*"), listOf(",").pipe(z.array(z.guid().toLowerCase()))])
    .default([])
    .describe(
      "Client ids, separated by commas, that consent links may be made for; none without it, * for any.",
    ),
  CONSENT_DOMAINS: listOf(",")
    .pipe(z.array(z.string().toLowerCase()))
    .default([])
    .describe(
      "Domains, separated by commas, that are verified in BOT_TENANT_ID and may stand for it in consent links.",
    ),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((address) => address.replace(/\/+$/, ""))
    .optional()
    .describe("Address of this server as a browser sees it, with https outside the sandbox."),
  PROXY_HOPS: z.coerce
    .number()
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe("Gateways in front of this server that add to X-Forwarded-For; 1 on Azure."),
  REQUESTS_PER_SECOND: z.coerce
    .number()
    .min(1)
    .max(100_000)
    .default(50)
    .describe("Requests a second that one address may send for long; four times as many at once."),
  CATALOGUE_PACKS: listOf(delimiter)
    .optional()
    .describe('Folders of your own catalogue packs, separated by ":" (";" on Windows).'),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"])
    .default("info")
    .describe("Least important lines to log: debug, info, warn or error."),
  STORE: z
    .enum(["sqlite", "tables"])
    .default("sqlite")
    .describe(
      "Where state is kept: sqlite in STORE_FILE, for one process; tables in Azure Table Storage, for any number of them.",
    ),
  STORE_FILE: z
    .string()
    .default("data/state.db")
    .describe(
      "File that keeps requests and the audit log; :memory: keeps them until the end only.",
    ),
  TABLES_ENDPOINT: z
    .url({ protocol: /^https$/ })
    .transform((address) => address.replace(/\/+$/, ""))
    .optional()
    .describe(
      "https address of the table service for STORE=tables: https://<account>.table.core.windows.net.",
    ),
  TABLES_MANAGED_IDENTITY: z
    .guid()
    .toLowerCase()
    .optional()
    .describe(
      "Client id of a user-assigned managed identity with the role Storage Table Data Contributor there.",
    ),
  SECRET_TABLES_CONNECTION: z
    .string()
    .optional()
    .describe(
      "Connection string of a storage account or of Azurite, in place of TABLES_ENDPOINT and its identity.",
    ),
  TABLES_NAME: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{2,62}$/)
    .default("consentry")
    .describe("Name of the table: 3 to 63 letters and digits; it is made when it is missing."),
  WEBSITE_INSTANCE_ID: z
    .string()
    .optional()
    .describe(
      "Set by Azure App Service itself: its disks cannot hold STORE_FILE, so STORE has to be tables.",
    ),
  SECRET_STATE_KEY: listOf(",")
    .pipe(z.array(z.string().min(32)).min(1))
    .optional()
    .describe(
      "Random text of 32 characters or more that seals consent states; after a comma, older keys that may still open them.",
    ),
  SANDBOX: z
    .enum(["0", "1"])
    .default("0")
    .describe("1 lets the sandbox start although BOT_ID is not the sandbox's own."),
  NODE_ENV: z.string().optional().describe("production makes the sandbox refuse to start."),
});
export type Settings = z.infer<typeof Settings>;
