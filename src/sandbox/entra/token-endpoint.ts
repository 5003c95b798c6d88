import { z } from "zod";
import type { Answer, Call } from "../http.ts";
import { tokenLifetime } from "../keys.ts";
import type { Authority } from "./authority.ts";
import { requireClient } from "./client-proof.ts";
import { type Fields, readForm } from "./fields.ts";
import type { Grant } from "./grant.ts";
import { redeemAssertion, redeemCode, redeemSession } from "./person-grants.ts";
import { EntraRefusal, missingParameter, toErrorAnswer } from "./refusal.ts";
import { readScopes } from "./scopes.ts";
import { requireTenant } from "./tenancy.ts";
import { signAppToken, type TokenTraits } from "./tokens.ts";

type Redeem = (authority: Authority, grant: Grant) => Promise<object>;

const grants: Readonly<Record<string, Redeem>> = {
  client_credentials: giveAppToken,
  authorization_code: redeemCode,
  refresh_token: redeemSession,
  "urn:ietf:params:oauth:grant-type:jwt-bearer": redeemAssertion,
};

/** The token endpoint. Each grant names the page that it follows. */
export async function answerToken(authority: Authority, call: Call): Promise<Answer> {
  try {
    return { status: 200, body: await redeem(authority, call) };
  } catch (error) {
    if (error instanceof EntraRefusal) return toErrorAnswer(authority, error);
    throw error;
  }
}

async function redeem(authority: Authority, call: Call): Promise<object> {
  const name = call.params.tenant ?? "";
  const fields = await readForm(call);
  requireTenant(authority, name);
  const grantType = fields.require("grant_type");
  const found = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined;
  if (!found) {
    const message = `The app requested an unsupported grant type '${grantType}'.`;
    throw new EntraRefusal(70003, "unsupported_grant_type", message);
  }
  const client = await requireClient(authority, fields);
  requireTenant(authority, name, { application: client.application, grantType });
  return found(authority, { client, fields, traits: readTraits(fields) });
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
async function giveAppToken(authority: Authority, { client, fields, traits }: Grant) {
  const scope = fields.get("scope");
  if (scope === "") throw missingParameter("scope");
  const words = scope.split(/\s+/);
  if (!words.every((word) => /.\/\.default$/.test(word))) {
    const message = `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
    throw new EntraRefusal(1002012, "invalid_scope", message);
  }
  if (words.length > 1) throw twoResources(scope);
  const [asked] = readScopes(authority, client.application, scope).resources;
  if (!asked) throw missingParameter("scope");
  const access_token = await signAppToken(authority, client, {
    ...traits,
    resource: asked.resource,
  });
  const expires_in = tokenLifetime;
  return { token_type: "Bearer", expires_in, ext_expires_in: expires_in, access_token };
}

function twoResources(scope: string): EntraRefusal {
  const message = `The provided value for the input parameter 'scope' is not valid because it contains more than one resource. Scope ${scope}.`;
  return new EntraRefusal(700022, "invalid_scope", message);
}

const AskedClaims = z.object({
  access_token: z
    .object({ xms_cc: z.object({ values: z.array(z.string()) }).optional() })
    .optional(),
});

/**
 * Client capabilities come as a claims request and stand in the token, for continuous access evaluation.
 * https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
function readTraits(fields: Fields): TokenTraits {
  const text = fields.get("claims");
  if (text === "") return {};
  const values = parseClaims(text).access_token?.xms_cc?.values;
  return values ? { xms_cc: values } : {};
}

function parseClaims(text: string): z.infer<typeof AskedClaims> {
  try {
    return AskedClaims.parse(JSON.parse(text));
  } catch {
    // Whatever is wrong with it, Entra says the same.
    const message = "The 'claims' parameter is empty or not valid.";
    throw new EntraRefusal(90100, "invalid_request", message);
  }
}
