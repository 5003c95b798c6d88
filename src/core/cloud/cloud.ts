import { z } from "zod";
import rows from "./clouds.json" with { type: "json" };

/** A set of Microsoft endpoints. The sandbox is one more row, not a mode. */
export const Cloud = z.strictObject({
  /** As `CLOUD` names it: `gcch`. */
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  /** Authority that tokens name, and that MSAL asks (through the egress map in the sandbox). */
  loginBase: z.string(),
  /** Where a person's browser opens consent and sign-in pages. */
  browserLoginBase: z.string(),
  graphBase: z.string(),
  /** Resource of the Outlook protocols for delegated scopes (IMAP, POP, SMTP). */
  outlookResource: z.string(),
  /** Office 365 Exchange Online as `.default` names it: roles such as IMAP.AccessAsApp. */
  outlookAppResource: z.string(),
  portalBase: z.string(),
  /** Where links into Teams lead. */
  teamsBase: z.string(),
  /** `iss` of the Bot Connector's tokens. */
  botIssuer: z.string(),
  /** Resource that the bot's own token is asked for. */
  botScope: z.string(),
  /** OpenID metadata of the Bot Connector's keys. */
  botMetadataUrl: z.string(),
  /** The SDK wants it as soon as one address is given; the fence lets no such token come so far. */
  emulatorMetadataUrl: z.string(),
  /** Bot Framework token service, for sign-in in chats. */
  tokenServiceUrl: z.string(),
  /** What the SDK writes into `callerId` of an activity. */
  callerId: z.string(),
  /** Exact hosts of the Bot Connector; replies go nowhere else. */
  serviceHosts: z.array(z.string()),
  /**
   * Origins of OneDrive, where Teams lets a bot put a file once a person has agreed; `*.` stands for one name
   * or more.
   */
  fileOrigins: z.array(z.string()).min(1),
  /** Sources of `frame-ancestors` for the tab: who may show it inside of his page. */
  frameAncestors: z.array(z.string()).min(1),
  /** What the administrator's tools call the cloud: `az cloud set --name`. */
  azCliCloud: z.string(),
  /** `Connect-MgGraph -Environment`. */
  graphPowerShellEnvironment: z.string(),
  /** `environment` of Terraform's provider azuread. */
  azureadEnvironment: z.string(),
  /** True in the sandbox row only: a service URL may be http on 127.0.0.1. */
  loopback: z.boolean(),
  /** GCC High and DoD show images as data URIs only. */
  images: z.enum(["link", "inline"]),
  /** Key of the availability column in permissions.json. */
  availability: z.enum(["global", "usGovL4", "usGovL5", "china21Vianet"]),
  /** Facts above that no documentation page states; docs/clouds.md shows them. */
  inferred: z.array(z.strictObject({ field: z.string(), reason: z.string() })),
});
export type Cloud = z.infer<typeof Cloud>;

/** All rows as written; `{origin}` stands for the address of the sandbox's simulated services. */
export const clouds: readonly Cloud[] = z.array(Cloud).parse(rows);

/**
 * The row of that id with `{origin}` and `{tenant}` filled in.
 * @throws RangeError for an unknown id.
 */
export function findCloud(id: string, fill: { origin?: string; tenantId?: string } = {}): Cloud {
  const row = clouds.find((cloud) => cloud.id === id);
  if (!row)
    throw new RangeError(`unknown cloud ${id}; known: ${clouds.map((c) => c.id).join(", ")}`);
  const text = JSON.stringify(row)
    .replaceAll("{origin}", fill.origin ?? "")
    .replaceAll("{tenant}", fill.tenantId ?? "");
  return Cloud.parse(JSON.parse(text));
}
