import { mayEnter, rolesFor } from "../../core/access/index.ts";
import { findScope, type ScopeId, tokenValues } from "../../core/scope/index.ts";
import { answer, type Caller, type Refusal, refuse, type TabHandler } from "./call.ts";
import { openConsent } from "./own-consent.ts";
import { readStanding } from "./read-standing.ts";

/**
 * A sign-in of somebody who may not enter a scope would keep tokens that nobody asked for; for the service
 * account it would even let any member choose as whom the jobs act.
 */
export const signInLink: TabHandler<"signInLink"> = async (call) => {
  const { tools, identity, language, input } = call;
  const { scope, claims } = input;
  const refusal = await checkScope(call, scope, "own");
  if (refusal) return refusal;
  if (claims !== undefined && !isJsonObject(claims)) return refuse("invalid", { field: "claims" });
  const { tenantId, personId } = identity;
  const proof = claims === undefined ? {} : { claims };
  return answer({ url: tools.signIns.link({ tenantId, personId, scope, language, ...proof }) });
};

export const consentLinks: TabHandler<"consentLinks"> = async (call) => {
  const { scope } = call.input;
  const refusal = await checkScope(call, scope, "all");
  if (refusal) return refusal;
  const opened = await openConsent(call, scope);
  return opened ? answer(opened) : refuse("invalid", { field: "scope" });
};

/** People sign in for tokens of the API's registration; administrators may consent to any scope. */
async function checkScope(
  { tools, identity }: Caller,
  id: ScopeId,
  reach: "own" | "all",
): Promise<Refusal | undefined> {
  const { who, registration } = findScope(id);
  const isSignIn = registration === "api" && tokenValues(id).length > 0;
  if (reach === "own" && !isSignIn) return refuse("invalid", { field: "scope" });
  const standing = await readStanding(tools, identity);
  const isOpen = mayEnter(who, standing) || (reach === "all" && mayEnter("admin", standing));
  return isOpen ? undefined : refuse("forbidden", { needed: rolesFor(who) });
}

/** Claims are JSON, as Microsoft Graph or Entra ID asked for them. */
function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    // Not JSON at all.
    return false;
  }
}
